/**
 * `hongqiao audit`: computes every book anew from its entries and compares. It only reads, so it may run
 * beside the hub. What it found goes to standard output; progress and the summary to standard error.
 */
import { parseArgs } from 'node:util'
import cliProgress from 'cli-progress'
import { registryOf } from '#kernel/book/registry.ts'
import { hubBooks } from '#apps/server/hub.ts'
import { slices } from '#apps/server/slices.ts'
import { readConfig } from '#platform/config/config.ts'
import { erasurePath, readErasureFile } from '#platform/erasure/journal.ts'
import { auditBook, type AuditProgress, type AuditReport } from '#platform/postgres/audit.ts'
import { findingText } from '#platform/postgres/audit-findings.ts'
import { visitDatabase } from '#platform/postgres/embedded-or-given.ts'
import { readInstallationKeys } from './key-place.ts'
import { note } from './note.ts'

const SOUND = 0
/** At least one difference was found. */
const DIFFERENT = 1
/** Nothing is known: it was called wrongly, or the database or the keys could not be used. */
const NOT_RUN = 2

const LINE_EVERY_MS = 5000

const USAGE = `Usage: hongqiao audit [--book NAME]
Books: ${hubBooks.map(({ name }) => name).join(', ')}; all of them if none is named.`

export async function run(args: readonly string[]): Promise<number> {
  const books = readBooks(args)
  if (books === null) {
    note(USAGE)
    return NOT_RUN
  }
  try {
    return await audit(books)
  } catch (error) {
    note(`The audit could not run: ${error instanceof Error ? error.message : String(error)}`)
    return NOT_RUN
  }
}

function readBooks(args: readonly string[]): readonly string[] | null {
  const all = hubBooks.map(({ name }) => name)
  try {
    const { values } = parseArgs({ args: [...args], options: { book: { type: 'string' } } })
    if (values.book === undefined) return all
    return all.includes(values.book) ? [values.book] : null
  } catch {
    // It throws for options that it does not know, and the usage says which there are.
    return null
  }
}

async function audit(books: readonly string[]): Promise<number> {
  const config = readConfig(process.env)
  const database = await visitDatabase(config, note)
  try {
    const keys = readInstallationKeys(config.keysFolder)
    const registry = registryOf(slices)
    let code = SOUND
    for (const book of books) {
      const progress = startProgress(book)
      const erasures = readErasureFile(erasurePath(config.dataFolder, book))
      const installationKey = keys.wrapping
      const options = { url: database.urls.app, installationKey, registry, book, erasures }
      try {
        const report = await auditBook({ ...options, onProgress: progress.update })
        progress.stop()
        if (tell(report) !== SOUND) code = DIFFERENT
      } finally {
        progress.stop()
      }
    }
    return code
  } finally {
    await database.close()
  }
}

function tell({ book, size, root, findings, durationMs, ...disclosures }: AuditReport): number {
  for (const finding of findings) process.stdout.write(`${findingText(finding)}\n`)
  const seconds = durationMs / 1000
  const rate = Math.round(size / seconds)
  note(
    `Book ${book}: ${size} entries, root ${root}, in ${seconds.toFixed(1)} s (${rate} entries/s); ${disclosures.disclosuresOpened} disclosures opened, ${disclosures.disclosuresErased} erased.`,
  )
  const { erasedByJournal } = disclosures
  if (erasedByJournal > 0) {
    note(
      `Book ${book}: ${erasedByJournal} of the erased values are explained by the erasure journal alone; the entry that erased them is not in the book (docs/runbooks/erasure.md).`,
    )
  }
  if (findings.length === 0) {
    note(`Book ${book} is sound.`)
    return SOUND
  }
  note(`Book ${book} has differences of ${findings.length} kinds. See docs/runbooks/audit.md.`)
  return DIFFERENT
}

interface Progress {
  readonly update: (progress: AuditProgress) => void
  readonly stop: () => void
}

/** A bar for a person, a line every few seconds for a log. */
function startProgress(book: string): Progress {
  return process.stderr.isTTY ? progressBar(book) : progressLines(book)
}

function progressBar(book: string): Progress {
  const startMs = performance.now()
  const format = `${book} {phase} {bar} {value} of {total}, {rate} a second, {eta_formatted} left`
  const bar = new cliProgress.SingleBar(
    { format, stream: process.stderr },
    cliProgress.Presets.shades_classic,
  )
  bar.start(0, 0, { phase: 'entries', rate: 0 })
  return {
    update({ phase, done, total }) {
      bar.setTotal(total)
      bar.update(done, { phase, rate: rateOf(done, startMs) })
    },
    stop: () => bar.stop(),
  }
}

function progressLines(book: string): Progress {
  const startMs = performance.now()
  let toldMs = startMs
  return {
    update({ phase, done, total }) {
      if (performance.now() - toldMs < LINE_EVERY_MS) return
      toldMs = performance.now()
      const rate = phase === 'entries' ? `, ${rateOf(done, startMs)} a second` : ''
      note(`Book ${book}: ${done} of ${total} ${phase} compared${rate}.`)
    },
    stop: () => undefined,
  }
}

function rateOf(done: number, startMs: number): number {
  return Math.round((done * 1000) / Math.max(1, performance.now() - startMs))
}
