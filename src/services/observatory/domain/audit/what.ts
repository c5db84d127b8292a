/** What a figure measures: its own words, what it is of, the subject of its clause, or what went before. */
import { hanFor } from './chinese-subjects.ts'
import { continued, headOf, isApposed, rangeEnd } from './apposed.ts'
import { type FoundIndicator, inherited, isRelative, named, namedBy, numberAt } from './naming.ts'
import { nounAfter } from './nouns.ts'
import { onesOf, rateFor, saidOf, valueOf } from './said.ts'
import { containers, densityOf, spaceOf } from './by-unit.ts'
import { labelled, measureOfVerb, objectOf } from './objects.ts'
import { orderedFor } from './ordered.ts'
import {
  actedOn,
  gappedPhrase,
  governedPhrase,
  type Phrase,
  rowPhrase,
  subjectPhrase,
} from './phrases.ts'
import { type Before, firstOf, type Scene } from './scene.ts'
import { onesFor, standingFor } from './standing-for.ts'
import { objectWords } from './subjects.ts'
import type { Claim, Quantity } from './types.ts'
import { isOfWhole, wholeFor, wholeOf } from './wholes.ts'

export function indicatorFor(quantity: Quantity, scene: Scene, before: Before): FoundIndicator {
  const { previous, last } = before
  const found = firstOf(
    () => onesFor(quantity, scene.text, before),
    () => ownWords(quantity, scene.text),
    () => hanFor(quantity, scene, before),
    () => standingFor(quantity, scene.text, before),
    () => orderedFor(quantity, scene, (level) => indicatorFor(level, scene, ALONE)),
    () => ofRange(quantity, scene, before),
    () => ofApposed(quantity, scene, before),
    () => bySyntax(quantity, scene, before),
    () => unitOfCount(quantity),
    () => containers(quantity),
  )
  if (found !== undefined)
    return (
      densityOf(quantity, found, before) ??
      ofEntities(quantity, found, scene) ??
      spaceOf(quantity, found, previous)
    )
  const far = inheritedFar(
    previous ?? continued(last, scene.text),
    nearOf(quantity, before) ?? last,
  )
  return densityOf(quantity, far, before) ?? far
}

const ALONE: Before = {
  previous: undefined,
  earlier: undefined,
  last: undefined,
  near: undefined,
  counted: undefined,
}

function ofRange(quantity: Quantity, scene: Scene, before: Before): FoundIndicator | undefined {
  const end = rangeEnd(quantity, scene)
  if (end === undefined || /\bfrom (?:[a-z]+ )?$/.test(scene.text.slice(0, quantity.start)))
    return undefined
  return (
    ownWords(end, scene.text) ?? governedBy(quantity, scene, before) ?? bySyntax(end, scene, before)
  )
}

function ofApposed(quantity: Quantity, scene: Scene, before: Before): FoundIndicator | undefined {
  if (!isApposed(quantity, scene, before.previous)) return undefined
  const isOther = before.previous?.quantity.unit !== quantity.unit && !isRelative(quantity)
  if (isOther && scene.text.startsWith(' of ', quantity.end)) {
    const object = objectOf(quantity, scene.text)
    if (object !== undefined) return { indicator: object, indicatorFrom: 'clause' }
  }
  return { ...inherited(headOf(before, scene.text)), indicatorFrom: 'clause' }
}

/** "Foreign firms paid 58 percent of the taxes": whose share it is, and of what. */
function ofEntities(
  quantity: Quantity,
  found: FoundIndicator,
  { text }: Scene,
): FoundIndicator | undefined {
  if (!text.startsWith(' of ', quantity.end) || !ENTITIES.test(found.indicator ?? ''))
    return undefined
  const whole = wholeOf(quantity, text)?.indicator
  if (whole === undefined || whole === found.indicator) return undefined
  return { indicator: `${found.indicator}: ${whole}`, indicatorFrom: found.indicatorFrom }
}

const ENTITIES =
  /(?:firms|companies|enterprises|businesses|merchants|makers|manufacturers|investors|providers|shops|brands|tourists|visitors|residents|people)$/i

function nearOf({ unit, noun }: Quantity, { near, counted }: Before): Claim | undefined {
  return unit === 'count' && noun === undefined ? (counted ?? near) : near
}

