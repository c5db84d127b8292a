/**
 * Invented consignments between Jiangsu and Shanghai, acted out when the hub is served: receipts cross from book
 * to book as they do for anybody, witnesses included, so it takes some seconds. Told again at every start, and
 * done once: every act has a natural key.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import type { Answer } from '#kernel/book/answer.ts'
import type { Command } from '#kernel/book/slice.ts'
import { contentId } from '#kernel/identity/content-id.ts'
import type { Evidence, PartyId } from '#kernel/identity/principal.ts'
import { formatInstant } from '#kernel/time/clock.ts'
import type { BookPort } from '#platform/book/port.ts'
import type { LogReader } from '#platform/http/log-reader.ts'
import { policyOf } from '#platform/http/log-routes.ts'
import type { Persona } from '#platform/sessions/persona.ts'
import { fetchReceipt } from '#services/handover/api/checked.ts'
import type { CommandName, Fields } from '#services/handover/contract.ts'
import { findDispatch } from '#services/handover/store/handovers.ts'
import type { Words } from '#web/kit/language.ts'
import { idOf, parties, type Act } from './acts.ts'
import { partyId, REGISTRAR, REGISTRY } from './cast.ts'

const EVIDENCE: Evidence = { method: 'system', credential: 'demonstration' }
const JS_REGISTRY = partyId('js registry')
const JS_REGISTRAR = partyId('js registrar')

interface Company {
  readonly party: PartyId
  readonly head: PartyId
  readonly name: Words
  readonly person: Words
}

const company = (key: string, name: Words, person: Words): Company => ({
  party: partyId(key),
  head: partyId(`${key} head`),
  name,
  person,
})

const SHIPPER = company(
  'js shipper',
  { en: 'Kunshan Frame Works (invented)', zh: '昆山车架厂（虚构）' },
  { en: 'Dispatcher Gu', zh: '顾调度' },
)
const JS_CARRIER = company(
  'js carrier',
  { en: 'Two Rivers Haulage (invented)', zh: '两江货运（虚构）' },
  { en: 'Driver Lu', zh: '陆司机' },
)
const WAREHOUSE = company(
  'sh warehouse',
  { en: 'Qingpu Bonded Warehouse (invented)', zh: '青浦保税仓（虚构）' },
  { en: 'Storekeeper Fei', zh: '费仓管' },
)
const SH_CARRIER = company('sh carrier', JS_CARRIER.name, JS_CARRIER.person)

/** Whom a newcomer may become to send and to receive. */
export function logisticsPersonas(): readonly Persona[] {
  const persona = (
    id: string,
    book: string,
    { party, head, name, person }: Company,
    what: Words,
  ): Persona => ({
    id,
    book,
    party: head,
    organisation: { party, name },
    roles: ['logistics'],
    name: person,
    what,
    rank: 0,
  })
  return [
    persona('shipper', 'js', SHIPPER, {
      en: 'Sends consignments from Jiangsu',
      zh: '从江苏发运货物',
    }),
    persona('warehouse', 'sh', WAREHOUSE, {
      en: 'Receives them in Shanghai',
      zh: '在上海签收货物',
    }),
  ]
}

export interface Stage {
  readonly js: BookPort
  readonly sh: BookPort
  readonly pool: pg.Pool
  readonly log: Pick<LogReader, 'entry' | 'provenEntry'>
  readonly nowMs: () => number
  readonly isStopping: () => boolean
}

/** The hub is being stopped, or the books do not write: the next start tells it again. */
export class Postponed extends Error {
  override readonly name = 'Postponed'
}

const ATTEMPTS_MAX = 120
const PAUSE_MS = 500
const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

export async function actOutConsignments(stage: Stage): Promise<void> {
  await found(stage)
  const [whole, short, , away] = await sendAll(stage)
  await receive(stage, whole, { packages: 24, damaged: 0, seal: 'intact' })
  await receive(stage, short, {
    packages: 17,
    damaged: 1,
    seal: 'broken',
    note: 'One pallet short, one box crushed',
  })
  await turnAway(stage, away)
}

async function found(stage: Stage): Promise<void> {
  const { js, sh } = stage
  await actAll(stage, js, [parties(JS_REGISTRAR, 'found', { registry: JS_REGISTRY })])
  await register(stage, js, { registry: JS_REGISTRY, registrar: JS_REGISTRAR }, [
    SHIPPER,
    JS_CARRIER,
  ])
  await register(stage, sh, { registry: REGISTRY, registrar: REGISTRAR }, [WAREHOUSE, SH_CARRIER])
  await actAll(stage, js, [adopt(JS_REGISTRAR, JS_REGISTRY, sh)])
  await actAll(stage, sh, [adopt(REGISTRAR, REGISTRY, js)])
}

interface Registry {
  readonly registry: PartyId
  readonly registrar: PartyId
}

async function register(
  stage: Stage,
  book: BookPort,
  { registry, registrar }: Registry,
  companies: readonly Company[],
): Promise<void> {
  const acts = companies.flatMap(({ party, head, name, person }) => [
    parties(registrar, 'register-organisation', {
      registry,
      organisation: party,
      kind: 'company',
      name,
    }),
    parties(registrar, 'register-person', {
      by: registry,
      person: head,
      name: `${person.zh} ${person.en}`,
    }),
    parties(registrar, 'appoint', {
      organisation: party,
      person: head,
      role: 'head',
      by: registry,
    }),
  ])
  await actAll(stage, book, acts)
}

