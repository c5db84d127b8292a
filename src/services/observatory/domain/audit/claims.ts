/**
 * From sentences to claims: each figure with its frame. What a clause does not say is taken from the
 * sentence, then from the sentence before, then from the text, and the frame remembers from where.
 */
import { afterSentence, atParagraph } from './carried.ts'
import { type Cell, isHeading, isRule } from './cells.ts'
import type { Layout, Sentence } from './layout.ts'
import { figuresOfRow, type TableScene } from './tables.ts'
import { densityName } from './by-unit.ts'
import { type Around, isFall, kindOf } from './kinds.ts'
import { nounAfter } from './nouns.ts'
import { isLabel, labelsOf } from './labels.ts'
import { isLookingBack, isReportOfEvent } from './looking-back.ts'
import { measuredAs } from './measured.ts'
import { isElsewhere, type Place, placesOf } from './places.ts'
import { type FoundIndicator, numberAt } from './naming.ts'
import { gappedPhrase } from './phrases.ts'
import { indicatorFor } from './what.ts'
import { periodFor } from './when.ts'
import { areaFor } from './where.ts'
import type { Before, Carried, Scene } from './scene.ts'
import { flowTime } from './flows.ts'
import { withoutRepeated } from './headlines.ts'
import { hasUnread, quantitiesOf } from './quantities.ts'
import { chineseQuantitiesOf } from './chinese.ts'
import { subjectsOf } from './subjects.ts'
import { cityOf, topicOf } from './topics.ts'
import { offsetsOf, type PublicationDay, timesOf } from './times.ts'
import type { Claim, ClaimKind, Frame, Quantity } from './types.ts'
import { MONEY } from './units.ts'

const QUALIFIED =
  /\b(?:respectively|adjust(?:ed|ing|ment)|revised|restated|comparable|like-for-like|same-store|excluding|exclusive of|net of|seasonally|in real terms|in (?:US )?(?:dollar|yuan|RMB|local currency) terms|dollar-denominated|yuan-denominated|at constant prices|two-year average|on average over)\b|可比|分别|调整后|不含|剔除/i
/** "12 a month" is no level of a year. */
const RATED =
  /^(?: [a-z-]+){0,2} (?:a|per|each|every) (?:month|week|day|hour|quarter)\b|^(?: [a-z-]+)? (?:monthly|daily|weekly)\b/
const HONGQIAO = /Hongqiao|虹桥/
const HAN = /\p{Script=Han}/gu
const AFTER_CHARS = 80
/** A page of a paper has a tenth of it; relations compare every figure with every other. */
export const CLAIMS_MAX = 500

export function claimsOf(layout: Layout, day: PublicationDay): readonly Claim[] {
  const claims: Claim[] = []
  const places = placesIn(layout)
  const figures = withoutRepeated(layout, layout.sentences.map(figuresIn))
  const found = figures.map((own, at) => ({ figures: own, places: places[at] ?? [] }))
  const topic = topicOf(layout, places)
  const isEvent = isReportOfEvent(layout, day)
  let carried: Carried = {
    topic,
    city: cityOf(places, topic),
    ...(isEvent && { isEvent: true as const }),
  }
  let paragraph = -1
  let counted: Claim | undefined
  let heading: readonly Cell[] = []
  for (const [at, sentence] of layout.sentences.entries()) {
    if (claims.length >= CLAIMS_MAX) break
    if (sentence.paragraph !== paragraph) {
      carried = atParagraph(carried)
      counted = undefined
    }
    paragraph = sentence.paragraph
    const scene = sceneOf(proseOf(sentence), { day, carried, ...found[at] })
    heading = headingAt(sentence, heading)
    const row = figuresOfRow({ cells: sentence.cells, heading }, tableScene(carried))
    if (row.length > 0) {
      for (const figure of row) {
        claims.push({ id: `c${claims.length + 1}`, ...figure, sentence: at, paragraph })
      }
      continue
    }
    let previous: Claim | undefined
    const first = claims.length
    for (const printed of scene.figures) {
      const said = claims.filter((one) => one.paragraph === paragraph)
      const quantity = measuredAs(printed, scene, claims)
      const near = said.at(-1)
      const earlier = claims.length - first > 1 ? claims.at(-2) : undefined
      const money = said.findLast(({ frame }) => frame.unit === 'CNY')
      const context = { scene, previous, earlier, last: claims.at(-1), near, counted, money, said }
      const frame = frameOf(quantity, context)
      const id = `c${claims.length + 1}`
      previous = { id, quantity, frame, sentence: at, paragraph }
      claims.push(previous)
      if (frame.kind === 'count' && !isOrigin(quantity, counted, scene, at)) counted = previous
    }
    const isBack = isLookingBack(claims, first, paragraph)
    carried = afterSentence(carried, scene, { first: claims[first], isBack })
  }
  return claims
}

/** "4,000 exhibitors from 130 countries": what is counted are the exhibitors. */
function isOrigin(
  { start, noun }: Quantity,
  counted: Claim | undefined,
  { text }: Scene,
  at: number,
): boolean {
  return (
    noun !== undefined &&
    counted?.sentence === at &&
    /^ [a-z][^;.]{2,60} (?:from|across|in)(?: [a-z]+){0,2} $/.test(
      text.slice(counted.quantity.end, start),
    )
  )
}

