/**
 * The whole way of consignments by HTTP alone, in both books on the real writer and database: each party with a key
 * of its own, each receipt fetched, carried and answered as programs do it, and forged, delayed and repeated as
 * programs should not. Every answer is held against the OpenAPI document.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { SYSTEM_PARTY } from '#kernel/book/system.ts'
import { registryOf } from '#kernel/book/registry.ts'
import type { Role } from '#kernel/identity/principal.ts'
import { parseDisclosure } from '#kernel/log/commitment.ts'
import { parseProof } from '#kernel/log/proof.ts'
import { formatInstant } from '#kernel/time/clock.ts'
import { issueKey } from '#platform/credentials/issue.ts'
import { CommandAnswer } from '#platform/http/answer-body.ts'
import { ReceiptBody } from '#platform/http/receipt-body.ts'
import { auditBook } from '#platform/postgres/audit.ts'
import { handoverRoutes } from '#services/handover/api/routes.ts'
import { ArrivalView, DispatchView } from '#services/handover/api/views.ts'
import { type Contract, readContract } from '#test/http/conforming.ts'
import { openHub, type TestHub } from '#test/http/hub.ts'
import {
  act,
  adoption,
  ask,
  DAY_MS,
  JS,
  KEEPER,
  openWritten,
  REGISTRAR,
  SECRET,
  SENDER,
  sending,
  SLICES,
  type Written,
} from './written.ts'

const HOUR_MS = 3_600_000

let written: Written
let door: TestHub
let contract: Contract
const asked = new Set<string>()
const keys = new Map<string, string>()
let acts = 0

beforeAll(async () => {
  written = await openWritten()
  const { books, log, pool } = written
  door = await openHub({ books, log, routes: handoverRoutes(pool, log) })
  contract = await readContract(door.app)
})
afterAll(async () => {
  await door.app.close()
  await written.stop()
})

async function keyOf(party: string, role: Role): Promise<string> {
  const known = keys.get(`${party} ${role}`)
  if (known !== undefined) return known
  const order = { roles: [role], label: role, party }
  const { text } = await issueKey(door.store, order, door.time.nowMs)
  keys.set(`${party} ${role}`, text)
  return text
}

interface By {
  readonly party: string
  readonly role?: Role
}
const sender: By = { party: SENDER }
const keeper: By = { party: KEEPER }
const registrar: By = { party: REGISTRAR, role: 'operator' }
const auditor: By = { party: 'pty_auditor', role: 'auditor' }

interface Said {
  readonly status: number
  /** Of a problem, without its place. */
  readonly type: string
  readonly body: unknown
}

async function call(
  method: 'GET' | 'POST',
  url: string,
  by: By | null,
  payload?: unknown,
): Promise<Said> {
  acts += 1
  const authorization = by && `Bearer ${await keyOf(by.party, by.role ?? 'logistics')}`
  const answer = await door.app.inject({
    method,
    url,
    headers: {
      ...(authorization === null ? {} : { authorization }),
      ...(payload === undefined
        ? {}
        : { 'content-type': 'application/json', 'idempotency-key': `act-${acts}` }),
    },
    ...(payload === undefined ? {} : { payload: JSON.stringify(payload) }),
  })
  const body: unknown = answer.json()
  const contentType = String(answer.headers['content-type'])
  asked.add(contract.hold({ method, url, status: answer.statusCode, contentType, body }))
  const problem = z.looseObject({ type: z.string() }).safeParse(body)
  const type = problem.success ? problem.data.type.replace('/problems/', '') : ''
  return { status: answer.statusCode, type, body }
}

const get = (url: string, by: By | null) => call('GET', url, by)
const post = (url: string, by: By | null, body: unknown) => call('POST', url, by, body)

/** The status, and what is said where it is a problem. */
const shortly = ({ status, type }: Said) => `${status} ${type}`.trim()

/** The entry that an act led to. */
function entryOf({ status, body }: Said): number {
  expect([200, 201]).toContain(status)
  const proof = parseProof(CommandAnswer.parse(body).receipts[0]?.proof ?? '')
  return proof.ok ? proof.value.index : -1
}

