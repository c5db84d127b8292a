/**
 * From sentences to claims: each figure with its frame. What a clause does not say is taken from the
 * sentence, then from the sentence before, then from the text, and the frame remembers from where.
 */
import { type Cell, isHeading, isRule } from './cells.ts'
import type { Layout, Sentence } from './layout.ts'
import { figuresOfRow, type TableScene } from './tables.ts'
import { type Around, isFall, kindOf } from './kinds.ts'
import { nounAfter } from './nouns.ts'
import { isLabel, labelsOf } from './labels.ts'
import { IN_SHANGHAI, isDistrict, OTHER_CITIES, type Place, placesOf } from './places.ts'
import { indicatorFor } from './what.ts'
import { isBaseTime, periodFor } from './when.ts'
import { areaFor, isReference } from './where.ts'
import type { Before, Carried, Scene } from './scene.ts'
import { quantitiesOf } from './quantities.ts'
import { chineseQuantitiesOf } from './chinese.ts'
import { subjectsOf } from './subjects.ts'
import { offsetsOf, type PublicationDay, timesOf } from './times.ts'
import type { Claim, ClaimKind, Frame, Period, Quantity } from './types.ts'

const QUALIFIED =
  /\b(?:respectively|adjust(?:ed|ing|ment)|revised|restated|comparable|like-for-like|same-store|excluding|exclusive of|net of|seasonally|in real terms|at constant prices|two-year average|on average over)\b|可比|分别|调整后|不含|剔除/i
const HAN = /\p{Script=Han}/gu
const AFTER_CHARS = 80
/** A page of a paper has a tenth of it; relations compare every figure with every other. */
export const CLAIMS_MAX = 500

export function claimsOf(layout: Layout, day: PublicationDay): readonly Claim[] {
  const claims: Claim[] = []
  const topic = topicOf(layout)
  let carried: Carried = { topic, city: cityOf(layout, topic) }
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
    // A line with bars that is no row of figures is prose, and a bar ends a clause of it.
    const text = sentence.text.replaceAll(/[|\t]/g, ';')
    const scene = sceneOf({ ...sentence, text }, day, carried)
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
    for (const quantity of scene.figures) {
      const near = claims.at(-1)?.paragraph === paragraph ? claims.at(-1) : undefined
      const earlier = claims.length - first > 1 ? claims.at(-2) : undefined
      const context = { scene, previous, earlier, last: claims.at(-1), near, counted }
      const frame = frameOf(quantity, context)
      const id = `c${claims.length + 1}`
      previous = { id, quantity, frame, sentence: at, paragraph }
      claims.push(previous)
      if (frame.kind === 'count') counted = previous
    }
    carried = afterSentence(carried, scene, claims[first])
  }
  return claims
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