/** "The hub" is that of Hongqiao unless the text is about somewhere else. */
function placesIn({ sentences }: Layout): readonly (readonly Place[])[] {
  const places = sentences.map(({ text }) => placesOf(text))
  const isOfHongqiao =
    sentences.some(({ text }) => HONGQIAO.test(text)) || !places.flat().some(isElsewhere)
  return isOfHongqiao ? places : sentences.map(({ text }) => placesOf(text, false))
}

/** A heading holds for the rows right below it. */
function headingAt({ cells }: Sentence, before: readonly Cell[]): readonly Cell[] {
  if (cells.length === 0) return []
  return isHeading(cells) && !isRule(cells) ? cells : before
}

/** What the rows of a table do not say: what the text spoke of last. */
function tableScene({ local, past, area, topic }: Carried): TableScene {
  return { period: local ?? past, area: area ?? topic?.area }
}

/** A line with bars that is no row of figures is prose, and a bar ends a clause of it. */
function proseOf({ text }: Sentence): string {
  return text.replaceAll(/[|\t]/g, ';')
}

function figuresIn(sentence: Sentence): readonly Quantity[] {
  return figuresOf(proseOf(sentence))
}

function figuresOf(sentence: string): readonly Quantity[] {
  const labels = labelsOf(sentence)
  const plain = plainFiguresOf(sentence)
  const others = plain.filter(
    ({ start, end }) => !labels.some((label) => start < label.end && label.start < end),
  )
  return [...labels, ...others.map((quantity) => sized(quantity, sentence))].toSorted(
    (left, right) => left.start - right.start,
  )
}

/** A sentence may hold both languages; the one of which it has more is read first. */
function plainFiguresOf(sentence: string): readonly Quantity[] {
  const han = sentence.match(HAN)?.length ?? 0
  if (han === 0) return quantitiesOf(sentence)
  const [chinese, english] = [chineseQuantitiesOf(sentence), quantitiesOf(sentence)]
  const isChinese = han * 2 > (sentence.match(/[A-Za-z]/g)?.length ?? 0)
  const [first, second] = isChinese ? [chinese, english] : [english, chinese]
  const others = second.filter(
    ({ start, end }) => !first.some((one) => start < one.end && one.start < end),
  )
  return [...first, ...others]
}

/** A size before a plural is what each of them has at least: four hundred-million-yuan firms. */
function sized(quantity: Quantity, sentence: string): Quantity {
  if (isLabel(quantity, sentence)) return { ...quantity, form: 'label' }
  if (quantity.form !== 'size' || quantity.hedge !== undefined) return quantity
  const noun = nounAfter(sentence.slice(quantity.end))
  if (noun === undefined) return quantity
  return { ...quantity, noun: noun.words, hedge: { words: 'at least', reading: 'at-least' } }
}

interface Said extends Pick<Scene, 'day' | 'carried'> {
  readonly places?: readonly Place[]
  readonly figures?: readonly Quantity[]
}

function sceneOf(text: string, { day, carried, places = [], figures = [] }: Said): Scene {
  return {
    text,
    day,
    carried,
    places,
    figures,
    times: timesOf(text, day),
    offsets: offsetsOf(text),
    hasUnread: hasUnread(text, figures),
    subjects: figures.length === 0 ? [] : subjectsOf(text),
  }
}

interface Context extends Before {
  readonly scene: Scene
}

function frameOf(quantity: Quantity, { scene, ...before }: Context): Frame {
  const { previous } = before
  const restated = restatementOf(quantity, scene.text, previous)
  if (restated !== undefined) return restated
  const subject = indicatorFor(quantity, scene, before)
  const around = aroundOf(quantity, scene, { subject, previous: previous?.frame.kind })
  const kind =
    sizeKind(quantity) ??
    rangeKind(quantity, scene, previous) ??
    gappedKind(quantity, scene, previous) ??
    kindOf(quantity, around)
  const unit = kind === 'density' && quantity.unit === 'CNY' ? 'CNY/km2' : quantity.unit
  const place = areaFor(quantity, scene, previous)
  const time = flowTime(periodFor(quantity, kind, scene, before.said), {
    kind,
    unit,
    subject,
    scene,
    previous,
    near: before.near,
    quantity,
  })
  return {
    kind,
    unit,
    ...subject,
    ...(kind === 'density' && densityName(subject)),
    ...place,
    ...time,
    ...baseOf(kind, around.after, time.basePeriod?.code),
    ...qualifiedBy(scene, around.after),
    isFall: (kind === 'change_pct' || kind === 'change_abs') && isFall(around),
  }
}

/** "Each square kilometer of the area yields 486 million yuan". */
const EACH_KM2 = /\b(?:[Ee]ach|[Ee]very) (?:square kilomet(?:er|re)|sq km)\b[^;]{0,90}$/

