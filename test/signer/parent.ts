/** A server that dies: starts a signer, says its process id and its first signature, and waits. */
import { signerProcess } from '#platform/signer/process.ts'
import { advanceOf, entriesOf } from './log.ts'

const [folder = '', origin = ''] = process.argv.slice(2)
const signer = await signerProcess({ folder, origin, mayCreate: true })
await signer.sign(advanceOf(entriesOf('a', 1), 0))
process.stdout.write(`${signer.pid}\n`)
