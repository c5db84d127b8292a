/**
 * Pages of figures over a million claims and a million cells: the time of the server for one page, from
 * the question to the text of the page, one reader after the other. The rows are made up by the database.
 */
import type pg from 'pg'
import type { PageViews } from '#apps/web/pages.tsx'
import { placesOf } from '#apps/web/places.ts'
import type { PageFrame } from '#apps/server/pages/page.ts'
import { createClient } from '#platform/postgres/pool.ts'
import { openWeb, type Web } from '#platform/web/web.ts'
import {
  loadArea,
  loadAreas,
  loadIndicator,
  type Reading,
} from '#services/observatory/api/area-pages.ts'
import { KeptFindings } from '#services/observatory/api/findings.ts'
import { loadFigures } from '#services/observatory/api/pages.ts'
import { listAreas } from '#services/observatory/domain/areas.ts'
import { listIndicators } from '#services/observatory/domain/indicators.ts'
import { NOBODY } from '#web/kit/page-context.ts'
import type { Bench } from './bench.ts'
import { percentile } from './figures.ts'
import { fillUnindexed, openReadingPool } from './filling.ts'

const CLAIMS = 1_000_000
const CELLS = 1_000_000
const BOOKS = ['sh', 'js', 'zj'] as const
const WARM_UPS = 10
const READS = 100

const INDICATORS = listIndicators()
  .filter(([, { unit }]) => unit === 'CNY')
  .map(([id]) => id)
const AREAS = listAreas().map(([id]) => id)

/** Each claim at its own place; a value by chance, so that some of them part. */
const FILL_CLAIMS = `
  insert into claim
  select ($1::text[])[1 + i % 3], 'clm_' || lpad(i::text, 22, '0'), i, now(), indicator, area, period,
      publisher, source, jsonb_build_object(
        'indicator', indicator, 'area', area, 'period', period, 'kind', 'level',
        'value', (100 + i % 900)::text, 'scale', 'billion', 'unit', 'CNY',
        'source', jsonb_build_object('id', source, 'reference', reference, 'locator', 'page ' || i % 90),
        'publisher', publisher, 'date', '2025-01-01')
    from (
      select i, ($2::text[])[1 + i * 31 % array_length($2::text[], 1)] as indicator,
        ($3::text[])[1 + i * 17 % array_length($3::text[], 1)] as area,
        (1990 + i * 13 % 36)::text as period,
        'Publisher ' || i % 150 as publisher, 'source-' || i % 20000 as source,
        'Report ' || i % 20000 || case when i % 50 = 0 then ' 虹桥年报' else ' of the year' end as reference
      from generate_series(0, $4::int - 1) i
    ) made`

const FILL_CELLS = `
  insert into cell
  select ($1::text[])[1 + i % 3], case when i % 100 = 0 then 'observatory.claims-recorded' else 'measure-' || i % 100 end, ($2::text[])[1 + i / 100 % array_length($2::text[], 1)],
      (2000 + i / 100000)::text || '-' || lpad((1 + i / 5000 % 12)::text, 2, '0') || '-' || i, i
    from generate_series(0, $3::int - 1) i`

async function filled(bench: Bench): Promise<pg.Pool> {
  const urls = await bench.stage.migrated()
  const owner = createClient(urls.migrator, 'bench reading')
  await owner.connect()
  bench.progress(`filling ${CLAIMS} claims and ${CELLS} cells`)
  try {
    await fillUnindexed(owner, 'claim', () =>
      owner.query(FILL_CLAIMS, [BOOKS, INDICATORS, AREAS, CLAIMS]),
    )
    await owner.query(FILL_CELLS, [BOOKS, AREAS, CELLS])
    await owner.query('vacuum analyze claim, cell')
  } finally {
    await owner.end()
  }
  return openReadingPool(urls.app)
}

type Page = {
  [Name in keyof PageViews]: { readonly name: Name; readonly view: PageViews[Name] }
}[keyof PageViews]

/** What a reader asks for; each of them another time. */
type Asked = (reading: Reading, turn: number) => Promise<Page>

