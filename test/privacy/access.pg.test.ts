/** Subject access: whatever a book or a table beside it holds on a person is in the file that the person takes along. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { periodRoutes } from '#services/privacy/api/periods.ts'
import { htmlReport, jsonReport } from '#services/privacy/api/report.ts'
import { partiesSubjectRows } from '#services/parties/store/subject-rows.ts'
import { prepaidSubjectRows } from '#services/prepaid/store/subject-rows.ts'
import { savePersonas } from '#platform/sessions/persona.ts'
import { postgresSessions } from '#platform/sessions/postgres-sessions.ts'
import { issueKey } from '#platform/credentials/issue.ts'
import { postgresCredentials } from '#platform/credentials/postgres-store.ts'
import { readContract } from '../http/conforming.ts'
import { openHub } from '../http/hub.ts'
import { freshDatabase } from '../pg/database.ts'
import { asking } from '../prepaid/rig.ts'
import { asked, found, LI, NOTARY, NOW, OFFICE, openStage, OTHER_NOTARY } from './stage.ts'
import { REGISTRAR, REGISTRY, type Stage, WU } from './stage.ts'
import { buy, selling } from './card.ts'

const PEOPLE = [
  { person: LI, name: 'Planted <Xiaohong> & 虹', phone: '13800001111' },
  { person: WU, name: 'Wu Other', phone: '13900002222' },
]

let stage: Stage

beforeAll(async () => {
  stage = await openStage(await freshDatabase())
  await found(stage, PEOPLE)
  await selling(stage)
  await buy(stage, LI, { contract: 'con_first', payer: 'Planted Payer' })
  const names = { en: 'Li', zh: '李' }
  const persona = { id: 'li', book: 'sh', party: LI, organisation: null, name: names, what: names }
  await savePersonas(stage.pool, [{ ...persona, roles: ['consumer'], rank: 1 }])
  await postgresSessions(stage.pool).insert({
    id: 'a'.repeat(16),
    secretHash: new Uint8Array(32).fill(9),
    personaId: 'li',
    createdAtMs: Date.now(),
    expiresAtMs: Date.now() + 3_600_000,
  })
  const order = { roles: ['consumer'], label: 'a till of Li', party: LI } as const
  await issueKey(postgresCredentials(stage.pool), order, Date.now())
})
afterAll(() => stage.close())

const reporting = () => ({
  pool: stage.pool,
  installationKey: stage.secret,
  rows: [...partiesSubjectRows, ...prepaidSubjectRows],
  nowMs: Date.now(),
})

const Report = z.object({
  subject: z.string(),
  retention: z.looseObject({
    rule: z.string(),
    article: z.string(),
    running: z.number().optional(),
  }),
  values: z.array(
    z.object({
      entry: z.number(),
      type: z.string(),
      field: z.string(),
      value: z.string().optional(),
      erased: z.string().optional(),
    }),
  ),
  records: z.array(
    z.object({ table: z.string(), rows: z.array(z.record(z.string(), z.unknown())) }),
  ),
})

async function whole(parts: AsyncIterable<string>): Promise<string> {
  let text = ''
  for await (const part of parts) text += part
  return text
}

const reportOf = async (party: string) =>
  Report.parse(JSON.parse(await whole(jsonReport(reporting(), { book: 'sh', party }))))

test('every value, by entry and field, and nothing of anybody else', async () => {
  const report = await reportOf(LI)
  expect(report.values.map(({ type, field, value }) => [type, field, value])).toEqual([
    ['parties.person-registered', 'name', 'Planted <Xiaohong> & 虹'],
    ['parties.person-registered', 'phone', '13800001111'],
    ['prepaid.contract-paid', 'payer', 'Planted Payer'],
  ])
  expect(report.retention).toMatchObject({ rule: 'ecommerce-31', running: 1 })
  expect(JSON.stringify(report)).not.toContain('Wu Other')
})

test('every table that names the pseudonym is listed, with as many rows', async () => {
  const { rows: tables } = await stage.pool.query<{ table: string }>(
    `select table_name as table from information_schema.tables
     where table_schema = 'public' and table_type = 'BASE TABLE'`,
  )
  const report = await reportOf(LI)
  // Leaves are the entries themselves, boxes are listed as values, and what is due is the plan of a row.
  const elsewhere = new Set(['entry', 'disclosure', 'due'])
  for (const { table } of tables) {
    if (elsewhere.has(table)) continue
    const { rows } = await stage.pool.query<{ n: number }>(
      `select count(*)::int as n from ${table} t where t::text like '%${LI}%'`,
    )
    const listed = report.records.find((section) => section.table === table)
    const named = listed?.rows.filter((row) => JSON.stringify(row).includes(LI)).length ?? 0
    expect([table, named]).toEqual([table, rows[0]?.n])
  }
  const secrets = JSON.stringify(report)
  expect(secrets).not.toMatch(/secret_hash|wrapped/)
})

test('the page to print says the same, in both languages, and is no script whatever a name holds', async () => {
  for (const language of ['en', 'zh'] as const) {
    const html = await whole(htmlReport(reporting(), { book: 'sh', party: LI }, language))
    expect(html).toContain('Planted &lt;Xiaohong&gt; &amp; 虹')
    expect(html).toContain('Planted Payer')
    expect(html).not.toMatch(/<script|<Xiaohong/)
    expect(html).toContain(language === 'en' ? 'Electronic Commerce Law' : '电子商务法')
  }
})

test('whoever is unknown has nothing, and what was erased says when', async () => {
  expect((await reportOf('pty_nobody')).values).toEqual([])
  await stage.done(asked('erase', WU, NOW), WU)
  const { values } = await reportOf(WU)
  expect(values.map(({ field, value }) => [field, value])).toEqual([
    ['name', undefined],
    ['phone', undefined],
  ])
  expect(values[0]?.erased).toMatch(/^\d{4}-/)
})

test('a running contract refuses, and a plan waits for the end of the duty', async () => {
  expect(await stage.act(asked('erase', LI, NOW), LI)).toMatchObject({
    refusal: { type: 'retention_running', params: { rule: 'ecommerce-31', running: 1 } },
  })
  const paper = { ...NOW, by: OFFICE }
  expect(await stage.act(asked('propose-erasure', LI, paper), NOTARY)).toMatchObject({
    refusal: { type: 'retention_running' },
  })
  const later = { basis: 'consent-withdrawn', when: 'duty-ends' }
  await stage.done(asked('propose-erasure', LI, { ...later, by: OFFICE }), NOTARY)
  await stage.done(asked('approve-erasure', LI), OTHER_NOTARY)
  expect(await stage.act(asked('propose-erasure', LI, paper), NOTARY)).toMatchObject({
    refusal: { type: 'erasure_asked' },
  })
  const { rows } = await stage.pool.query(`select kind, key from due where key = $1`, [LI])
  expect(rows).toEqual([{ kind: 'privacy-erasure', key: LI }])
  expect(await stage.audit()).toMatchObject({ findings: [] })
})

test('a longer period is told with its entry and ground, to the person and to everybody', async () => {
  const hub = await openHub({ routes: periodRoutes(stage.pool) })
  const contract = await readContract(hub.app)
  const period = async () => {
    const [method, url] = ['GET', '/v1/books/sh/retention'] as const
    const { statusCode: status, headers, body: text } = await hub.app.inject({ method, url })
    const body: unknown = JSON.parse(text)
    contract.hold({ method, url, status, contentType: String(headers['content-type']), body })
    return body
  }
  const ground = 'Order 12 of an authority, invented'
  expect(await period()).toMatchObject({ yearsOfLaw: 3, years: 3, ground: null, entry: null })
  const setting = asking('privacy.set-retention', { registry: REGISTRY, years: 5, ground })
  const entry = await stage.done(setting, REGISTRAR)
  expect(await period()).toMatchObject({ yearsOfLaw: 3, years: 5, ground, entry })
  expect((await reportOf(LI)).retention).toMatchObject({ years: 5, setBy: entry, ground })
  const html = await whole(htmlReport(reporting(), { book: 'sh', party: LI }, 'en'))
  expect(html).toContain(`5 years from completion, as entry ${entry} has set it: ${ground}`)
  expect(await stage.audit()).toMatchObject({ findings: [] })
  await hub.app.close()
})
