/** `hongqiao witness --config FILE`: see docs/runbooks/witness.md. */
import { parseArgs } from 'node:util'
import { readWitnessConfig } from '#apps/witness/config.ts'
import { runWitness } from '#apps/witness/run.ts'
import { note } from './note.ts'

const USAGE = `Usage: hongqiao witness --config FILE [--child]

Runs a witness (c2sp.org/tlog-witness) until Ctrl-C. With --child it also ends when its input does.`

export async function run(args: readonly string[]): Promise<number> {
  const { config, child } = optionsOf(args)
  if (config === undefined) {
    note(USAGE)
    return 2
  }
  const witness = await runWitness(readWitnessConfig(config), note)
  process.stdout.write(`ready ${witness.verifierKey} ${witness.address}\n`)
  await stopRequest(child)
  await witness.stop()
  return 0
}

function optionsOf(args: readonly string[]): { readonly config?: string; readonly child: boolean } {
  try {
    const { config, child = false } = parseArgs({
      args: [...args],
      options: { config: { type: 'string' }, child: { type: 'boolean' } },
    }).values
    return config === undefined ? { child } : { config, child }
  } catch {
    // It throws for options that it does not know, and the usage says which there are.
    return { child: false }
  }
}

function stopRequest(isChild: boolean): Promise<void> {
  return new Promise((done) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      // Ctrl-C reaches every process of a terminal, and the hub wants cosignatures while it drains.
      process.on(signal, () => (isChild ? undefined : done()))
    }
    if (!isChild) return
    process.stdin.once('end', done).once('error', done).resume()
  })
}