const figures =
  (query: (turn: number) => Readonly<Record<string, string>>): Asked =>
  async ({ pool, books }, turn) => {
    const view = await loadFigures(pool, books, new URLSearchParams(query(turn)))
    return { name: 'figures', view }
  }

const pick = (list: readonly string[], turn: number): string => list[turn % list.length] ?? ''

const ASKED: Readonly<Record<string, Asked>> = {
  list: figures(() => ({})),
  'list/filter': figures((turn) => ({
    area: pick(AREAS, turn),
    indicator: pick(INDICATORS, turn),
  })),
  'list/publisher': figures((turn) => ({ publisher: `Publisher ${turn}` })),
  'search/area': figures((turn) => ({ q: pick(['Changning', '虹桥', '南湖'], turn) })),
  'search/indicator': figures((turn) => ({ q: pick(['product', '税收', '经济总量'], turn) })),
  'search/rare': figures((turn) => ({ q: `report ${turn * 37}` })),
  'search/common': figures((turn) => ({ q: pick(['year', '年报', 'publisher'], turn) })),
  'search/nothing': figures((turn) => ({ q: `nothing${turn}` })),
  indicator: async (reading, turn) => {
    const query = new URLSearchParams({ area: pick(AREAS, turn) })
    const view = await loadIndicator(reading, pick(INDICATORS, turn), query)
    if (view === undefined) throw new Error('the catalogue has its indicators')
    return { name: 'indicator', view }
  },
  'indicator/own': async (reading) => {
    const view = await loadIndicator(reading, 'claims-recorded', new URLSearchParams())
    if (view === undefined) throw new Error('the catalogue has its indicators')
    return { name: 'indicator', view }
  },
  areas: async (reading, turn) => {
    const query = new URLSearchParams({ indicator: pick(INDICATORS, turn) })
    return { name: 'areas', view: await loadAreas(reading, query) }
  },
  area: async (reading, turn) => {
    const view = await loadArea(reading, pick(AREAS, turn))
    if (view === undefined) throw new Error('the catalogue has its areas')
    return { name: 'area', view }
  },
  contradictions: async ({ findings }) => {
    const view = await findings.load()
    // Of made-up claims most part; a page of real ones has some dozens.
    return { name: 'contradictions', view: { ...view, findings: view.findings.slice(0, 40) } }
  },
}

type PagesWeb = Web<PageViews, PageFrame>

/** From the question to the text, in both languages by turns. */
async function timesOf(web: PagesWeb, reading: Reading, asked: Asked): Promise<Float64Array> {
  const times = new Float64Array(READS)
  for (let turn = -WARM_UPS; turn < READS; turn += 1) {
    const startMs = performance.now()
    const { name, view } = await asked(reading, turn + WARM_UPS)
    web.renderPage(name, view, frameOf(turn % 2 === 0 ? 'en' : 'zh'))
    if (turn >= 0) times[turn] = performance.now() - startMs
  }
  return times.toSorted()
}

function frameOf(language: 'en' | 'zh'): PageFrame {
  const reader = { places: placesOf(null), visit: NOBODY }
  return { language, path: '/', demonstration: true, checkpoint: null, ...reader }
}

export async function measureReading(bench: Bench, name: string): Promise<void> {
  const pool = await filled(bench)
  try {
    const web = await openWeb<PageViews, PageFrame>({ rootDir: process.cwd() })
    const findings = new KeptFindings(pool, BOOKS)
    const reading: Reading = { pool, books: BOOKS, findings, day: '2026-11-22' }
    const startMs = performance.now()
    await findings.load()
    bench.report(`${name}/examine`, performance.now() - startMs, 'ms')
    for (const [page, asked] of Object.entries(ASKED)) {
      const times = await timesOf(web, reading, asked)
      bench.report(`${name}/${page}/p50`, percentile(times, 0.5), 'ms')
      bench.report(`${name}/${page}/p95`, percentile(times, 0.95), 'ms')
    }
  } finally {
    await pool.end()
  }
}
