/** Every row of the bench, in the order in which they are measured. */
import { measureArchive } from './archive.ts'
import { measureAudit } from './audit.ts'
import { measureBackup } from './backup.ts'
import { measureBrowser } from './browser.ts'
import { type Bench, CEILING, type Row } from './bench.ts'
import { measureBook } from './book-run.ts'
import { measureTwoBooks } from './books.ts'
import { anyContract, oneContract } from './confirm.ts'
import { measureDisclosures } from './disclosures.ts'
import { median } from './figures.ts'
import { measureBulk, measureSingle } from './http.ts'
import { measureOrdinary, type Spread } from './ordinary.ts'
import { measureTwoServers } from './servers.ts'
import { measureCommands, measureSettlement } from './prepaid.ts'
import { measurePages } from './prepaid-pages.ts'
import { measureReading } from './reading.ts'
import { measureMonitor } from './monitor.ts'
import { measureVerification } from './receipts.ts'
import { replay, type Replayed } from './recording.ts'
import { measureSoak } from './soak.ts'
import { measureTablePrices } from './table-price.ts'
import { measureWitness } from './witness.ts'

/** Far less than the rows that 20,000 contracts have: most of what a command reads is fetched. */
const SMALL_CACHE_ROWS = 10_000

type Measure = (bench: Bench, name: string) => Promise<unknown>

function row(name: string, measure: Measure, isRated = true): Row {
  return { name, isRated, measure: async (bench) => void (await measure(bench, name)) }
}

const confirmRow = (inFlight: number): Row =>
  row(`book/confirm/${inFlight}`, (bench, name) => measureBook(bench, name, { inFlight }))

const ordinaryRow = (spread: Spread, connections: number): Row =>
  row(`ordinary/${spread}/${connections}`, (bench, name) =>
    measureOrdinary(bench, name, { spread, connections }),
  )

const disclosuresRow = (count: number): Row =>
  row(`disclosures/${count}`, (bench, name) => measureDisclosures(bench, name, count))

const witnessRow = (count: number): Row =>
  row(`witness/${count}`, (bench, name) => measureWitness(bench, name, count), false)

async function measureCeiling(bench: Bench, name: string): Promise<void> {
  const recording = await bench.recording()
  const runs: Replayed[] = []
  for (let i = 0; i < bench.options.runs; i += 1) runs.push(await replay(bench, recording))
  const middle = median(runs, ({ perSecond }) => perSecond)
  bench.report(name, middle.perSecond, 'commands/s')
  if (middle.postgresUs !== undefined) {
    bench.report(`${name}/postgres`, middle.postgresUs, 'µs/command')
  }
  bench.report(`${name}/wal`, middle.walBytes, 'bytes/command')
}

export const SOAK = 'soak'

export const rows: readonly Row[] = [
  row(CEILING, measureCeiling, false),
  ...[1, 64, 256, 1024].map(confirmRow),
  row('book/cold/1024', (bench, name) => {
    const limits = { cacheRowsMax: SMALL_CACHE_ROWS }
    return measureBook(bench, name, { inFlight: 1024, limits, pick: anyContract })
  }),
  row('book/hot/1024', (bench, name) =>
    measureBook(bench, name, { inFlight: 1024, pick: oneContract }),
  ),
  row('books/2/confirm/1024', measureTwoBooks),
  row('servers/2/confirm/1024', measureTwoServers),
  ...[1, 8, 32].map((connections) => ordinaryRow('random', connections)),
  ...[1, 8, 32].map((connections) => ordinaryRow('hot', connections)),
  row('http/single/64', measureSingle),
  row('http/bulk/500', measureBulk),
  row('audit', measureAudit, false),
  row('backup', measureBackup, false),
  row('archive', measureArchive, false),
  row('monitor', measureMonitor, false),
  row('receipt/verify', measureVerification, false),
  row('receipt/browser', measureBrowser, false),
  ...[1, 16].map(witnessRow),
  ...[0, 1, 3].map(disclosuresRow),
  row('pages', measureReading, false),
  row('prepaid/commands', measureCommands),
  row('prepaid/settlement', measureSettlement, false),
  row('prepaid/pages', measurePages, false),
  row('price', measureTablePrices, false),
  row(SOAK, measureSoak, false),
]
