/**
 * A running witness: `hongqiao witness --config FILE`. Says one line on standard output when it is ready,
 * `ready <verifier key> <address>`, and runs until it is asked to stop or, if a program started it as its
 * child, until that program is gone.
 */
import type { Server } from 'node:http'
import { join } from 'node:path'
import type { Clock } from '#kernel/time/clock.ts'
import type { KeyStore } from '#platform/keys/key-store.ts'
import { StartupProblem } from '#platform/config/startup-problem.ts'
import type { WitnessConfig } from './config.ts'
import { Evidence } from './evidence.ts'
import { witnessServer } from './serve.ts'
import { openWitnessFolder } from './store.ts'
import { Witness } from './witness.ts'

export interface RunningWitness {
  readonly verifierKey: string
  readonly address: string
  stop(): Promise<void>
}

const clock: Clock = { nowMs: () => Date.now(), monotonicMs: () => performance.now() }

export async function runWitness(
  { name, folder, host, port, ...rest }: WitnessConfig,
  keys: KeyStore,
  say: (sentence: string) => void,
): Promise<RunningWitness> {
  const { key, store, close } = openWitnessFolder(folder, name, keys)
  const evidence = new Evidence(join(folder, 'evidence'))
  const onFork = (origin: string) => {
    const then = rest.stopOnFork
      ? 'It is cosigned no more'
      : 'The tree that is known is followed on'
    say(`${origin} has signed two pasts. ${then}; both notes are in ${join(folder, 'evidence')}.`)
  }
  const witness = new Witness({ key, store, evidence, clock, onFork, ...rest })
  const server = witnessServer(witness, (error) => say(`A request failed: ${String(error)}`))
  try {
    const address = await listening(server, host, port)
    return {
      verifierKey: key.verifierKey,
      address,
      async stop() {
        await new Promise<void>((done) => {
          server.close(() => done())
          server.closeIdleConnections()
        })
        close()
      },
    }
  } catch (error) {
    close()
    throw error
  }
}

async function listening(server: Server, host: string, port: number): Promise<string> {
  await new Promise<void>((done, failed) => {
    server.once('error', (cause: NodeJS.ErrnoException) =>
      failed(
        new StartupProblem(`${host}:${port} cannot be listened on (${cause.code}).`, { cause }),
      ),
    )
    server.listen(port, host, done)
  })
  const at = server.address()
  if (at === null || typeof at === 'string') throw new Error('a listening server has a port')
  return `http://${at.family === 'IPv6' ? `[${at.address}]` : at.address}:${at.port}`
}