const stepOf = (consignment: string, of: string, index: number) =>
  `/v1/books/js/consignments/${consignment}/receipts/${of}/${index}`

async function receiptOf(consignment: string, of: string, index: number, by: By): Promise<string> {
  return JSON.stringify(ReceiptBody.parse((await get(stepOf(consignment, of, index), by)).body))
}

const Compared = z.object({
  items: z.array(z.looseObject({ consignment: z.string(), standing: z.string() })),
})
async function standingOf(consignment: string): Promise<string | undefined> {
  const { body } = await get('/v1/books/sh/reconciliation', auditor)
  return Compared.parse(body).items.find((item) => item.consignment === consignment)?.standing
}

const counted = { packages: 9, damaged: 1, seal: 'broken', grossWeightGrams: 900, note: 'Wet' }
const returnBy = () => formatInstant(Date.now() + 3 * DAY_MS)

const consignment = 'csg_short'
let sent = -1

describe('a consignment', () => {
  test('is sent once, however often it is asked for, and by nobody else', async () => {
    const body = sending(consignment, 10)
    expect(shortly(await post('/v1/books/js/consignments', null, body))).toBe('401 unauthenticated')
    const consumer = { ...sender, role: 'consumer' } as const
    expect(shortly(await post('/v1/books/js/consignments', consumer, body))).toBe('403 forbidden')
    expect(shortly(await post('/v1/books/js/consignments', keeper, body))).toBe(
      '403 not_of_consignor',
    )
    const first = await post('/v1/books/js/consignments', sender, body)
    const again = await post('/v1/books/js/consignments', sender, body)
    expect([first.status, again.status]).toEqual([201, 200])
    sent = entryOf(first)
    expect(entryOf(again)).toBe(sent)
    const { body: list } = await get('/v1/books/js/consignments?limit=1', sender)
    const { items } = z.object({ items: z.array(DispatchView) }).parse(list)
    expect(items).toMatchObject([{ consignment, state: 'open', entry: sent, packages: 10 }])
  })

  test('its proof is for its parties alone, and the goods for those who trade them', async () => {
    const receipt = ReceiptBody.parse(JSON.parse(await receiptOf(consignment, 'js', sent, keeper)))
    const told = receipt.disclosures.map((text) => {
      const parsed = parseDisclosure(text)
      return parsed.ok ? [parsed.value.name, parsed.value.value] : []
    })
    expect(Object.fromEntries(told)).toEqual({ goods: 'Velocipedes', seal: 'SEAL-4711' })
    const of = async (by: By, index = sent) =>
      shortly(await get(stepOf(consignment, 'js', index), by))
    expect(await of({ party: 'pty_nobody' })).toBe('404 consignment_not_found')
    // The next entry of the book is somebody's, and none of this consignment.
    expect(await of(keeper, sent - 1)).toBe('404 no_step')
    expect(shortly(await get(stepOf(consignment, 'sh', 0), keeper))).toBe('404 no_step')
    expect(shortly(await get(stepOf('csg_none', 'js', sent), keeper))).toBe(
      '404 consignment_not_found',
    )
  })

  test('a proof that was forged, spoiled or cut off receives nothing', async () => {
    const receipt = await receiptOf(consignment, 'js', sent, keeper)
    const body = ReceiptBody.parse(JSON.parse(receipt))
    const forged = (change: Partial<ReceiptBody>) => JSON.stringify({ ...body, ...change })
    const at = body.proof.lastIndexOf('— ') + `— ${JS} `.length + 20
    const letter = body.proof[at] === 'A' ? 'B' : 'A'
    const resigned = body.proof.slice(0, at) + letter + body.proof.slice(at + 1)
    const cases = {
      receipt_malformed: receipt.slice(0, -20),
      proof_wrong: forged({ leaf: body.leaf.replace('"packages":10', '"packages":9') }),
      signature_wrong: forged({ proof: resigned }),
      disclosure_wrong: forged({ disclosures: ['AAAA'] }),
      not_a_consignment: await written.receiptOf(written.js, 0, null),
    }
    for (const [refused, text] of Object.entries(cases)) {
      const said = await post('/v1/books/sh/arrivals', keeper, { receipt: text, ...counted })
      expect(said.type).toBe(refused)
    }
    expect(await written.count('sh', 'handover.received')).toBe(0)
  })
})