/** Where nothing names it, a figure goes on about the last of its paragraph; a link through it is no more than a guess. */
function inheritedFar(previous: Claim | undefined, near: Claim | undefined): FoundIndicator {
  if (previous?.frame.indicator !== undefined) return inherited(previous)
  return { ...inherited(near), indicatorFrom: 'topic' }
}

/** "The 104 items": where nothing else names what is counted, its unit does. */
function unitOfCount({ noun }: Quantity): FoundIndicator | undefined {
  return noun === undefined ? undefined : { indicator: noun, indicatorFrom: 'clause' }
}

/** From what is nearest to the figure to what is farthest. */
function bySyntax(quantity: Quantity, scene: Scene, before: Before): FoundIndicator | undefined {
  return firstOf(
    () => governedBy(quantity, scene, before),
    () => passiveFor(quantity, scene.text),
    () => objectFor(quantity, scene),
    () => wholeFor(quantity, scene),
    () => gappedFor(quantity, scene, before.previous),
    () => leadFor(quantity, scene, before),
    () => headFor(quantity, scene),
    () => subjectFor(quantity, scene, before),
    () => wholeOf(quantity, scene.text),
    () => nearestFor(quantity, scene),
  )
}

/** Nouns that say how something is counted, and not what. */
const UNITS_OF_COUNT = /^(?:units|sets|pieces|times|kinds|types|varieties)$/

/** What the form of a figure itself names. */
function ownWords({ form, unit, noun, end }: Quantity, text: string): FoundIndicator | undefined {
  if (form === 'label') return { indicator: labelled(end, text), indicatorFrom: 'clause' }
  if (unit === 'km2') {
    return { indicator: 'land area', indicatorId: 'land-area', indicatorFrom: 'clause' }
  }
  const group =
    noun === undefined && unit === 'count'
      ? groupOf({ end, ...(form && { form }) }, text)
      : undefined
  if (group !== undefined) return { indicator: group, indicatorFrom: 'clause' }
  if (noun !== undefined && UNITS_OF_COUNT.test(noun)) {
    const things = objectWords(text.slice(end + noun.length + 1))
    return things === undefined ? undefined : { indicator: things, indicatorFrom: 'clause' }
  }
  if (noun === undefined) return undefined
  return { indicator: noun, indicatorFrom: 'clause' }
}

