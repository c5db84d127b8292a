/** `hongqiao signer show`, `adopt` and `--listen`: see docs/runbooks/signer.md and failover.md. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { HASH_BYTES } from '#kernel/log/hash.ts'
import { base64Of, bytesFromBase64 } from '#kernel/std/base64.ts'
import { wholeFromDecimal } from '#kernel/std/decimal.ts'
import { formatInstant } from '#kernel/time/clock.ts'
import { type Config, readConfig } from '#platform/config/config.ts'
import {
  parseSignerPlace,
  type SignerPlace,
  signerPlaceText,
} from '#platform/config/signer-place.ts'
import { StartupProblem } from '#platform/config/startup-problem.ts'
import { adoptableOrigin, adoptState } from '#platform/signer/adoption.ts'
import { publicRing } from '#platform/signer/key-ring.ts'
import { signerFiles, signerFolder } from '#platform/signer/signer.ts'
import { signerSecret, signerSecretPath } from '#platform/signer/secret.ts'
import { startSignerService } from '#platform/signer/service.ts'
import { readJournal, type StateRecord } from '#platform/signer/state-file.ts'
import { ask } from './ask.ts'
import { configuredPassphrase } from './key-place.ts'
import { note } from './note.ts'

const USAGE = `Usage: hongqiao signer show
       hongqiao signer adopt --book NAME --size N --root BASE64
       hongqiao signer --listen ADDRESS

ADDRESS is unix:/an/absolute/path or tls://host:port; it runs until Ctrl-C.`

export async function run([act = '', ...args]: readonly string[]): Promise<number> {
  const config = readConfig(process.env)
  const { dataFolder } = config
  if (act === 'show' && args.length === 0) return show(dataFolder)
  if (act === 'adopt') return adopt(dataFolder, args)
  const place = act === '--listen' && args.length === 1 ? parseSignerPlace(args[0] ?? '') : null
  if (place !== null) return listen(config, place)
  note(USAGE)
  return 2
}

/** The signers of this data folder, for servers that share them. */
async function listen({ dataFolder, keysFolder }: Config, place: SignerPlace): Promise<number> {
  const asked = new Promise<void>((done) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => done())
    // The process that started us, where it holds a channel to us.
    process.once('disconnect', () => done())
  })
  const secretPath = signerSecretPath(keysFolder)
  const secret = signerSecret(secretPath, true)
  const passphrase = configuredPassphrase()
  const service = await startSignerService({
    dataFolder,
    place,
    secret,
    passphrase,
    onNote: note,
  })
  note(
    `The signers in ${dataFolder} are at ${signerPlaceText(service.place)}, for whoever has ${secretPath}.`,
  )
  await asked
  await service.close()
  return 0
}

/** Exits with 1 if a signer would not start. */
function show(dataFolder: string): number {
  const folder = join(dataFolder, 'signer')
  const books = existsSync(folder) ? readdirSync(folder).toSorted() : []
  if (books.length === 0) note(`There are no signers in ${folder}.`)
  const found = books.map((book) => ({ book, ...describe(signerFolder(dataFolder, book)) }))
  for (const { book, lines } of found) process.stdout.write(`${book}\n  ${lines.join('\n  ')}\n`)
  return found.every(({ isSound }) => isSound) ? 0 : 1
}

function describe(folder: string): { readonly isSound: boolean; readonly lines: string[] } {
  const files = signerFiles(folder)
  if (!existsSync(files.key)) return { isSound: false, lines: [`no key at ${files.key}`] }
  const { verifierKey, earlierKeys } = publicRing(files.key, 'ed25519')
  const overlapping = earlierKeys.filter(({ untilSeconds }) => untilSeconds === null)
  const keyLines = [verifierKey, ...overlapping.map((key) => key.verifierKey)].map(
    (vkey) => `key     ${vkey}`,
  )
  if (!existsSync(files.state)) {
    return { isSound: false, lines: [...keyLines, `no state at ${files.state}`] }
  }
  const journal = readJournal(readFileSync(files.state))
  if (!journal.ok) return { isSound: false, lines: [...keyLines, `state   ${journal.error}`] }
  const { last, adoptions } = journal.value
  const lines = [...keyLines, `signed  ${stateText(last)}`, ...adoptions.map(adoptionText)]
  return { isSound: true, lines }
}

function stateText({ size, root }: StateRecord): string {
  return `${size} entries, root ${base64Of(root)}`
}

function adoptionText(record: StateRecord): string {
  const { by = '', at = '', reason = '' } = record.adopted ?? {}
  return `named   ${stateText(record)}, by ${by} at ${at}: ${reason}`
}

async function adopt(dataFolder: string, args: readonly string[]): Promise<number> {
  const { book, state } = adoptionFrom(args)
  const folder = signerFolder(dataFolder, book)
  const origin = adoptableOrigin(folder)
  note(`This names ${state.size} entries as the last that ${origin} signed, for ever.`)
  note('If more were signed, the log will fork, and every witness can prove it.')
  const [by = '', reason = '', typed = ''] = await ask([
    'Your name: ',
    'Why the state is lost: ',
    `Type ${origin} to go on: `,
  ])
  if (by === '' || reason === '' || typed !== origin) {
    note('Nothing was changed.')
    return 1
  }
  adoptState(folder, state, { by, at: formatInstant(Date.now()), reason })
  note(`The signer of ${origin} starts from ${state.size} entries.`)
  return 0
}

function adoptionFrom(args: readonly string[]) {
  const { book, size: sizeText, root: rootText } = optionsOf(args)
  const size = wholeFromDecimal(sizeText)
  const root = bytesFromBase64(rootText)
  // A name, for it becomes a part of a path.
  if (!/^[a-z][a-z0-9-]*$/.test(book) || size === null || root?.length !== HASH_BYTES) {
    throw new StartupProblem(`A book, a whole number and the base64 of 32 bytes.\n${USAGE}`)
  }
  return { book, state: { size, root } }
}

function optionsOf(args: readonly string[]) {
  const option = { type: 'string', default: '' } as const
  try {
    return parseArgs({ args: [...args], options: { book: option, size: option, root: option } })
      .values
  } catch (cause) {
    throw new StartupProblem(USAGE, { cause })
  }
}