/** "Their imports and exports" are those of the firms that were spoken of, and not of the whole area. */
const THEIRS =
  /\b[Tt]heir (?:[a-z-]+ ){0,3}(?:imports?|exports?|trade|output|revenues?|sales|tax(?:es)?|investments?|profits?|income|turnover)\b/

function qualifiedBy(
  { text, hasUnread: isPart }: Scene,
  after: string,
): Pick<Frame, 'isQualified'> {
  const isSaid = QUALIFIED.test(text) || THEIRS.test(text) || RATED.test(after)
  return isPart || isSaid ? { isQualified: true } : {}
}

function aroundOf(
  quantity: Quantity,
  scene: Scene,
  { subject, previous }: { subject: FoundIndicator; previous: ClaimKind | undefined },
): Around {
  const { text, times, offsets } = scene
  const from = text.lastIndexOf(';', quantity.start) + 1
  const hedgeEnd = quantity.start + (quantity.hedge?.words.length ?? 0)
  const after = text.slice(endOfRange(quantity, scene)).slice(0, AFTER_CHARS)
  const nearBase = [...times, ...offsets].some(
    (time) =>
      time.isBase &&
      time.start >= quantity.end &&
      time.start - quantity.end < 40 &&
      !/[,;]/.test(text.slice(quantity.end, time.start)),
  )
  return {
    before: text
      .slice(from, quantity.hedge === undefined ? quantity.start : hedgeEnd)
      .replace(
        /\b(?:over|more than|nearly|almost|about|around|approximately|roughly|some|at least|up to|less than)$/i,
        '',
      ),
    after,
    // What only goes on about a density may be an amount.
    isDensity:
      subject.indicatorFrom === 'clause' &&
      (/per (?:square|sq)|density/i.test(subject.indicator ?? '') ||
        EACH_KM2.test(text.slice(from, quantity.start))),
    isWindow: (periodFor(quantity, 'level', scene).period?.years ?? 1) > 1,
    hasBaseYear: quantity.unit === 'times' && nearBase,
    previous,
  }
}

/** "5-6 percent growth": what stands behind a range is said of both ends. */
function endOfRange({ end, unit }: Quantity, { text, figures }: Scene): number {
  const next = figures.find(({ start }) => start >= end)
  const isRange = next?.unit === unit && /^ ?[-~\u2013] ?$/.test(text.slice(end, next.start))
  return isRange ? next.end : end
}

/** The two ends of "4 to 6 percent" are of one kind. */
function rangeKind(
  { start, unit }: Quantity,
  { text }: Scene,
  previous: Claim | undefined,
): ClaimKind | undefined {
  if (previous === undefined || previous.quantity.unit !== unit) return undefined
  // "narrowed by 57 billion to 501 billion" is a change and a level, and no range.
  if (/\b(?:by|up|down|of)(?: [a-z]+){0,2} $/.test(text.slice(0, previous.quantity.start)))
    return undefined
  const between = text.slice(previous.quantity.end, start)
  return /^ ?(?:-|~|\u2013| to | or )$/.test(between) ? previous.frame.kind : undefined
}

/** "grew by an average of 20.9 percent, foreign trade by 24.1 percent": the verb is not said again. */
function gappedKind(
  quantity: Quantity,
  { text }: Scene,
  previous: Claim | undefined,
): ClaimKind | undefined {
  if (previous?.frame.kind !== 'avg_growth' || previous.quantity.unit !== quantity.unit)
    return undefined
  const phrase = gappedPhrase(text, previous.quantity.end, numberAt(quantity))
  return phrase === undefined ? undefined : previous.frame.kind
}

/** A size word before what is counted says how large each of them is, at least. */
function sizeKind({ form, unit }: Quantity): ClaimKind | undefined {
  return form === 'size' && unit === 'CNY' ? 'level' : undefined
}

/** "(… $440 billion)" behind an amount is the same amount in other money. */
function restatementOf(
  quantity: Quantity,
  text: string,
  previous: Claim | undefined,
): Frame | undefined {
  if (previous === undefined || previous.frame.unit === quantity.unit) return undefined
  if (
    !/^ ?\((?:about |around |roughly |approximately |or |some |equivalent to )?$/.test(
      text.slice(previous.quantity.end, quantity.start),
    )
  )
    return undefined
  const isAlike = [MONEY, LAND].some(
    (units) => units.has(quantity.unit) && units.has(previous.quantity.unit),
  )
  if (!isAlike) return undefined
  return { ...previous.frame, unit: quantity.unit, base: previous.id }
}
const LAND: ReadonlySet<string> = new Set(['km2', 'm2', 'ha', 'mu'])

function baseOf(kind: ClaimKind, after: string, period: string | undefined): { base?: string } {
  const words =
    /^ (?:of|in|times of)? ?(?:the |that of |as (?:much|many|high) as )?((?:[\w'&-]+ ?){1,7})/
      .exec(after)?.[1]
      ?.trim()
  if ((kind === 'share' || kind === 'multiple_of_peer' || kind === 'rank') && words !== undefined)
    return { base: words }
  return period === undefined ? {} : { base: period }
}
