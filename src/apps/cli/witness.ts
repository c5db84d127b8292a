/** `hongqiao witness --config FILE`: see docs/runbooks/witness.md. */
import { parseArgs } from 'node:util'
import { readWitnessConfig } from '#apps/witness/config.ts'
import { runWitness } from '#apps/witness/run.ts'
import { keyFiles } from '#platform/keys/key-store.ts'
import { PASSPHRASE_PLACES, parsePassphraseAt, readPassphrase } from '#platform/keys/passphrase.ts'
import { note } from './note.ts'

const USAGE = `Usage: hongqiao witness --config FILE [--passphrase PLACE] [--child]

Runs a witness (c2sp.org/tlog-witness) until Ctrl-C. With --child it also ends when its input does. Its key is
under the passphrase in PLACE (or in HONGQIAO_PASSPHRASE): ${PASSPHRASE_PLACES}.`

export async function run(args: readonly string[]): Promise<number> {
  const { config, child, place } = optionsOf(args)
  const at = place === undefined ? undefined : parsePassphraseAt(place)
  if (config === undefined || at === null) {
    note(USAGE)
    return 2
  }
  const keys = keyFiles(at && readPassphrase(at, process.env))
  const witness = await runWitness(readWitnessConfig(config), keys, note)
  process.stdout.write(`ready ${witness.verifierKey} ${witness.address}\n`)
  await stopRequest(child)
  await witness.stop()
  return 0
}

function optionsOf(args: readonly string[]) {
  try {
    const options = {
      config: { type: 'string' },
      passphrase: { type: 'string', default: process.env['HONGQIAO_PASSPHRASE'] },
      child: { type: 'boolean', default: false },
    } as const
    const { config, passphrase: place, child } = parseArgs({ args: [...args], options }).values
    return { config, place, child }
  } catch {
    // It throws for options that it does not know, and the usage says which there are.
    return { config: undefined, place: undefined, child: false }
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
