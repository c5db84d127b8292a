/** Of what time a figure is that says none: a flow is of the time that was spoken of, a stock of the day. */
import { firstOf, type Scene } from './scene.ts'
import type { Claim, ClaimKind, Period, Quantity } from './types.ts'
import { MONEY } from './units.ts'
import type { FoundPeriod } from './years.ts'

const NEAR_CHARS = 80

/** "handled 5 million boxes", and not "has handled". */
const ACTED =
  /(?<!\b(?:has|have|had) (?:[a-z]+ )?)\b(?:handled|received|served|hosted|welcomed|processed|attracted|sold|produced|delivered|exported|imported|moved|carried|transported|dispatched|recorded|drew|issued|bunkered|generated|treated) (?:a total of |as many as )?$/

/** "5,310 companies were newly registered": what was done is counted over a time. */
const DONE = /^(?: [a-z-]+){0,7} (?:was|were) (?:[a-z]+ly )?(?!located|based|held|kept)[a-z]+ed\b/

/** What was done on a day of the week was done just before the text. */
const DAY =
  /\bon (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|\b(?:yesterday|today|this (?:week|morning))\b/

/** "Its wharves received 14,300 ships": what is told in the past is of the time that was spoken of. */
const PAST_TOLD =
  /(?<!\b(?:has|have|had|is|are|be|been) (?:[a-z]+ )?)\b(?:rose|grew|fell|climbed|jumped|soared|surged|increased|expanded|dropped|declined|reached|totaled|totalled|hit|exceeded|surpassed|topped|stood at|amounted to|came to|equaled|handled|received|attracted|accounted for|contributed|generated|brought in|took in|earned|signed|posted|recorded)\b(?:[^,;\d]{0,30}| from [^;]{3,50} to (?:[a-z]+ ){0,2})$/

function isPastTold({ kind, scene: { text }, quantity: { start } }: Flow): boolean {
  const isStock = kind === 'count' || kind === 'level' || kind === 'share'
  return isStock && PAST_TOLD.test(text.slice(0, start)) && !DAY.test(text)
}

const MOVED: ReadonlySet<string> = new Set(['TEU', 't', 'kg', 'm3', 'kWh'])
const FLOW =
  /revenue|income|sales|output|gdp|econom|trade|exports|imports|investment|tax|turnover|volume|added value|expenditure|spending|profit|premium|earnings|takings|receipts|consumption|financing|purchases/i

export interface Flow {
  readonly kind: ClaimKind
  readonly unit: string
  readonly subject: { readonly indicator?: string }
  readonly scene: Scene
  readonly previous: Claim | undefined
  readonly near: Claim | undefined
  readonly quantity: Quantity
}

/** A flow without a time is of the time that the text spoke of last, and not of its day. */
export function flowTime(time: FoundPeriod, flow: Flow): FoundPeriod {
  const elliptic = ellipticTime(flow)
  if (elliptic !== undefined) return { ...time, ...elliptic }
  if (time.periodFrom !== 'topic' || time.period === undefined) return time
  if (flow.scene.carried.isEvent === true) return time
  const period = firstOf(
    () => (flow.kind !== 'share' && isPastTold(flow) ? flow.scene.carried.past : undefined),
    () => sharedTime(flow),
    () => (isFlow(flow) || isPastTold(flow) ? flow.scene.carried.past : undefined),
  )
  return period === undefined ? time : { ...time, period }
}

/** A share is of the time of its amount, and a figure without a time of that of another without one. */
function sharedTime({ kind, previous, near, quantity, scene }: Flow): Period | undefined {
  if (isRisen(previous, quantity, scene.text)) return undefined
  const isShare = kind === 'share'
  if (!isShare && previous?.frame.periodFrom !== 'topic') return undefined
  const end = (previous ?? (isShare ? near : undefined))?.frame.period
  return end === undefined ? undefined : endOf(end)
}

/** "rose from 8.9% in 2020 to 10.8%": the second is of another time. */
function isRisen(previous: Claim | undefined, { start }: Quantity, text: string): boolean {
  if (previous === undefined || !/ to (?:[a-z]+ )?$/.test(text.slice(previous.quantity.end, start)))
    return false
  return /\bfrom (?:[a-z]+ )?$/.test(text.slice(0, previous.quantity.start))
}

function ellipticTime(flow: Flow): FoundPeriod | undefined {
  const { previous, quantity, scene } = flow
  const isThat =
    previous !== undefined &&
    /^[^;\d]{0,60}, (?:that is|which is|i\.e\.) (?:[a-z]+ ){0,2}$/.test(
      scene.text.slice(previous.quantity.end, quantity.start),
    )
  if (isThat) return sameTime(previous)
  return flow.previous !== undefined && isElliptic(flow) ? sameTime(flow.previous) : undefined
}

function sameTime({ frame: { period, periodFrom } }: Claim): FoundPeriod {
  return { ...(period && { period }), periodFrom }
}

/** "62 of them are from Europe and 41 from Japan": no verb stands between. */
function isElliptic({ kind, quantity, previous, scene: { text, times } }: Flow): boolean {
  if (kind !== 'count' || quantity.noun !== undefined) return false
  if (previous?.frame.kind !== 'count' || previous.frame.periodFrom !== 'clause') return false
  const [from, to] = [previous.quantity.end, quantity.start]
  const isTimed = times.some(({ start }) => start >= from && start < quantity.end + NEAR_CHARS)
  return !isTimed && /^[^;.]{0,60}(?:,|,? and) $/.test(text.slice(from, to))
}

function isDone(text: string, { start, end }: Quantity): boolean {
  return ACTED.test(text.slice(0, start)) || DONE.test(text.slice(end))
}

function isFlow({ kind, unit, subject, scene: { text }, quantity }: Flow): boolean {
  if (kind === 'count' || MOVED.has(unit)) return isDone(text, quantity) && !DAY.test(text)
  return kind === 'level' && MONEY.has(unit) && FLOW.test(subject.indicator ?? '')
}

/** A window stands for its last year. */
export function endOf(period: Period): Period {
  if ((period.years ?? 1) === 1 && !period.code.includes('->')) return period
  return { from: period.to, to: period.to, code: String(period.to), anchor: period.anchor }
}
