/** Figures that stand for what was spoken of before: "12 of them", "43 more than last year's 120", a rank. */
import { headOf, isCompared, isIncluded, isOfThem, isOfWhich, isSubject } from './apposed.ts'
import { type FoundIndicator, inherited } from './naming.ts'
import { nounAfter } from './nouns.ts'
import { type Before, firstOf } from './scene.ts'
import type { Claim, Quantity } from './types.ts'

/** "including 28 ocean-going ones": of what was counted before. */
export function onesFor(
  quantity: Quantity,
  text: string,
  { previous, counted }: Before,
): FoundIndicator | undefined {
  if (hasRisenTo(quantity, text, previous)) return inherited(previous)
  if (previous !== undefined && isMoreThan(quantity, text)) return inherited(counted ?? previous)
  return /(?:^| )ones$/.test(quantity.noun ?? '') ? inherited(previous ?? counted) : undefined
}

/** A rank, "12 of them", and a share that is a subject go on about what was spoken of. */
export function standingFor(
  quantity: Quantity,
  text: string,
  before: Before,
): FoundIndicator | undefined {
  const { previous, last } = before
  if (isOfWhich(quantity, text))
    return whatTheyAre(quantity, text, inherited(wholeOfWhich(quantity, text, before)))
  if (quantity.form === 'rank') return inherited(previous)
  if (isSubject(quantity, text)) return membersFor(text, before)
  const head = firstOf(
    () => (isCompared(quantity, text) ? previous : undefined),
    () => (isIncluded(quantity, text) ? (previous ?? last) : undefined),
    () => (isOfThem(quantity, text) ? memberOf(quantity, before) : undefined),
  )
  return head === undefined ? undefined : inherited(head)
}

/** "512 projects with an investment of 214 billion, of which 148": of the projects. */
function wholeOfWhich({ unit }: Quantity, text: string, before: Before): Claim | undefined {
  const head = headOf(before, text)
  const isCounted = unit === 'count' && head?.frame.kind !== 'count'
  return (isCounted ? before.counted : undefined) ?? head ?? before.counted ?? before.last
}

/** "52,000 more than a year ago": of what was counted before. */
function isMoreThan({ end, unit, noun }: Quantity, text: string): boolean {
  return (
    unit === 'count' &&
    noun === undefined &&
    /^ (?:more|fewer|less) than (?:a year|in|at|last|the (?:year|end|same|previous))\b/.test(
      text.slice(end),
    )
  )
}

/** "Car exports soared 62.5 percent to 585,000 vehicles": so many exports. */
function hasRisenTo({ start, unit }: Quantity, text: string, previous: Claim | undefined): boolean {
  return (
    unit === 'count' &&
    previous?.frame.kind === 'change_pct' &&
    / to (?:(?:about|around|nearly|over|more than|almost|some|a record) )?$/.test(
      text.slice(previous.quantity.end, start),
    ) &&
    !/[,;]/.test(text.slice(previous.quantity.end, start))
  )
}

/** "64 projects, with an investment of 118 billion, and 19 of them": of the projects. */
function memberOf({ unit }: Quantity, { previous, counted, last }: Before): Claim | undefined {
  const isCount = unit === 'count' && previous !== undefined && previous.frame.kind !== 'count'
  return (isCount ? counted : undefined) ?? previous ?? counted ?? last
}

function membersFor(text: string, { counted, previous, last }: Before): FoundIndicator {
  const members = MEMBERS.exec(text)?.[1]
  return members === undefined
    ? inherited(counted ?? previous ?? last)
    : { indicator: members, indicatorFrom: 'clause' }
}

/** "enterprises, of which 1,340 are high-tech firms". */
function whatTheyAre({ end, unit }: Quantity, text: string, whole: FoundIndicator): FoundIndicator {
  const are = unit === 'count' ? /^ (?:are|were)(?= )/.exec(text.slice(end)) : null
  const noun = are === null ? undefined : nounAfter(text.slice(end + are[0].length))
  if (noun === undefined) return whole
  const of = whole.indicator === undefined ? '' : `${whole.indicator}: `
  return { indicator: `${of}${noun.words}`, indicatorFrom: 'clause' }
}

/** "Among the tenants, 62 percent hold a degree". */
const MEMBERS = /^(?:Of|Among) (?:the|all|these|its|their) ([a-z][a-z -]{2,40}),/
