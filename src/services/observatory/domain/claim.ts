/**
 * Claims: what somebody published, kept as printed. A claim is known by where it is printed and what it
 * is about; the same claim again is the same entry, another value at the same place must be a new vintage.
 * Invariant: a claim that was recorded never changes; vintages of one place have no gap.
 */
import { contentId } from '#kernel/identity/content-id.ts'
import { existing, record, refuse } from '#kernel/book/slice.ts'
import type { CommandHandler, Decision, EventHandler, Event, Recorded } from '#kernel/book/slice.ts'
import type { Reader, Rows } from '#kernel/rows/rows.ts'
import { defineTable, tableKey, type Row } from '#kernel/rows/table.ts'
import { canonicalText, isJsonObject } from '#kernel/std/canonical-json.ts'
import type { JsonObject } from '#kernel/std/json.ts'
import { assert } from '#kernel/std/assert.ts'
import { formatInstant } from '#kernel/time/clock.ts'
import { CLAIM_PUBLISHED } from '../contract.ts'
import type { Base, Claim, ClaimRefusal, Kind, PublishClaim, Unit } from '../contract.ts'
import { findArea } from './areas.ts'
import { findIndicator, type Indicator } from './indicators.ts'

/** What pages search by stands in columns; the claim itself is kept whole, as it was recorded. */
export const claimTable = defineTable({
  name: 'claim',
  key: { id: 'text' },
  columns: {
    entry: 'index',
    recordedAt: 'instant',
    indicator: 'text',
    area: 'text',
    period: 'text',
    publisher: 'text',
    source: 'text',
    claim: 'json',
  },
})
export type ClaimRow = Row<typeof claimTable>

/** The id of a claim is made from where and of what it is, so the same claim always has the same one. */
export function claimIdOf(claim: Claim): string {
  return idOfVintage(claim, claim.vintage ?? 1)
}

function idOfVintage(claim: Claim, vintage: number): string {
  const { source, indicator, area, period, kind, unit, base = {}, basis = '' } = claim
  const place = [source.id, source.locator]
  const meaning = [indicator, area, period, kind, unit, basis]
  const reference = [base.indicator ?? '', base.area ?? '', base.period ?? '']
  return contentId('clm_', [...place, ...meaning, ...reference, String(vintage)])
}

const SHANGHAI_OFFSET_MS = 8 * 3_600_000

export const publishClaim: CommandHandler<PublishClaim> = {
  *reads({ claim }) {
    yield tableKey(claimTable, claimIdOf(claim))
    const { vintage } = claim
    if (vintage !== undefined) yield tableKey(claimTable, idOfVintage(claim, vintage - 1))
  },

  decide(rows, { claim }, { nowMs, actor }): Decision {
    const id = claimIdOf(claim)
    // What stands in the book stays: it is answered before the catalogue of today is asked.
    const before = rows.get(claimTable, id)
    if (before !== undefined) {
      const isSame = canonicalText(before.claim) === canonicalText(jsonOf(claim))
      return isSame ? existing(before.entry) : refusal('claim_differs', { entry: before.entry })
    }
    const today = formatInstant(nowMs + SHANGHAI_OFFSET_MS).slice(0, 10)
    const refused = refuseMeaning(claim) ?? refuseTime(claim, today) ?? refuseVintage(rows, claim)
    if (refused !== undefined) return refused
    return record({ type: CLAIM_PUBLISHED, body: { id, claim: jsonOf(claim) }, parties: [actor] })
  },
}

/** Whether the words of the claim fit together. */
function refuseMeaning({ indicator, area, kind, unit, base = {} }: Claim): Decision | undefined {
  const known = findIndicator(indicator)
  if (known === undefined) return refusal('unknown_indicator', { indicator })
  if (base.indicator !== undefined && findIndicator(base.indicator) === undefined) {
    return refusal('unknown_indicator', { indicator: base.indicator })
  }
  for (const id of base.area === undefined ? [area] : [area, base.area]) {
    if (findArea(id) === undefined) return refusal('unknown_area', { area: id })
  }
  const fitting = unitsOf(kind, known)
  if (!fitting.includes(unit)) return refusal('unit_does_not_fit', { unit, fitting })
  const missing = missingBase(kind, base)
  return missing === undefined ? undefined : refusal('base_missing', { kind, missing })
}