/** "102 of the 106 tasks"; "Of the headquarters, 211": the members of what is named beside them. */
function groupOf({ form, end }: Pick<Quantity, 'form' | 'end'>, text: string): string | undefined {
  const behind = text.slice(end)
  const members =
    form === undefined
      ? /^ of (?:the |its |these )?(?:[A-Za-z]+'s? )?(?:top )?\d[\d,.]*/.exec(behind)
      : null
  const whole = members === null ? undefined : nounAfter(behind.slice(members[0].length))
  return whole?.words ?? /^Of (?:the|all|these|its) ([A-Za-z][A-Za-z -]{2,40}),/.exec(text)?.[1]
}

/** What says nothing of its own: revenue of whom is told by the subject. */
const GENERIC =
  /^(?:revenue|income|output|output value|sales|turnover|value|volume|profit|profits|added value|business revenue|operating revenue|operating income|transaction volume)$/i

/** "tax revenue of 39 billion yuan"; an "increase of" goes on about what was spoken of. */
function governedBy(
  quantity: Quantity,
  scene: Scene,
  { previous, near }: Before,
): FoundIndicator | undefined {
  const acted = actedOn(scene.text, numberAt(quantity))
  if (acted !== undefined) return namedBy(acted, scene)
  const row = rowPhrase(scene.text, quantity.start)
  if (row !== undefined) return namedBy(row, scene)
  const phrase = governedPhrase(scene.text, quantity.start)
  if (phrase === undefined) return undefined
  const found = namedBy(phrase, scene)
  if (found === undefined)
    return (
      valueOf(phrase, scene, previous) ??
      ofSubject(quantity, scene, previous) ??
      (near === undefined ? growthOf(quantity, phrase, scene) : undefined)
    )
  return owned(found, scene, phrase.start)
}

/** "Growth of around 5 percent", of its subject where it has one. */
function growthOf(
  quantity: Quantity,
  { start, end }: Phrase,
  scene: Scene,
): FoundIndicator | undefined {
  if (!/\bgrowth$/i.test(scene.text.slice(start, end).trim())) return undefined
  const at = { at: numberAt(quantity), isVerb: false, hasPrevious: false }
  const subject = subjectPhrase(scene.text, at)
  const owner = typeof subject === 'object' ? namedBy(subject, scene) : undefined
  return owner ?? { indicator: 'growth', indicatorFrom: 'sentence' }
}

/** "their revenue grew at an average rate of": a subject that is new since the last figure, else that figure's. */
function ofSubject(
  quantity: Quantity,
  scene: Scene,
  previous: Claim | undefined,
): FoundIndicator | undefined {
  if (previous === undefined) return undefined
  const at = { at: numberAt(quantity), isVerb: false, hasPrevious: true }
  const phrase = subjectPhrase(scene.text, at)
  const isNew = typeof phrase === 'object' && phrase.start >= previous.quantity.end
  return (isNew ? namedBy(phrase, scene) : undefined) ?? inherited(previous)
}

function owned(found: FoundIndicator, scene: Scene, start: number): FoundIndicator {
  if (!GENERIC.test(found.indicator ?? '')) return found
  const at = { at: start, isVerb: false, hasPrevious: false }
  const subject = subjectPhrase(scene.text, at)
  const owner =
    subject === undefined || typeof subject === 'string'
      ? undefined
      : namedBy(subject, scene)?.indicator
  return owner === undefined ? found : { ...found, indicator: `${found.indicator} of ${owner}` }
}

/** "From a base of 4 billion yuan in 2020, services revenue reached …": what follows names it. */
function leadFor(
  quantity: Quantity,
  scene: Scene,
  { previous }: Before,
): FoundIndicator | undefined {
  const { text } = scene
  const comma = text.indexOf(', ', quantity.end)
  if (
    previous !== undefined ||
    comma === -1 ||
    !/^(?:From|Compared with|Up from|After|Having|Despite|Rising|Growing|Surpassing|Exceeding|Breaking|Crossing|Reaching|Topping)\b/.test(
      text,
    )
  )
    return undefined
  const at = scene.figures.find(({ start }) => start > comma)?.start
  if (at === undefined || text.slice(0, quantity.start).includes(',')) return undefined
  const phrase = subjectPhrase(text, { at, isVerb: false, hasPrevious: false })
  return phrase === undefined || typeof phrase === 'string' ? undefined : namedBy(phrase, scene)
}

const HEADED =
  /(?:^|; |, (?:and |while |but |whose |with )| and (?=[a-z]))([A-Za-z][^,;.\d]{2,60}), (?:up|down|rising|falling|increasing|at|an? \w+ of)(?: by)? (?:(?:about|around|nearly|over|more than|almost|some) )?$/

/** "The line to Kunshan, 38 km long, carries …" */
const MEASURED = /^ (?:long|wide|tall|high|deep|in length)\b/

/** "Investment, down 18 percent, dragged growth": what a phrase between commas is about. */
function headFor({ start, end }: Quantity, scene: Scene): FoundIndicator | undefined {
  const match = MEASURED.test(scene.text.slice(end))
    ? /(?:^|; )([A-Za-z][^,;.\d]{2,60}), $/.exec(scene.text.slice(0, start))
    : HEADED.exec(scene.text.slice(0, start))
  const words = match?.[1]
  if (match === null || words === undefined) return undefined
  const from = match.index + match[0].indexOf(words)
  return namedBy({ start: from, end: from + words.length }, scene)
}

function gappedFor(
  quantity: Quantity,
  scene: Scene,
  previous: Claim | undefined,
): FoundIndicator | undefined {
  if (previous === undefined) return undefined
  const phrase = gappedPhrase(scene.text, previous.quantity.end, numberAt(quantity))
  if (phrase === undefined) return undefined
  return thatOf(phrase, { quantity, previous }, scene) ?? namedBy(phrase, scene)
}

function objectFor(quantity: Quantity, scene: Scene): FoundIndicator | undefined {
  const { text, subjects } = scene
  if (isRelative(quantity)) return undefined
  const after = subjects.find(
    ({ start }) =>
      start > quantity.end &&
      /^(?: \([^)]*\))? (?:of |in |worth of )?$/.test(text.slice(quantity.end, start)),
  )
  if (after !== undefined) return owned(named(after), scene, quantity.start)
  const object = objectOf(quantity, text)
  return object === undefined ? undefined : { indicator: object, indicatorFrom: 'clause' }
}

