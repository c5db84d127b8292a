/**
 * Before its first start the demonstration invents a history, so that whoever comes finds a hub at work. It is
 * written once, into a book that is empty; the people whom a newcomer may become are named either way.
 */
import type pg from 'pg'
import { logisticsPersonas } from '#apps/demonstration/consignments.ts'
import { personasOf } from '#apps/demonstration/personas.ts'
import { writeHistory } from '#apps/demonstration/history.ts'
import type { StoryOptions } from '#apps/demonstration/plot.ts'
import type { Clock } from '#kernel/time/clock.ts'
import { addDays, daysBetween, legalDayOf } from '#kernel/time/legal-day.ts'
import type { Config } from '#platform/config/config.ts'
import type { InstallationKeys } from '#platform/keys/installation-keys.ts'
import { ErasureJournal, erasurePath } from '#platform/erasure/journal.ts'
import type { Passphrase } from '#platform/keys/passphrase.ts'
import { ensureBook } from '#platform/postgres/book-row.ts'
import { savePersonas } from '#platform/sessions/persona.ts'
import { openSigner, signerChoice } from '#platform/signer/choice.ts'
import type { Logger } from 'pino'
import type { HubBook } from './hub.ts'
import { slices } from './slices.ts'

const SEED = 20_240_924

/** By size: shops, consumers, days before yesterday, and classes a day at the end. */
const SIZES = {
  full: { shops: 40, consumers: 2000, days: 183, usesPerDay: 165 },
  short: { shops: 6, consumers: 40, days: 60, usesPerDay: 6 },
} as const

export interface HistoryPlan {
  readonly config: Config
  readonly pool: pg.Pool
  /** The books, each under the origin that it has now. */
  readonly known: readonly HubBook[]
  readonly databaseUrl: string
  readonly keys: InstallationKeys
  readonly passphrase: Passphrase | undefined
  readonly logger: Logger
  readonly clock: Clock
  /** Progress, a sentence at a time. */
  readonly note: (sentence: string) => void
}

export async function ensureHistory(plan: HistoryPlan): Promise<void> {
  const { config, pool, clock } = plan
  const [book] = plan.known
  if (book === undefined) return
  if (!config.isDemonstration || config.history === 'none') return
  const { days, ...size } = SIZES[config.history]
  // Yesterday, so that nothing in it lies ahead of the clock.
  const to = addDays(legalDayOf(clock.nowMs()), -1)
  const story: StoryOptions = { seed: SEED, ...size, from: addDays(to, -days), to }
  await savePersonas(pool, [...personasOf(book.name, story), ...logisticsPersonas()])
  const isNew = await ensureBook(plan.databaseUrl, book)
  const { rows } = await pool.query<{ size: bigint }>('select size from book where book = $1', [
    book.name,
  ])
  if (rows[0]?.size !== 0n) return
  await write({ ...plan, book }, story, isNew)
}

async function write(
  {
    config,
    databaseUrl,
    keys,
    passphrase,
    book,
    logger,
    note,
  }: HistoryPlan & {
    readonly book: HubBook
  },
  story: StoryOptions,
  isNew: boolean,
): Promise<void> {
  const days = daysBetween(story.from, story.to)
  note(`Inventing ${days} days of ${story.shops} shops (first start) …`)
  const onProblem = (message: string, error: unknown): void => {
    logger.warn({ book: book.name, err: error }, message)
  }
  const signer = await openSigner(
    signerChoice(config, passphrase),
    { book: book.name, origin: book.origin, mayCreate: isNew },
    { onHealth: () => undefined, onProblem },
  )
  const erasures = ErasureJournal.open(erasurePath(config.dataFolder, book.name))
  let toldTenths = 0
  try {
    await writeHistory({
      book,
      databaseUrl: withoutWaiting(databaseUrl),
      keys,
      signer,
      erasures,
      slices,
      story,
      onProgress({ acts }, day) {
        const tenths = Math.floor((10 * daysBetween(story.from, day)) / days)
        if (tenths > toldTenths) note(`… ${day}: ${acts} acts.`)
        toldTenths = tenths
      },
      onProblem,
    })
  } finally {
    erasures.close()
    await signer.close()
  }
}

/** Nobody waits for an answer here, and after a crash the folder is made anew: no commit waits for the disk. */
function withoutWaiting(databaseUrl: string): string {
  const url = new URL(databaseUrl)
  const given = url.searchParams.get('options')
  const options = [given, '-c synchronous_commit=off'].filter(Boolean).join(' ')
  url.searchParams.set('options', options)
  return url.href
}
