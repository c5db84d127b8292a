/**
 * The signer of one book as a process of its own: `main.ts --folder F --origin O [--may-create]`. The
 * server starts it and speaks to it over its standard input and output.
 */
import { parseArgs } from 'node:util'
import { serveSigner } from '#platform/signer/serve.ts'

const { values } = parseArgs({
  options: {
    folder: { type: 'string' },
    origin: { type: 'string' },
    'may-create': { type: 'boolean', default: false },
  },
})
const { folder, origin, 'may-create': mayCreate } = values
if (folder === undefined || origin === undefined) {
  throw new Error('a signer needs --folder and --origin')
}

// Ctrl-C reaches every process of a terminal, and the writer wants signatures while it drains: this
// process ends when its input does.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)

await serveSigner({ folder, origin, mayCreate }, process.stdin, process.stdout)
// A parent that is gone without closing leaves nothing else that could hold this process.
process.stdin.destroy()
