/**
 * A witness that this program runs as its child, for the demonstration and for tests. It holds its own key
 * and record, is told nothing of this program's secrets but the passphrase of its key, and ends when its input does.
 */
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Passphrase } from '#platform/keys/passphrase.ts'
import { spawnTold } from '#platform/keys/told-child.ts'

const PROGRAM = fileURLToPath(new URL('../../apps/cli/main.ts', import.meta.url))
/** In the folder of a witness: its public key. */
export const VERIFIER_KEY_FILE = 'verifier-key'

const STOP_TIMEOUT_MS = 5_000

export interface WitnessChild {
  readonly pid: number
  readonly verifierKey: string
  /** Where it listens, without a slash at the end. */
  readonly address: string
  /** Settles when the process has ended, however it did. */
  readonly ended: Promise<void>
  stop(): Promise<void>
}

/** Fails if the process ends before it is ready. */
export async function startWitness(
  configPath: string,
  passphrase?: Passphrase,
): Promise<WitnessChild> {
  const child = spawnTold([PROGRAM, 'witness', '--config', configPath, '--child'], passphrase)
  const ended = new Promise<void>((done) => {
    child.once('close', () => done())
    child.once('error', () => done())
  })
  // A write to a process that has ended; its end is what counts.
  child.stdin.on('error', () => undefined)
  const lines = createInterface({ input: child.stdout })
  const first = await Promise.race([
    once(lines, 'line').then(([line]) => String(line)),
    ended.then(() => ''),
  ])
  const [word, verifierKey = '', address = ''] = first.split(' ')
  if (word !== 'ready') {
    child.kill('SIGKILL')
    throw new Error(`the witness of ${configPath} did not start`)
  }
  return {
    pid: child.pid ?? 0,
    verifierKey,
    address,
    ended,
    async stop() {
      child.stdin.end()
      const late = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS)
      await ended
      clearTimeout(late)
    },
  }
}