const handover = <N extends CommandName>(actor: PartyId, name: N, fields: Fields<N>): Act => ({
  actor,
  command: { type: `handover.${name}`, ...fields },
})

/** By what the other book publishes of itself; witnessed where it has witnesses. */
function adopt(registrar: PartyId, registry: PartyId, other: BookPort): Act {
  const level = other.witnesses === undefined ? 'logged' : 'witnessed'
  return handover(registrar, 'adopt-policy', {
    registry,
    origin: other.origin,
    policy: policyOf(other),
    level,
    maxAgeHours: 24 * 7,
  })
}

/** Where each stands in js. One of them is late within a minute, so that a newcomer sees what that is like. */
async function sendAll(stage: Stage): Promise<readonly number[]> {
  const { js, sh, nowMs } = stage
  const sending = (key: string, facts: Partial<Fields<'send'>>): Fields<'send'> => ({
    consignment: idOf('csg_', key),
    consignor: SHIPPER.party,
    carrier: { here: JS_CARRIER.party, there: SH_CARRIER.party },
    to: { book: sh.origin, consignee: WAREHOUSE.party },
    placeOfDispatch: 'KUNSHAN',
    placeOfReceipt: 'QINGPU',
    packages: 18,
    grossWeightGrams: 312_000,
    receiveBy: formatInstant(nowMs() + 6 * DAY_MS),
    goods: 'Aluminium bicycle frames (invented)',
    seal: `INVENTED-${key}`,
    ...facts,
  })
  const sent = [
    sending('0001', { packages: 24, grossWeightGrams: 480_500 }),
    sending('0002', {}),
    sending('0003', { packages: 6, grossWeightGrams: 95_250, goods: 'Brake levers (invented)' }),
    sending('0004', { packages: 10, grossWeightGrams: 60_000, goods: 'Saddles (invented)' }),
    sending('0005', { receiveBy: formatInstant(nowMs() + MINUTE_MS), packages: 4 }),
  ]
  const entries: number[] = []
  for (const fields of sent) {
    // Of an earlier start, with time limits of that day.
    const before = await findDispatch(stage.pool, js.name, fields.consignment)
    if (before !== undefined) entries.push(before.entry)
    else entries.push(await actOne(stage, js, handover(SHIPPER.head, 'send', fields)))
  }
  return entries
}

async function receive(
  stage: Stage,
  entry: number | undefined,
  counted: Omit<Fields<'receive'>, 'receipt'>,
): Promise<void> {
  await withReceipt(stage, entry, (receipt) =>
    handover(WAREHOUSE.head, 'receive', { receipt, ...counted }),
  )
}

async function turnAway(stage: Stage, entry: number | undefined): Promise<void> {
  const returnBy = formatInstant(stage.nowMs() + 6 * DAY_MS)
  await withReceipt(stage, entry, (receipt) =>
    handover(WAREHOUSE.head, 'refuse', {
      receipt,
      packages: 10,
      reasons: ['not-ordered'],
      returnBy,
    }),
  )
}

/** Witnesses see a tree within seconds; until then the receiving book says that it waits for them. */
async function withReceipt(
  stage: Stage,
  entry: number | undefined,
  make: (receipt: string) => Act,
): Promise<void> {
  if (entry === undefined) return
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt += 1) {
    const at = { book: stage.js.name, index: entry }
    const receipt = await fetchReceipt(stage, at, SHIPPER.party)
    const answer = receipt === null ? null : await submit(stage.sh, make(receipt))
    if (answer?.kind === 'recorded') return
    // Told before, with an answer of its own: the person who plays the warehouse may have acted since.
    if (answer?.kind === 'refused' && answer.refusal.type !== 'receipt_not_witnessed') return
    await pause(stage)
  }
  throw new Postponed('no witness has seen the consignments yet')
}

async function actAll(stage: Stage, book: BookPort, acts: readonly Act[]): Promise<void> {
  for (const act of acts) await actOne(stage, book, act)
}

async function actOne(stage: Stage, book: BookPort, act: Act): Promise<number> {
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt += 1) {
    const answer = await submit(book, act)
    if (answer.kind === 'recorded') return answer.entries[0].index
    if (answer.kind !== 'unavailable') {
      const why = answer.kind === 'refused' ? answer.refusal.type : answer.kind
      throw new Error(`the demonstration asks for ${act.command.type}: ${why}`)
    }
    await pause(stage)
  }
  throw new Postponed(`${book.name} does not write`)
}

async function submit(
  book: BookPort,
  { actor, command }: { readonly actor: PartyId; readonly command: Command },
): Promise<Answer> {
  const principal = { party: actor, roles: [], evidence: EVIDENCE }
  const key = contentId('demonstration/', [book.name, JSON.stringify(command)])
  const [answer] = await book.submit([{ command, principal, key }])
  return answer ?? { kind: 'failed' }
}

async function pause({ isStopping }: Stage): Promise<void> {
  await sleep(PAUSE_MS)
  if (isStopping()) throw new Postponed('the hub is being stopped')
}