describe('a consignment that arrives short', () => {
  test('is received once with all that differs; the same again is that entry, another count is none', async () => {
    const receipt = await receiptOf(consignment, 'js', sent, keeper)
    const receive = (changes: object, by = keeper) =>
      post('/v1/books/sh/arrivals', by, { receipt, ...counted, ...changes })
    expect((await receive({}, sender)).type).toBe('not_consignee')
    expect((await receive({ damaged: 10 })).type).toBe('damaged_exceed_count')
    const first = await receive({})
    const again = await receive({})
    expect([first.status, again.status]).toEqual([201, 200])
    expect(entryOf(again)).toBe(entryOf(first))
    expect((await receive({ packages: 10 })).type).toBe('arrived_before')
    const { body } = await get('/v1/books/sh/arrivals', keeper)
    expect(z.object({ items: z.array(ArrivalView) }).parse(body).items).toMatchObject([
      {
        state: 'received',
        packages: { sent: 10, arrived: 9 },
        differences: ['short-count', 'damaged', 'seal-broken', 'weight-differs'],
      },
    ])
    expect(await standingOf(consignment)).toBe('answer-not-carried')
  })

  test('its sender fetches the answer, and what was open is closed by it, once', async () => {
    const { body } = await get('/v1/books/sh/arrivals', keeper)
    const [arrival] = z.object({ items: z.array(ArrivalView) }).parse(body).items
    const receipt = await receiptOf(consignment, 'sh', arrival?.entry ?? -1, sender)
    // What the consignee noted is the consignee's own.
    expect(ReceiptBody.parse(JSON.parse(receipt)).disclosures).toEqual([])
    const bring = (by: By) => post('/v1/books/js/answers', by, { receipt })
    expect((await bring(keeper)).type).toBe('not_your_consignment')
    expect([(await bring(sender)).status, (await bring(sender)).status]).toEqual([201, 200])
    expect(await standingOf(consignment)).toBe('counts-differ')
  })

  test('part of it goes back, is counted again, and both books close', async () => {
    const terms = { origin: JS, sentEntry: sent, packages: 2, reason: 'damaged' }
    const send = (changes: object) =>
      post('/v1/books/sh/arrivals/returns', keeper, { ...terms, returnBy: returnBy(), ...changes })
    expect((await send({ packages: 10 })).type).toBe('return_exceeds_received')
    const returned = entryOf(await send({}))
    expect((await send({ packages: 3 })).type).toBe('returned_before')
    expect(await standingOf(consignment)).toBe('return-not-carried')
    const receipt = await receiptOf(consignment, 'sh', returned, sender)
    const back = { receipt, packages: 2, seal: 'none' }
    const taken = await post('/v1/books/js/take-backs', sender, back)
    expect((await post('/v1/books/js/take-backs', sender, back)).status).toBe(200)
    expect(await standingOf(consignment)).toBe('take-back-not-carried')
    const closing = await receiptOf(consignment, 'js', entryOf(taken), keeper)
    expect((await post('/v1/books/sh/answers', keeper, { receipt: closing })).status).toBe(201)
    expect(await standingOf(consignment)).toBe('counts-differ')
  })
})

test('a consignment is turned away at the door, and comes back whole', async () => {
  const entry = entryOf(await post('/v1/books/js/consignments', sender, sending('csg_away', 4)))
  const receipt = await receiptOf('csg_away', 'js', entry, keeper)
  const terms = { receipt, packages: 4, reasons: ['not-ordered', 'damaged'] }
  const refuse = (until: string) =>
    post('/v1/books/sh/arrivals/refusals', keeper, { ...terms, returnBy: until })
  expect((await refuse('2026-01-01T00:00:00.000Z')).type).toBe('time_limit_past')
  const refused = entryOf(await refuse(returnBy()))
  const answer = await receiptOf('csg_away', 'sh', refused, sender)
  await post('/v1/books/js/take-backs', sender, { receipt: answer, packages: 4, seal: 'intact' })
  const { body } = await get('/v1/books/js/consignments', sender)
  const [away] = z.object({ items: z.array(DispatchView) }).parse(body).items
  expect(away).toMatchObject({ state: 'taken-back', balance: { takenBack: 4, missing: 0 } })
})

