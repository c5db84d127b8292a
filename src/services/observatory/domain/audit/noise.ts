/** Digits that are no figures: dates, durations, ordinals, names, list markers, addresses. */

const MONTH =
  '(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)'
const SPAN =
  '(?:years?|months?|weeks?|days?|hours?|minutes?|seconds?|decades?|quarters?(?! of (?!(?:(?:the|this|last|next|a) )?(?:year|fiscal|20)))|centur(?:y|ies)|nights?)'
const SMALL =
  '(?:\\d+(?:\\.\\d+)?|a|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|hundred|half)'

/** Each is what must not be read as a figure, with the reason that its name gives. */
const NOISE: readonly RegExp[] = [
  // Dates and clocks.
  new RegExp(
    `\\b${MONTH}\\.? \\d{1,2}(?:st|nd|rd|th)?(?:(?:-| to | and )\\d{1,2})?(?:, (?:19|20)\\d\\d)?\\b`,
    'g',
  ),
  new RegExp(`\\b\\d{1,2}(?:st|nd|rd|th)? (?:of )?${MONTH}\\b(?:,? (?:19|20)\\d\\d)?`, 'g'),
  /\b\d{1,2}:\d\d(?::\d\d)?\b/g,
  /\b(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}\b/g,
  /(?<![\d.,$¥€])(?:19|20)\d\ds?(?:-(?:(?:19|20)?\d\d))?(?![\d.]*\d|,\d{3}| ?(?:%|percent|yuan|million|billion|trillion|km|sq|square)|\/)/g,
  // Durations.
  new RegExp(
    `\\b${SMALL}(?:(?:-| to | or )${SMALL})?[ -](?:consecutive |calendar |full |more |and a half |working |straight )?${SPAN}\\b`,
    'gi',
  ),
  /\b(?:aged?|ages?)(?: (?:is|was|of|between|about|around|over|under|group))? \d{1,3}(?:(?:-| to | and )\d{1,3})?\b(?! ?(?:%|percent|million|billion))/gi,
  /\bper \d[\d,]*(?: (?:thousand|million))?\b(?! ?(?:%|percent|yuan|dollars))/gi,
  // Ordinals and names with a number.
  /\b\d+(?:st|nd|rd|th)\b/g,
  /\b(?:No|Nos|Phase|Line|Terminal|Hall|Gate|Exit|Flight|Room|Article|Section|Chapter|Table|Figure|Fig|Step|Grade|Class|Tier|Version|Top|Fortune|Global|Route|Highway|Pier|Building|Vol|Issue|Area|Zone|Highlight|Category|Type)\.? ?\d+(?:\.\d+)?\b/g,
  /\b(?:Fortune|Global|China|World|Forbes)(?:'s)?(?: Top)? \d{2,3}\b/g,
  /(?<=\b[Tt]he )(?:\d+|ten|five) (?:largest|biggest|best|busiest)\b/g,
  /\btop (?:\d+|three|five|ten)\b(?![\d,.]*\d| ?(?:%|percent|hundred|thousand|million|billion|trillion|yuan|km|square))/gi,
  /\b(?:page|phase|line|terminal|hall|level|grade|version|stage|chapter|article)s? \d+\b/g,
  /\b(?!(?:RMB|CNY|USD|EUR|HKD)\d)[A-Za-z]+\d[\w.-]*|(?<![$¥€])(?<!(?:RMB|CNY|USD|EUR|HKD) ?)\b\d+(?:\.\d+)?[A-Z]\b(?!\$)/g,
  // "Boeing 737", "Double 100": a name with its number, unless a unit or a scale follows.
  /(?<=[a-z,"] "?)(?!(?:Some|About|Over|Nearly|Another|The|In|With|From|Of|At|By|And|For|RMB|Last|This|These|Around|Almost|Up|More|January|February|March|April|May|June|July|August|September|October|November|December)\b)[A-Z][a-z]{2,} \d{1,4}\b(?![\d,.]*\d|%| ?(?:percent|yuan|hundred|thousand|million|billion|trillion|km|sq|square|hectare|ton|kilo|mu\b|times|US|dollar|euro)|-(?:\w+-)?(?:yuan|billion|million))/g,
  /\b(?:one-on-one|one-to-one|one-stop|one by one|24\/7|first-class|half-(?:year|hour|day)|first half|second half|half (?:of|a) (?:the |this |last )?(?:year|century|hour|day)|\d+-star)\b/gi,
  /\b(?:Five|Three|Two|Ten)-Year (?:Plan|Action|Program)/gi,
  /\b\w+\.0\b(?! ?(?:%|percent|million|billion|trillion|yuan|times|square|sq|km|hectare|ton))/g,
  new RegExp(
    `(?:^|, )(?:Over|In|During|Across|Through|In the past|Over the past) ${SMALL} (?:editions|sessions|rounds)\\b`,
    'g',
  ),
  // List markers, telephone numbers, addresses.
  /^\s*(?:\(?\d{1,2}[.)、](?=\s)|\(\d{1,2}\))/g,
  /\+?\d{2,4}(?:-\d{3,8}){1,3}\b/g,
  /https?:\/\/\S+|\bwww\.\S+|\S+@\S+/g,
  // Scores, ratios and versions.
  /\b\d+(?:\.\d+){2,}\b|\b\d+:\d+\b|(?<=\d)\+\d+\b/g,
]

export interface Span {
  readonly start: number
  readonly end: number
}

export function noiseOf(sentence: string): readonly Span[] {
  return NOISE.flatMap((pattern) =>
    [...sentence.matchAll(pattern)].map((match) => ({
      start: match.index,
      end: match.index + match[0].length,
    })),
  )
}

export function overlaps(left: Span, right: Span): boolean {
  return left.start < right.end && right.start < left.end
}
