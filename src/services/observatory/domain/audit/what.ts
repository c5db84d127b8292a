/** What a figure measures: its own words, what it is of, the subject of its clause, or what went before. */
import type { Before, Scene } from './scene.ts'
import { objectWords, type Subject, subjectWords } from './subjects.ts'
import type { Claim, Origin, Quantity } from './types.ts'

export interface FoundIndicator {
  readonly indicator?: string
  readonly indicatorId?: string
  readonly indicatorFrom: Origin
}

const CLAUSE_CHARS_MAX = 400

const clauseStart = (text: string, at: number): number =>
  Math.max(
    text.lastIndexOf(';', at),
    text.lastIndexOf(', while ', at),
    text.lastIndexOf('；', at),
  ) + 1

export function indicatorFor(quantity: Quantity, scene: Scene, before: Before): FoundIndicator {
  const { previous, last } = before
  const own = ownWords(quantity, scene.text)
  if (own !== undefined) return own
  if (quantity.form === 'rank') return inherited(previous)
  if (isOfThem(quantity, scene.text)) return inherited(previous ?? last)
  if (isApposed(quantity, scene, previous))
    return { ...inherited(previous), indicatorFrom: 'clause' }
  return (
    objectFor(quantity, scene) ??
    subjectFor(quantity, scene, previous) ??
    inherited(previous ?? continued(last, scene.text))
  )
}

/** What the form of a figure itself names. */
function ownWords({ form, unit, noun, end }: Quantity, text: string): FoundIndicator | undefined {
  if (form === 'label') return { indicator: labelled(end, text), indicatorFrom: 'clause' }
  if (unit === 'km2') {
    return { indicator: 'land area', indicatorId: 'land-area', indicatorFrom: 'clause' }
  }
  return noun === undefined ? undefined : { indicator: noun, indicatorFrom: 'clause' }
}

function objectFor(quantity: Quantity, { text, subjects }: Scene): FoundIndicator | undefined {
  const after = subjects.find(
    ({ start }) =>
      start > quantity.end && /^ (?:of |in |worth of )?$/.test(text.slice(quantity.end, start)),
  )
  if (after !== undefined) return named(after)
  const object = objectOf(quantity, text)
  return object === undefined ? undefined : { indicator: object, indicatorFrom: 'clause' }
}

function subjectFor(
  quantity: Quantity,
  { text, subjects }: Scene,
  previous: Claim | undefined,
): FoundIndicator | undefined {
  const from = clauseStart(text, quantity.start)
  const subject = subjects.findLast(({ start, end }) => start >= from && end <= quantity.start)
  if (subject !== undefined) {
    return isInterrupted(subject, quantity, { text, previous }) ? undefined : named(subject)
  }
  const words = subjectWords(text.slice(from, quantity.end + 12).slice(0, CLAUSE_CHARS_MAX))
  return words === undefined ? undefined : { indicator: words, indicatorFrom: 'sentence' }
}

function named({ name, id }: Subject): FoundIndicator {
  return { indicator: name, ...(id !== undefined && { indicatorId: id }), indicatorFrom: 'clause' }
}

/** ", an increase of 5 percent" goes on about the figure before it. */
function isApposed({ start }: Quantity, { text, subjects }: Scene, previous?: Claim): boolean {
  if (previous === undefined) return false
  const between = text.slice(previous.quantity.end, start)
  const isOwn = subjects.some(
    (subject) => subject.start >= previous.quantity.end && subject.end <= start,
  )
  return !isOwn && APPOSED.test(between)
}

const APPOSED =
  /,? (?:(?:with |representing |marking |which was |which is )?an? (?:[a-z-]+ ){0,3}(?:increase|rise|growth|decrease|decline|drop|jump|gain)|up|down|and|or) (?:of |by |from )?(?:[a-z]+ ){0,2}$/i

/** A sentence that begins with a pronoun goes on about the last figure. */
function continued(last: Claim | undefined, text: string): Claim | undefined {
  return /^(?:It|Its|This|That|They|The (?:figure|number|total|amount|growth|increase|value)|In other words|Up to date|Among them|Of (?:them|these))\b/.test(
    text,
  )
    ? last
    : undefined
}

function isOfThem({ end, unit }: Quantity, text: string): boolean {
  return unit === 'count' && /^ of (?:them|which|these|those)\b/.test(text.slice(end))
}

/** What a magnitude is said to be of: "refers to office building output". */
function labelled(end: number, text: string): string {
  const after = text.slice(end, end + 80)
  const said =
    /^,?"? (?:refers? to|stems? from|means?|stands? for|comes? from) (?:the |its )?([^,;.]{3,60})/.exec(
      after,
    )
  const noun = /^ ([a-z]+(?: [a-z]+)?)/.exec(after)
  return (said ?? noun)?.[1]?.replaceAll('"', '') ?? 'magnitude'
}

/** A count of something else between subject and figure takes the subject over, unless a verb follows. */
function isInterrupted(
  subject: Subject,
  quantity: Quantity,
  { text, previous }: { text: string; previous: Claim | undefined },
): boolean {
  if (previous === undefined || previous.quantity.unit !== 'count') return false
  return (
    previous.quantity.start > subject.end &&
    !/[a-z]+(?:ed|ing|rew|ose)\b/.test(text.slice(previous.quantity.end, quantity.start))
  )
}

function objectOf(quantity: Quantity, text: string): string | undefined {
  if (quantity.unit === 'percent' || quantity.unit === 'ratio' || quantity.unit === 'times')
    return undefined
  const after = text.slice(quantity.end, quantity.end + 80)
  const hyphened =
    quantity.form === 'size' || /^\S+-[a-z]+$/i.test(text.slice(quantity.start, quantity.end))
  const sized = hyphened ? /^ ((?:[a-z-]+ ?){1,3})/.exec(after)?.[1]?.trim() : undefined
  return sized ?? objectWords(after)
}

function inherited(previous: Claim | undefined): FoundIndicator {
  if (previous === undefined) return { indicatorFrom: 'topic' }
  const { indicator, indicatorId } = previous.frame
  return {
    ...(indicator !== undefined && { indicator }),
    ...(indicatorId !== undefined && { indicatorId }),
    indicatorFrom: 'carried',
  }
}