test('policies are read by everybody, and a log is believed only while one holds', async () => {
  const { js } = written
  const registry = 'pty_registry'
  const withdraw = (by: By) =>
    post('/v1/books/sh/handover/policy-withdrawals', by, { registry, origin: JS })
  expect((await withdraw({ ...keeper, role: 'operator' })).type).toBe('registrar_only')
  const entry = entryOf(await post('/v1/books/js/consignments', sender, sending('csg_doubt', 3)))
  const receipt = await receiptOf('csg_doubt', 'js', entry, keeper)
  expect((await withdraw(registrar)).status).toBe(201)
  const receive = () =>
    post('/v1/books/sh/arrivals', keeper, { receipt, packages: 3, damaged: 0, seal: 'none' })
  expect((await receive()).type).toBe('origin_unknown')
  const adopt = (changes: object) =>
    post('/v1/books/sh/handover/policies', registrar, { ...adoption(js), ...changes })
  expect((await adopt({ policy: 'nonsense' })).type).toBe('policy_malformed')
  expect((await adopt({ level: 'witnessed' })).type).toBe('quorum_missing')
  const adopted = entryOf(await adopt({ maxAgeHours: 1 }))
  const { body } = await get('/v1/books/sh/handover/policies', null)
  expect(body).toMatchObject({ items: [{ origin: JS, level: 'logged', entry: adopted }] })
})

test('what comes too late is overdue, its old proof stale, and what is written off may still turn up', async () => {
  const { js } = written
  const write = () =>
    post('/v1/books/js/consignments/csg_doubt/write-off', sender, { note: 'Gone' })
  expect((await write()).type).toBe('not_overdue')
  written.later(DAY_MS + HOUR_MS)
  await act(js, SYSTEM_PARTY, ask('lapse-dispatch', { consignment: 'csg_doubt' }))
  expect(await standingOf('csg_doubt')).toBe('overdue')
  const { body } = await get('/v1/books/js/consignments?limit=1', sender)
  const [row] = z.object({ items: z.array(DispatchView) }).parse(body).items
  const receipt = await receiptOf('csg_doubt', 'js', row?.entry ?? -1, keeper)
  const receive = () =>
    post('/v1/books/sh/arrivals', keeper, { receipt, packages: 3, damaged: 0, seal: 'none' })
  // A log's own signature states no time: without witnesses an old entry cannot be shown to be fresh.
  expect((await receive()).type).toBe('receipt_stale')
  expect((await write()).status).toBe(201)
  expect(await standingOf('csg_doubt')).toBe('written-off')
  const patient = { ...adoption(js), maxAgeHours: 48 }
  await post('/v1/books/sh/handover/policies', registrar, patient)
  expect([(await receive()).status, await standingOf('csg_doubt')]).toEqual([
    201,
    'answer-not-carried',
  ])
})

test('cursors and readers that are none are refused', async () => {
  expect((await get('/v1/books/js/consignments?cursor=x', sender)).type).toBe('unknown_cursor')
  expect((await get('/v1/books/sh/arrivals?cursor=x', keeper)).type).toBe('unknown_cursor')
  const stranger = { party: 'pty_nobody' }
  expect((await get('/v1/books/js/consignments', stranger)).type).toBe('not_appointed_here')
  expect((await get('/v1/books/sh/arrivals', stranger)).type).toBe('not_appointed_here')
  expect((await get('/v1/books/sh/reconciliation', keeper)).type).toBe('forbidden')
})

test('every route was called, and both books are what their entries say', async () => {
  const { log, pool, urls } = written
  const declared = handoverRoutes(pool, log).map(({ kind, path }) => {
    return `${kind === 'read' ? 'GET' : 'POST'} ${path.replaceAll(/:(\w+)/g, '{$1}')}`
  })
  expect(declared.filter((operation) => !asked.has(operation))).toEqual([])
  for (const book of ['js', 'sh']) {
    const registry = registryOf(SLICES)
    const report = await auditBook({ url: urls.app, book, registry, installationKey: SECRET })
    expect(report.findings).toEqual([])
  }
})
