/**
 * The signer of one book as a process of its own: `main.ts --folder F --origin O [--may-create]
 * [--passphrase fd:3]`. The server starts it and speaks to it over its standard input and output.
 */
import { parseArgs } from 'node:util'
import { keyFiles } from '#platform/keys/key-store.ts'
import { parsePassphraseAt, readPassphrase } from '#platform/keys/passphrase.ts'
import { serveSigner } from '#platform/signer/serve.ts'

const { values } = parseArgs({
  options: {
    folder: { type: 'string' },
    origin: { type: 'string' },
    'may-create': { type: 'boolean', default: false },
    passphrase: { type: 'string' },
  },
})
const { folder, origin, 'may-create': mayCreate, passphrase: place } = values
if (folder === undefined || origin === undefined) {
  throw new Error('a signer needs --folder and --origin')
}

// Ctrl-C reaches every process of a terminal, and the writer wants signatures while it drains: this
// process ends when its input does.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)

// Whoever reads the answers may be gone before the first one: the input has ended then, too, and with it this process.
process.stdout.on('error', (error) => {
  if (!('code' in error) || error.code !== 'EPIPE') throw error
})

const at = place === undefined ? null : parsePassphraseAt(place)
const keys = keyFiles(at === null ? undefined : readPassphrase(at, process.env))
await serveSigner({ folder, origin, mayCreate, keys }, process.stdin, process.stdout)
// A parent that is gone without closing leaves nothing else that could hold this process.
process.stdin.destroy()
