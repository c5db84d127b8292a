/**
 * `hongqiao subject show | sweep`: for whoever runs the hub and can reach its database and keys. Show answers a
 * request on paper: everything that is held on a person, on standard output alone. Sweep removes what erasures
 * left in the database's own files.
 */
import { parseArgs } from 'node:util'
import { PARTY_ID } from '#kernel/identity/principal.ts'
import { hubBooks } from '#apps/server/hub.ts'
import { subjectRows } from '#apps/server/routes.ts'
import { readConfig, type Config } from '#platform/config/config.ts'
import { applyErasures } from '#platform/erasure/apply.ts'
import { erasurePath, readErasureFile } from '#platform/erasure/journal.ts'
import { sweepErased } from '#platform/erasure/sweep.ts'
import { visitDatabase, type Database } from '#platform/postgres/embedded-or-given.ts'
import { htmlReport, jsonReport } from '#services/privacy/api/report.ts'
import { readInstallationKeys } from './key-place.ts'
import { note } from './note.ts'
import { writeOut } from './output.ts'
import { readingPool } from './reading-pool.ts'

const USAGE = `Usage: hongqiao subject show --book BOOK --party PSEUDONYM [--html en|zh]
       hongqiao subject sweep
Books: ${hubBooks.map(({ name }) => name).join(', ')}. Show writes JSON, or a page to print.`

const DONE = 0
const FAILED = 1
const MISUSED = 2

type Order =
  | { readonly kind: 'sweep' }
  | {
      readonly kind: 'show'
      readonly book: string
      readonly party: string
      readonly html: 'en' | 'zh' | null
    }

export async function run(args: readonly string[]): Promise<number> {
  const order = readOrder(args)
  if (order === null) {
    note(USAGE)
    return MISUSED
  }
  const config = readConfig(process.env)
  const database = await visitDatabase(config, note)
  try {
    if (order.kind === 'sweep') return await sweep(database)
    return await show(order, database, config)
  } finally {
    await database.close()
  }
}

function readOrder([name = '', ...args]: readonly string[]): Order | null {
  try {
    const options = {
      book: { type: 'string' },
      party: { type: 'string' },
      html: { type: 'string' },
    } as const
    const { values } = parseArgs({ args: [...args], options })
    if (name === 'sweep') return args.length === 0 ? { kind: 'sweep' } : null
    return name === 'show' ? readShow(values) : null
  } catch {
    // It throws for options that it does not know, and the usage says which there are.
    return null
  }
}

function readShow(values: { book?: string; party?: string; html?: string }): Order | null {
  const { book = '', party = '', html = null } = values
  const isKnown = hubBooks.some((known) => known.name === book) && PARTY_ID.test(party)
  const isLanguage = html === null || html === 'en' || html === 'zh'
  return isKnown && isLanguage ? { kind: 'show', book, party, html } : null
}

async function show(
  { book, party, html }: Extract<Order, { kind: 'show' }>,
  { urls }: Database,
  { keysFolder, dataFolder }: Config,
): Promise<number> {
  const installationKey = readInstallationKeys(keysFolder).wrapping
  const pool = readingPool(urls.app, 'hongqiao subject')
  try {
    // A database that was restored, and that no hub has served since, may hold what was erased.
    await applyErasures(pool, readErasureFile(erasurePath(dataFolder, book)))
    const reporting = { pool, installationKey, rows: subjectRows, nowMs: Date.now() }
    const subject = { book, party }
    const text =
      html === null ? jsonReport(reporting, subject) : htmlReport(reporting, subject, html)
    await writeOut(text)
    return DONE
  } finally {
    await pool.end()
  }
}

async function sweep({ urls }: Database): Promise<number> {
  try {
    const { segments } = await sweepErased(urls.owner)
    note(`The keys' table was written anew, and ${segments} segments of the log were gone through.`)
    return DONE
  } catch (error) {
    note(`It could not be swept: ${error instanceof Error ? error.message : String(error)}`)
    return FAILED
  }
}
