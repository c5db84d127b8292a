/**
 * A signer in a process of its own, so that a fault of the server cannot reach the key. When that process
 * ends, every open request fails and so does each later one; `kept.ts` starts it again, and it then knows
 * from its state what may have been signed meanwhile.
 */
import type { ChildProcessByStdio } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import type { Passphrase } from '#platform/keys/passphrase.ts'
import { spawnTold } from '#platform/keys/told-child.ts'
import { openedPort, SignerLine, type SignerWay } from './line.ts'
import type { SignerPort } from './port.ts'
import type { SignerOptions } from './signer.ts'

const PROGRAM = fileURLToPath(new URL('../../apps/signer/main.ts', import.meta.url))

type Child = ChildProcessByStdio<Writable, Readable, null>

/** A process of its own reads its key by itself. */
export type SignerProcessOptions = Omit<SignerOptions, 'keys'> & {
  /** Under which its key lies; it is told to the process and to nobody else. */
  readonly passphrase?: Passphrase
}

export interface SignerProcess extends SignerPort {
  readonly pid: number
}

/** Rejects with SignerRefused or StartupProblem, as opening a signer here would throw. */
export async function signerProcess(options: SignerProcessOptions): Promise<SignerProcess> {
  const child = startChild(options)
  const line = new SignerLine(wayTo(child, options.origin))
  const port = await openedPort(line, line.ready())
  return { ...port, pid: child.pid ?? 0 }
}

function startChild({ folder, origin, mayCreate, passphrase }: SignerProcessOptions): Child {
  const flags = mayCreate ? ['--may-create'] : []
  // Node runs TypeScript without flags, and ours (--inspect, --eval) would mean something else there.
  const args = [PROGRAM, '--folder', folder, '--origin', origin, ...flags]
  return spawnTold(args, passphrase)
}

function wayTo(child: Child, origin: string): SignerWay {
  return {
    origin,
    input: child.stdin,
    output: child.stdout,
    ended: new Promise((ended) => {
      child.once('error', (cause) => ended(new Error(`start signer of ${origin}`, { cause })))
      // Not "exit": answers that the process wrote before it ended are still read.
      child.once('close', (code, signal) => {
        ended(new Error(`the signer of ${origin} has ended (${signal ?? code})`))
      })
    }),
    destroy: () => child.kill('SIGKILL'),
  }
}