function sceneOf({ text }: Sentence, day: PublicationDay, carried: Carried): Scene {
  const figures = figuresOf(text)
  return {
    text,
    day,
    carried,
    times: timesOf(text, day),
    offsets: offsetsOf(text),
    places: placesOf(text),
    subjects: figures.length === 0 ? [] : subjectsOf(text),
    figures,
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
    sizeKind(quantity) ?? rangeKind(quantity, scene, previous) ?? kindOf(quantity, around)
  const unit = kind === 'density' && quantity.unit === 'CNY' ? 'CNY/km2' : quantity.unit
  const place = areaFor(quantity, scene, previous)
  const time = flowTime(periodFor(quantity, kind, scene), {
    kind,
    unit,
    subject,
    scene,
    previous,
    quantityEnd: quantity.end,
  })
  return {
    kind,
    unit,
    ...subject,
    ...place,
    ...time,
    ...baseOf(kind, around.after, time.basePeriod?.code),
    ...(QUALIFIED.test(scene.text) && { isQualified: true as const }),
    isFall: (kind === 'change_pct' || kind === 'change_abs') && isFall(around),
  }
}

/** "5,310 companies were newly registered": what was done is counted over a time. */
const DONE = /^(?: [a-z-]+){0,7} (?:was|were) (?:[a-z]+ly )?(?!located|based|held|kept)[a-z]+ed\b/

/** What was done on a day of the week was done just before the text. */
const DAY =
  /\bon (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|\b(?:yesterday|today|this (?:week|morning))\b/

const FLOW =
  /revenue|income|sales|output|gdp|trade|exports|imports|investment|tax|turnover|volume|added value/i

interface Flow {
  readonly kind: ClaimKind
  readonly unit: string
  readonly subject: { readonly indicator?: string }
  readonly scene: Scene
  readonly previous: Claim | undefined
  readonly quantityEnd: number
}

/** A flow without a time is of the time that the text spoke of last, and not of its day. */
function flowTime(time: ReturnType<typeof periodFor>, flow: Flow): ReturnType<typeof periodFor> {
  if (time.periodFrom !== 'topic') return time
  const end = flow.previous?.frame.period
  if (end !== undefined && goesOnWith(time, flow)) return { ...time, period: endOf(end) }
  const { past } = flow.scene.carried
  if (past === undefined || time.period === undefined || !isFlow(flow)) return time
  return { ...time, period: past }
}

/** A share is of the time of its amount, and a figure without a time of that of another without one. */
function goesOnWith({ period }: ReturnType<typeof periodFor>, { kind, previous }: Flow): boolean {
  return kind === 'share' || (previous?.frame.periodFrom === 'topic' && period !== undefined)
}

function isFlow({ kind, unit, subject, scene: { text }, quantityEnd }: Flow): boolean {
  if (kind === 'count') return DONE.test(text.slice(quantityEnd)) && !DAY.test(text)
  return kind === 'level' && MONEY.has(unit) && FLOW.test(subject.indicator ?? '')
}

/** A window stands for its last year. */
function endOf(period: Period): Period {
  if ((period.years ?? 1) === 1) return period
  return { from: period.to, to: period.to, code: String(period.to), anchor: period.anchor }
}

function aroundOf(
  quantity: Quantity,
  scene: Scene,
  { subject, previous }: { subject: { indicator?: string }; previous: ClaimKind | undefined },
): Around {
  const { text, times, offsets } = scene
  const from = text.lastIndexOf(';', quantity.start) + 1
  const hedgeEnd = quantity.start + (quantity.hedge?.words.length ?? 0)
  const after = text.slice(quantity.end, quantity.end + AFTER_CHARS)
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
    isDensity: /per (?:square|sq)|density/i.test(subject.indicator ?? ''),
    isWindow: (periodFor(quantity, 'level', scene).period?.years ?? 1) > 1,
    hasBaseYear: quantity.unit === 'times' && nearBase,
    previous,
  }
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
export const MONEY: ReadonlySet<string> = new Set(['CNY', 'USD', 'EUR', 'HKD', 'JPY'])

function baseOf(kind: ClaimKind, after: string, period: string | undefined): { base?: string } {
  const words =
    /^ (?:of|in|times of)? ?(?:the |that of |as (?:much|many|high) as )?((?:[\w'&-]+ ?){1,7})/
      .exec(after)?.[1]
      ?.trim()
  if ((kind === 'share' || kind === 'multiple_of_peer' || kind === 'rank') && words !== undefined)
    return { base: words }
  return period === undefined ? {} : { base: period }
}

/** What the text is about: the area that it names most often; "the district" counts for the last one named. */
function topicOf({ sentences }: Layout): Place | undefined {
  const counts = new Map<string, { readonly place: Place; count: number }>()
  let named: Place | undefined
  for (const { text } of sentences) {
    for (const place of placesOf(text)) {
      if (place.isPlace || NO_TOPIC.has(place.area)) continue
      if (isDistrict(place)) named = place
      const meant = place.stands === 'district' && named !== undefined ? named : place
      const known = counts.get(meant.area)
      if (known === undefined) counts.set(meant.area, { place: meant, count: 1 })
      else known.count += 1
    }
  }
  const [best] = [...counts.values()].toSorted((left, right) => right.count - left.count)
  return best?.place
}

const NO_TOPIC: ReadonlySet<string> = new Set([
  'CHINA',
  'SHANGHAI',
  'YRD',
  'the city',
  'the area',
  'the zone',
])

/** "The city" of a text: the one that it names, or the one in which the districts that it names lie. */
function cityOf({ sentences }: Layout, topic: Place | undefined): string | undefined {
  const areas = new Set(sentences.flatMap(({ text }) => placesOf(text)).map(({ area }) => area))
  const others = [...areas].filter((area) => OTHER_CITIES.has(area))
  if (topic !== undefined && OTHER_CITIES.has(topic.area)) return topic.area
  if (areas.has('SHANGHAI') || others.length > 1)
    return areas.has('SHANGHAI') ? 'SHANGHAI' : undefined
  return others[0] ?? ([...areas].some((area) => IN_SHANGHAI.has(area)) ? 'SHANGHAI' : undefined)
}

/** A new paragraph keeps what the text is about and the last window, not the subject of the last. */
function atParagraph({ topic, city, window, named, local, past }: Carried): Carried {
  return { topic, city, window, named, past: local ?? past }
}

function afterSentence({ topic, city, ...carried }: Carried, scene: Scene, first?: Claim): Carried {
  const { times, places } = scene
  const window = times.findLast(isWindow)?.period ?? carried.window
  const local = localOf(scene) ?? carried.local
  const named =
    places.findLast(
      (one) => isDistrict(one) && !isPart(one, scene.text) && !isReference(scene.text, one),
    ) ?? carried.named
  // An area is carried to the next sentence only; further on the text itself is what is spoken of.
  const area = carriedArea(places, first?.frame.area)
  const place = places.find(({ isPlace }) => isPlace)?.area ?? (first ? carried.place : undefined)
  return { topic, city, window, local, past: carried.past, named, area, place }
}

function isWindow({ period, isBase }: Scene['times'][number]): boolean {
  return !isBase && (period.years ?? 1) > 1
}

/** "In the Minhang part": the next sentence is about the whole again. */
function isPart({ end }: Place, text: string): boolean {
  return /^ (?:part|section|portion|side)\b/.test(text.slice(end))
}

/** A single building or street is not what the next sentence is about. */
function carriedArea(places: readonly Place[], ofFigure: string | undefined): string | undefined {
  if (places.some(({ isPlace, area }) => isPlace && area === ofFigure)) return undefined
  return ofFigure ?? places.find(({ isPlace, stands }) => !isPlace && stands === undefined)?.area
}

/** The first time of a sentence is what it is about; a window stands for its last year. */
function localOf(scene: Scene): Period | undefined {
  const { year } = scene.day
  // What is planned for a later year says nothing about the figures of the next sentence.
  const past = scene.times.filter((time) => !isBaseTime(time, scene) && time.period.to <= year)
  const period = past.toSorted((left, right) => right.period.to - left.period.to)[0]?.period
  return period === undefined ? undefined : endOf(period)
}