function refuseTime({ date }: Claim, today: string): Decision | undefined {
  const from = date.slice(0, 10)
  return from <= today ? undefined : refusal('published_in_future', { date: from, today })
}

function refuseVintage(rows: Reader, claim: Claim): Decision | undefined {
  if (claim.vintage === undefined) return undefined
  const missing = claim.vintage - 1
  const before = rows.get(claimTable, idOfVintage(claim, missing))
  return before === undefined ? refusal('vintage_skipped', { missing }) : undefined
}

function refusal(type: ClaimRefusal, params: JsonObject): Decision {
  return refuse(type, params)
}

/** The claim as plain JSON, without members that are there but undefined. */
export function jsonOf({ base, source, ...rest }: Claim): JsonObject {
  return {
    ...defined(rest),
    source: { ...source },
    ...(base === undefined ? {} : { base: defined(base) }),
  }
}

type Plain = string | number | true | readonly string[]

function defined(members: Readonly<Record<string, Plain | undefined>>): JsonObject {
  const json: Record<string, Plain> = {}
  for (const [name, value] of Object.entries(members)) if (value !== undefined) json[name] = value
  return json
}

/** The units of kinds that have one of their own; the others are in the indicator's. */
const KIND_UNITS: Partial<Record<Kind, Unit>> = {
  share: 'ratio',
  change_pct: 'ratio',
  avg_growth: 'ratio',
  change_multiple: 'times',
  multiple_of_base: 'times',
  multiple_of_peer: 'times',
  rank: 'rank',
}

function unitsOf(kind: Kind, indicator: Indicator): readonly Unit[] {
  const unit = KIND_UNITS[kind] ?? indicator.unit
  // Sources restate yuan in dollars; the rate is theirs.
  return unit === 'CNY' ? ['CNY', 'USD'] : [unit]
}

/** What a kind means nothing without. */
const BASES: Partial<Record<Kind, readonly (keyof Base)[]>> = {
  change_abs: ['period'],
  change_pct: ['period'],
  change_multiple: ['period'],
  avg_growth: ['period'],
  multiple_of_base: ['period'],
  multiple_of_peer: ['area'],
  rank: ['area'],
  share: ['indicator', 'area'],
}

/** The members of the base of which the kind needs one, where it has none. */
function missingBase(kind: Kind, base: Base): readonly string[] | undefined {
  const wanted = BASES[kind]
  if (wanted === undefined || wanted.some((name) => base[name] !== undefined)) return undefined
  return wanted
}

interface Standing {
  readonly id: string
  readonly index: number
  readonly atMs: number
  readonly claim: JsonObject
}

export function rowOf({ id, index, atMs, claim }: Standing): ClaimRow {
  return {
    id,
    entry: index,
    recordedAt: atMs,
    indicator: textIn(claim, 'indicator'),
    area: textIn(claim, 'area'),
    period: textIn(claim, 'period'),
    publisher: textIn(claim, 'publisher'),
    source: textIn(objectIn(claim, 'source'), 'id'),
    claim,
  }
}

export const claimPublished: EventHandler = {
  v: 1,
  apply(rows: Rows, { body, index, atMs }: Recorded) {
    const claim = objectIn(body, 'claim')
    rows.put(claimTable, rowOf({ id: textIn(body, 'id'), index, atMs, claim }))
  },
  measures({ body }: Event, atMs: number) {
    const area = textIn(objectIn(body, 'claim'), 'area')
    const period = formatInstant(atMs + SHANGHAI_OFFSET_MS).slice(0, 7)
    return [{ indicator: CLAIMS_RECORDED, area, period, amount: 1n }]
  },
}

/** How many claims of an area were recorded in a month. */
export const CLAIMS_RECORDED = 'observatory.claims-recorded'

// Facts are read as they were written, not by the schema of today, which may have grown stricter.
function textIn(object: JsonObject, name: string): string {
  const value = object[name]
  assert(typeof value === 'string', `a recorded claim has a ${name}`)
  return value
}

function objectIn(object: JsonObject, name: string): JsonObject {
  const value = object[name]
  assert(value !== undefined && isJsonObject(value), `a recorded claim has a ${name}`)
  return value
}