function subjectFor(quantity: Quantity, scene: Scene, before: Before): FoundIndicator | undefined {
  const { previous, last } = before
  const phrase = subjectPhrase(scene.text, {
    at: numberAt(quantity),
    isVerb: quantity.form === 'multiplied',
    hasPrevious: previous !== undefined,
  })
  if (phrase === undefined) return undefined
  const whole = wholeOf(quantity, scene.text)
  if (phrase === 'pronoun')
    return goesOn(quantity, scene, previous)
      ? inherited(previous)
      : (whole ?? newMeasure(quantity, scene, previous) ?? inherited(meantBy(quantity, before)))
  if (phrase === 'before')
    return ofBefore(previous ?? continued(last, scene.text), whole, scene.text)
  return firstOf(
    () => thatOf(phrase, { quantity, previous }, scene),
    () => saidOf(phrase, scene, before),
    () => onesOf(phrase, scene, before),
    () => namedBy(phrase, scene),
    () => whole,
    () => measureOfVerb(quantity, scene.text),
    () => (previous === undefined ? rateFor(phrase, scene, before) : inherited(previous)),
  )
}

/** "Output fell to 402 billion; it still accounts for 67 percent of": of the output. */
function goesOn({ start }: Quantity, { text }: Scene, previous: Claim | undefined): boolean {
  return (
    previous !== undefined &&
    previous.frame.kind !== 'share' &&
    /\bit (?:still |now |alone )?(?:account\w*(?: for)?|ma(?:kes|de) up|represent\w*|contribut\w+)(?: [a-z]+){0,2} $/.test(
      text.slice(previous.quantity.end, start),
    )
  )
}

/** "It took in 14 billion yuan", where the sentence has said of no money before what it is. */
function newMeasure(
  quantity: Quantity,
  { text }: Scene,
  previous: Claim | undefined,
): FoundIndicator | undefined {
  return previous?.quantity.unit === quantity.unit ? undefined : measureOfVerb(quantity, text)
}

/** "9 billion yuan has been invested": the verb behind it says what it is. */
function passiveFor(quantity: Quantity, text: string): FoundIndicator | undefined {
  const isPassive = /^ (?:has|have|had|was|were|will|is|are)\b/.test(text.slice(quantity.end))
  return isPassive ? measureOfVerb(quantity, text) : undefined
}

/** A bare number behind a pronoun counts what was counted; any other goes on about the last figure. */
function meantBy({ unit, noun }: Quantity, { previous, last, counted }: Before): Claim | undefined {
  const isBare = unit === 'count' && noun === undefined
  return (isBare ? counted : undefined) ?? previous ?? last
}

/** "It holds 2 percent of the land and 9 percent of the output": each is a share of its own whole. */
function ofBefore(
  before: Claim | undefined,
  whole: FoundIndicator | undefined,
  text: string,
): FoundIndicator | undefined {
  const isListed = before !== undefined && isOfWhole(before, text)
  if (before === undefined || (isListed && whole !== undefined)) return whole
  return inherited(before)
}

/** "that of the secondary industry": what was measured before, of another. */
function thatOf(
  { start, end }: Phrase,
  { quantity, previous }: { readonly quantity: Quantity; readonly previous: Claim | undefined },
  scene: Scene,
): FoundIndicator | undefined {
  const lead = /^(?:and |while )?(?:that|those) (?:of|in|for|from|with|to|between) (?:the )?/i.exec(
    scene.text.slice(start, end),
  )
  const head = previous?.frame.indicator?.replace(/ of .*$/, '')
  if (lead === null || head === undefined) return undefined
  const owner = namedBy({ start: start + lead[0].length, end }, scene)?.indicator
  if (owner === undefined) return previous === undefined ? undefined : inherited(previous)
  // The number of firms and "that of shops": what is counted is the shops.
  const indicator = quantity.unit === 'count' ? owner : `${head} of ${owner}`
  return { indicator, indicatorFrom: 'clause' }
}

/** Where no verb is known: the last indicator of the lexicon before the figure. */
function nearestFor(quantity: Quantity, { text, subjects }: Scene): FoundIndicator | undefined {
  const from = Math.max(
    text.lastIndexOf(';', quantity.start),
    text.lastIndexOf('；', quantity.start),
  )
  const subject = subjects.findLast(({ start, end }) => start > from && end <= quantity.start)
  return subject === undefined ? undefined : named(subject)
}
