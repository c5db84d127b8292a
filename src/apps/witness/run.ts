/**
 * A running witness: `hongqiao witness --config FILE`. Says one line on standard output when it is ready,
 * `ready <verifier key> <address>`, and runs until it is asked to stop or, if a program started it as its
 * child, until that program is gone.
 */
import { mkdirSync, readdirSync } from 'node:fs'
import type { Server } from 'node:http'
import { join } from 'node:path'
import { originHash } from '#kernel/log/witness.ts'
import { utf8Of } from '#kernel/std/utf8.ts'
import type { Clock } from '#kernel/time/clock.ts'
import { sha256 } from '#platform/book/sealing-tools.ts'
import { StartupProblem } from '#platform/config/startup-problem.ts'
import { writeDurablySync } from '#platform/files/durable-file.ts'
import type { WitnessConfig } from './config.ts'
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
  say: (sentence: string) => void,
): Promise<RunningWitness> {
  const { key, store, close } = openWitnessFolder(folder, name)
  const onFork = (origin: string, notes: readonly [string, string]) => {
    say(
      `${origin} signed two trees of one size. Both notes: ${keepEvidence(folder, origin, notes)}`,
    )
  }
  const witness = new Witness({ key, store, clock, onFork, ...rest })
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

/** Beyond this many forks another one proves nothing new. */
const EVIDENCE_MAX = 64
const EVIDENCE_MODE = 0o644

/** Two signed notes suffice to show to anybody that the log lied. Answers where they are. */
function keepEvidence(folder: string, origin: string, notes: readonly [string, string]): string {
  const evidence = join(folder, 'evidence')
  mkdirSync(evidence, { recursive: true })
  const text = notes.join('\n')
  const path = join(
    evidence,
    `${originHash(origin, sha256).slice(0, 16)}-${originHash(text, sha256).slice(0, 16)}.txt`,
  )
  if (readdirSync(evidence).length < EVIDENCE_MAX)
    writeDurablySync(path, utf8Of(text), EVIDENCE_MODE)
  return path
}
