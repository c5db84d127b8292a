/**
 * Noun phrases without a parser: what stands before the verb that governs a figure, and what stands before
 * the "of" that leads to it. The verbs of press texts are few, so a closed list of them finds the clause.
 */
import { NOUNS_IN_ING } from './nouns.ts'

const REACHING =
  'pass(?:ed|es)|reach(?:ed|es|ing)?|st(?:ood|ands?|anding)|total(?:l?ed|l?ing|s)|br(?:oke|oken|eaks?|eaking)(?= through| past| the)|amount(?:ed|ing|s)|hit(?:s|ting)?|exceed(?:ed|s|ing)?|surpass(?:ed|es|ing)?|topp(?:ed|ing)|(?<=\\b(?:will|would|to|should|could|may) )(?:top|pass|cross)|approach(?:ed|es|ing)|cross(?:ed|ing)|equal(?:l?ed|s)|number(?:ed|s)?(?= (?:about|more|over|some|nearly|\\d))|averag(?:ed|es|ing)|average(?= (?:[a-z]+ )?\\W?\\d)|came|comes?|went|remain(?:ed|s|ing)|stay(?:ed|s|ing)'
const CHANGING =
  'r[io]se|rises|rising|risen|gr(?:ew|ow|ows|own|owing)|increas(?:ed|es|ing)|climb(?:ed|ing)|jump(?:ed|ing)|surg(?:ed|ing)|soar(?:ed|ing)|spik(?:ed|ing)|expand(?:ed|ing|s)|f[ea]ll(?:s|en|ing)?|dropp?(?:ed|ing|s)?|declin(?:ed|ing|es)|decreas(?:ed|ing)|shr[aiu]nk(?:ing)?|doubl(?:ed|ing)|tripl(?:ed|ing)|quadrupl(?:ed|ing)|slow(?:ed|ing)|improv(?:ed|ing)|recover(?:ed|ing)|narrow(?:ed|ing)|leapt|leaped|dipp?(?:ed|ing)|slump(?:ed|ing)|edg(?:ed|ing)|plung(?:ed|ing)|gain(?:ed|ing)|slip(?:s|ped|ping)|dip(?:s|ped|ping)|eas(?:ed|ing)|swell(?:ed|ing)?|balloon(?:ed)|advanc(?:ed|ing)|retreat(?:ed)|tumbl(?:ed|ing)|plummet(?:ed|ing)|sank|widen(?:ed|ing)|lift(?:ed|ing)|boost(?:ed|ing)|strengthen(?:ed)|weaken(?:ed)|inch(?:ed|ing)|accelerat(?:ed|ing)|return(?:s|ed|ing)?(?= to)|multipl(?:ied|ying)'
const SHARING =
  'account(?:ed|s|ing)?(?= for)|contribut(?:ed|es?|ing)|ma(?:ke|de|kes|king)(?= up)|represent(?:ed|s|ing)?|compris(?:ed|es|ing)|constitut(?:ed|es|ing)|occup(?:ied|ies|ying)|rank(?:ed|s|ing)|t(?:ook|akes?|aking)(?: up| in)?'
const BEING = 'was|were|is|are|be|been|being|has|have|had'
const DOING =
  '(?<=\\bsaw (?:its |their |the )?(?:[a-z-]+ ){1,4})(?:gain|increase|climb|jump|surge|soar|expand|drop|decline|decrease|double|triple|hit|exceed)|saw|sees|[a-z]+ed(?= (?:to|at|by|from|up|down)\\b)|peaked|shot|inched|swelled|rebounded|contracted|advanced|met|meets|own(?:s|ed)?|starts?|slid(?:es)?|ranges?|record(?:ed|s|ing)|post(?:ed|s|ing)|regist(?:ered|ering)|receiv(?:ed|es|ing)|handl(?:ed|es|ing)|generat(?:ed|es|ing|e)|yield(?:ed|s|ing)|earn(?:ed|s|ing)|achiev(?:ed|es|ing)|attract(?:ed|s|ing)|complet(?:ed|ing)|invest(?:ed|ing)|sold|sells|built|build|opened|open|employ(?:ed|s)|cover(?:ed|s|ing)|lent|spent|spend|carr(?:ied|ies|ying)|brought|bring(?:s|ing)|offer(?:ed|s|ing)?|attain(?:ed|ing)|realiz(?:ed|ing)|cut|cuts|sav(?:e|ed|es|ing)|rais(?:ed|es|ing|e)|protect(?:ed|s)|collect(?:ed|s)|filed|issu(?:ed|ing)|launch(?:ed|ing)|add(?:ed|s|ing)|set(?= up)|hold(?:s|ing)?|held|host(?:ed|s)|serv(?:ed|es|ing)|produc(?:ed|es|ing)|use[sd]?|need(?:s|ed)?|includ(?:e|ed|es|ing)|lower(?:ed|s)|kept|keep|creat(?:e|ed|es|ing)|sign(?:ed|ing)|pa(?:id|ys?)|help(?:ed|s)|expect(?:ed|s)|aim(?:s|ed)|plan(?:s|ned)|cost(?:s|ing)?(?! of)|t(?:ook|ake|akes|aking) in|fetch(?:ed|es|ing)|charg(?:ed|es)|dr(?:ew|aws?|awn|awing)|welcom(?:ed|es|ing)|unveil(?:ed|ing)|dispatch(?:ed|ing)|transport(?:ed|ing)|shipp(?:ed|ing)(?= )|process(?:ed|ing)(?= )|(?:rak|pull)(?:ed|ing) in|put(?= at)|mov(?:ed?|es)|maintain(?:ed|s|ing)|witness(?:ed|es)|sustain(?:ed|s)|measur(?:ed|es)|r[au]n(?:s|ning)?(?= at)|gather(?:ed|s|ing)|hous(?:es|ed)|boast(?:s|ed|ing)|own(?:s|ed)|contain(?:s|ed)|consum(?:ed|es)|install(?:ed|ing)|rent(?:ed|s)|leas(?:ed|es)|occup(?:y|ies)|rank(?:ed|s)|settl(?:ed|ing)|secur(?:ed|ing)|pledg(?:ed|ing)|allocat(?:ed|ing)|grant(?:ed|ing)|provid(?:ed|es|ing)|treat(?:ed|s)|train(?:ed|s)|recruit(?:ed|s)|hir(?:ed|es)|publish(?:ed|es)|register(?:ed|s)?|deliver(?:ed|s)|export(?:ed|s)(?= [a-z]*\\W?\\d)|import(?:ed)'
const VERB = new RegExp(
  `(?<![\\w-])(?:${[REACHING, CHANGING, SHARING, BEING, DOING].join('|')})(?![\\w-])`,
  'gi',
)
const VERB_ONLY = new RegExp(`^(?:${[REACHING, CHANGING, BEING, DOING].join('|')})$`, 'i')
/** What may stand between a subject and its verb. */
const BETWEEN =
  /\s+(?:(?:(?:is|are|was|were) (?:estimated|projected|forecast|likely|believed|reported|set|on track) to(?: have)?|to have|has|have|had|having|been|is|are|was|were|be|being|will|would|may|can|could|must|should|kept|keeps|continued to|continues to|began to|is expected to|are expected to|also|further|now|already|to|then|alone|once|only|just|even|still|together|thus|both|more than|over|nearly|almost|about)|[a-z]+ly|(?:in|by|during|for|since|at|over|of) (?:the )?(?:same period|period|year|first \w+ (?:months|quarters?)|first half|end of \w+|(?:19|20)\d\d)|last year|this year)$/
const BOUNDARY =
  /[;:()]\s*|\s[\u2014\u2013]\s|--|,\s+(?:and |but |while |with |whereas |as |or |where |when |of which |including )?|\b(?:(?:during|in|through|of|under|by|with|from) which|while|whereas|but|that|where|when|saw|seen|because|whose|so|shows?|showed|said|says|expects?|forecasts?|predicts?)\s+|"/gi
const RELATIVE =
  /(?<!\b(?:with|of|to|from|for|in|on|at|by|than))(?:^|\s)(?:which|who|it|they|this|these|those|that|he|she|we|what|all)$|(?:^|[,;] |\b(?:when|and|but|that) )there$/i
/** A clause between commas behind the subject. */
const ASIDE =
  /,\s+(?:however|though|meanwhile|too|in turn|in comparison|by contrast|in particular),\s*$|,\s+(?:namely|such as|including|among them) [^;]{3,120},\s*$|(?<=\b(?:two|three|four|five|six|seven|eight|nine|ten) [a-z -]{3,40}),\s+(?:[^,;]{2,50}, ){0,6}?[^,;]{2,50},?\s+and [^,;]{2,60},\s*$|,\s+(?:at (?:[^,]|,\d{3}){1,60}|(?:which|who|whose|located|covering|led by|driven by|according to|known as|(?:an?|the|its|their|one of|home to) (?!first |second |(?:[a-z-]+ ){0,2}(?:increase|rise|growth|decrease|decline|drop|gain|jump|surge|fall|reduction)\b)[A-Za-z'-]+|still|now|for (?:its|their) part|opened in|established in|founded in|including|especially|excluding|the (?:core|heart|center|home|gateway|engine|pillar) of)\b(?:[^,]|,(?= (?:and )?[A-Z][\w'-]+(?:,| and ))){3,110}),\s*$/
const PRONOUN = /(?<!\b(?:with|of|to|from|for|in|on|at|by|than))(?:^|\s)(?:it|they)$/i
const ADVERBIAL =
  /^(?:In|During|By|At|From|Since|Compared|With|According|While|As|After|Before|On|Over|Among|Of|Under|Last|This|For|Thanks|Driven|Meanwhile|First|Second|Third|Also|To|Up)\b/

export interface Phrase {
  readonly start: number
  readonly end: number
}

/** What governs a figure: a phrase, the same as the figure before, or nothing that can be named. */
export type Governor = Phrase | 'before' | 'pronoun' | undefined

export interface At {
  /** Where the figure begins, behind its hedge: "topped" and "exceeded" are verbs as well. */
  readonly at: number
  /** Where the verb itself is the figure, as in "doubled". */
  readonly isVerb: boolean
  /** Whether a figure stands before it in the sentence, so that "before" says something. */
  readonly hasPrevious: boolean
}

/** "jumped 62 percent since the hub was set up, to 71,600". */
const SUBORDINATE =
  /(?<=[a-z%\d]) (?:since|after|before|when) [^,;]{3,80}, (?:to|by|and)(?: [a-z]+){0,2} $/
const AHEAD_CHARS = 8

/** The subject of the clause in which a figure stands. */
export function subjectPhrase(text: string, { at, isVerb, hasPrevious }: At): Governor {
  const from = text.lastIndexOf(';', at) + 1
  // Some verbs are known by what follows them, so a little of the figure is looked at, too.
  const until = SUBORDINATE.exec(text.slice(from, at))?.index ?? Number.POSITIVE_INFINITY
  const verbs = [...text.slice(from, at + AHEAD_CHARS).matchAll(VERB)]
    .map(({ index }) => from + index)
    .filter((index) => index < at && index < from + until && !isNoun(text, index))
  const main = verbs.filter((index) => !isInfinitive(text.slice(from, index), verbs.length > 1))
  const ends = isVerb ? [...main, at] : main
  for (const end of ends.toReversed()) {
    const phrase = phraseBefore(text, from, end)
    if (phrase !== 'before' || hasPrevious) return phrase
  }
  return undefined
}

/** "expects the output of the industry to return": the object of the first is the subject of the second. */
const OF_OBJECT =
  /\b(?:expects?|expected|wants?|forecasts?|helps?|helped|allows?|allowed|enables?|enabled) (?:the|its|their|[a-z]+) (?:[a-z'-]+ ){1,7}to $/i

/** "rose by a third to reach" has the subject of "rose". */
function isInfinitive(words: string, hasOther: boolean): boolean {
  return hasOther && /\bto $/.test(words) && hasVerb(words) && !OF_OBJECT.test(words)
}

/** After an article or an adjective of number the same letters are a noun: "a rise", "the cut". */
function isNoun(text: string, at: number): boolean {
  return /\b(?:an?|the|its|their|of|annual|record|total|this|import and|imports and)\s+$/i.test(
    text.slice(0, at),
  )
}

function phraseBefore(text: string, from: number, verbAt: number): Governor {
  let end = verbAt
  for (let next = trimmed(text, from, end); next !== end; next = trimmed(text, from, end))
    end = next
  const before = text.slice(from, end).replace(ASIDE, '')
  end = from + before.length
  if (before.trim() === '') return 'before'
  if (PRONOUN.test(before)) return 'pronoun'
  const meant = relativeOf(text, from, { before, verbAt })
  if (meant !== undefined) return meant
  if (RELATIVE.test(before)) return 'before'
  // A verb that follows a comma or "and" directly has the subject of the verb before it.
  if (/(?:,|\band|\bor|\bbut|\u2014)$/.test(before)) {
    const bare = before.replace(/(?:,|\s+and|\s+or|\s+but|\s*\u2014)+$/, '')
    const aside = /\s\u2014\s([^\u2014]+)$/.exec(bare)
    if (before.endsWith('\u2014') && aside !== null) {
      return { start: from + bare.length - (aside[1] ?? '').length, end: from + bare.length }
    }
    const verb = [...bare.matchAll(VERB)].findLast(({ index }) => !isNoun(text, from + index))
    return verb === undefined ? clipped(text, from, from + bare.length) : 'before'
  }
  return clipped(text, from, end)
}

/** What "which" stands for, in "the service sector, which makes up" and "its digital industry, which earned". */
function relativeOf(
  text: string,
  from: number,
  { before, verbAt }: { readonly before: string; readonly verbAt: number },
): Governor {
  const antecedent = antecedentOf(before)
  if (antecedent !== undefined) return clipped(text, from, from + antecedent.length)
  const earner = earnerOf(before, text.slice(verbAt))
  return earner === undefined ? undefined : { start: from + earner.start, end: from + earner.end }
}

/** "the service sector, which makes up": the words that "which" stands for, unless they are a figure. */
function antecedentOf(before: string): string | undefined {
  const words = /^(.*[^,;\d]{12}), (?:which|who)$/.exec(before)?.[1]
  return words === undefined || hasVerb(words.slice(lastClause(words))) ? undefined : words
}

/** "to lift its digital industry, which earned": who earns is the last that was named. */
function earnerOf(before: string, verb: string): Phrase | undefined {
  const words = /^(.*[^,;\d]{12}),? (?:which|who)$/.exec(before)?.[1]
  if (words === undefined || !EARNING.test(verb)) return undefined
  const start = phraseStart(words, words.length)
  return start === words.length ? undefined : { start, end: words.length }
}

const EARNING =
  /^(?:(?:earn|generat|post|record|produc|employ|creat|attract|handl|welcom|receiv|collect|serv|sold|sell|brought|bring|draw|drew|export|import)[a-z]*)\b/

/** Where the last clause of these words begins. */
function lastClause(words: string): number {
  const match = /^.*(?:[;,] (?:and |while |but )?)/.exec(words)
  return match === null ? 0 : match[0].length
}

function trimmed(text: string, from: number, end: number): number {
  const words = text.slice(from, end)
  const cut = words.trimEnd().replace(BETWEEN, '')
  return from + cut.length
}

/** Back from the end of a phrase to where its clause begins. */
function clipped(text: string, from: number, end: number): Governor {
  const words = text.slice(from, end)
  let start = 0
  const isQuoted = (words.match(/"/g)?.length ?? 0) % 2 === 0
  for (const match of words.matchAll(BOUNDARY)) {
    // A name in quotes is part of the phrase.
    if (isQuoted && match[0] === '"') continue
    const head = words.slice(start, match.index)
    // "the first, second and third trades": commas inside of the subject, with no verb before them.
    const isInside =
      /^,\s+(?:and )?$/.test(match[0]) &&
      head.trim() !== '' &&
      !ADVERBIAL.test(head.trim()) &&
      !hasVerb(head) &&
      /^[^,]{2,60} and /.test(words.slice(match.index + match[0].length))
    if (!isInside) start = match.index + match[0].length
  }
  const and = lastAnd(words.slice(start))
  start += and
  if (words.slice(start).trim() === '') return 'before'
  return { start: from + start, end }
}

/** "X rose and Y" begins anew behind "and", "imports and exports" does not. */
function lastAnd(words: string): number {
  const at = words.lastIndexOf(' and ')
  if (at === -1) return 0
  if (/^ and (?:above|over|older|below|under|more|beyond)\b/.test(words.slice(at))) return 0
  // "goods imported and exported through": what is done twice is one thing.
  if (/\b[a-z]+ed$/.test(words.slice(0, at)) && /^ and [a-z]+ed\b/.test(words.slice(at))) return 0
  // "437 suppliers of batteries, motors and chips": the number is of the subject itself.
  const head = words
    .slice(0, at)
    .replace(/^\W*(?:(?:some|about|over|nearly|more than|another|the) )?[\d,.]+ (?=[a-z])/i, '')
  return hasVerb(head) || /\d|percent|yuan|%/.test(head) ? at + 5 : 0
}

function hasVerb(words: string): boolean {
  return [...words.matchAll(VERB)].some(({ index }) => !isNoun(words, index))
}

const STOPS = new Set(
  (
    'with by to from in on at for a an the its their and or as than that which this these his her was is are ' +
    'were percent yuan worth through into than up down including also of our over about nearly where while'
  ).split(' '),
)
const PAIRS =
  /(?:imports?|exports?|research|wholesale|software|cargo|culture|science|passengers?) and$/i
const WORDS_MAX = 7

/** The words before the "of" that leads to a figure: "prepaid funds of 1.2 billion yuan". */
export function governedPhrase(text: string, at: number): Phrase | undefined {
  const lead =
    /(?:\sof(?: between| from)?|,?\s(?:worth|valued at))(?: an?| the)?(?: (?:total|average|record|estimated|combined) (?:of )?)?\s*$/.exec(
      text.slice(0, at),
    )
  if (lead === null) return undefined
  const end = lead.index
  const start = phraseStart(text, end)
  // "is expected to be worth" is governed by nothing.
  if (start === end || /^(?:be|been|is|are|was|were)$/.test(text.slice(start, end)))
    return undefined
  // "investment by the Chinese side of" is governed by the investment.
  const agent = / by (?:the )?$/.exec(text.slice(0, start))
  const outer = agent === null ? end : agent.index
  const outerStart = agent === null ? start : phraseStart(text, outer)
  return outerStart === outer ? { start, end } : { start: outerStart, end: outer }
}

/** Back over the words of a noun phrase. */
function phraseStart(text: string, end: number): number {
  let start = end
  for (let count = 0; count < WORDS_MAX; count += 1) {
    const match = /([A-Za-z&][\w'&/-]*)\s*$/.exec(text.slice(0, start))
    const word = match?.[1]
    if (match === null || word === undefined) break
    const isPair = word === 'and' && PAIRS.test(text.slice(0, match.index + word.length))
    // What stands right before "of" is a noun, whatever else it may be.
    const isVerb = count > 0 && isDone(word, text.slice(0, match.index))
    if (!isPair && (STOPS.has(word.toLowerCase()) || isVerb)) break
    if (/[,;:.()"]\s*$/.test(text.slice(match.index + word.length, start))) break
    start = match.index
  }
  return start
}

/** "is targeting tax growth of", ", spurring purchases of", "and facilitated investment of". */
function isDone(word: string, before: string): boolean {
  if (VERB_ONLY.test(word)) return true
  if (/^[a-z]+ing$/.test(word) && !NOUNS_IN_ING.test(word))
    return /(?:\b(?:is|are|was|were|be|been|by|and)|,) $/.test(before)
  return /^[a-z]+ed$/.test(word) && !ADJECTIVES_IN_ED.test(word) && /(?:\band|,) $/.test(before)
}

const ADJECTIVES_IN_ED =
  /^(?:registered|contracted|combined|planned|accumulated|fixed|utilized|added|estimated|related|listed|funded|imported|exported|prepaid|unmanned|automated)$/

const ROW =
  /^\W*([A-Za-z][A-Za-z0-9&'()/ -]{2,70}?)\s*(?:[:|\uFF1A]|\s[\u2013\u2014-]\s)\s*(?:(?:about|around|nearly|over|more than|almost|some|up|down|RMB|US|HK|EUR|USD|CNY|[$€¥+-]) ?){0,3}$/

/** "Goods handled: 3.9 million tonnes": a row of a list names what it gives. */
export function rowPhrase(text: string, at: number): Phrase | undefined {
  const match = ROW.exec(text.slice(0, at))
  const words = match?.[1]
  if (match === null || words === undefined || hasVerb(words.replace(/ \w+$/, ''))) return undefined
  const start = match[0].indexOf(words)
  return { start, end: start + words.length }
}

const ACTING =
  /\b(?:cut|cuts|cutting|rais(?:e|es|ed|ing)|increas(?:e|es|ed|ing)|reduc(?:e|es|ed|ing)|lower(?:s|ed|ing)?|improv(?:e|es|ed|ing)|keep(?:s|ing)?|kept|expand(?:s|ed|ing)?|boost(?:s|ed|ing)?|lift(?:s|ed|ing)?|bring(?:s|ing)?|brought|gr[eo]w(?:s|ing)?|push(?:es|ed|ing)?|shorten(?:s|ed|ing)?|maintain(?:s|ed|ing)?|slash(?:ed|es|ing)?|driv(?:e|es|ing)|drove|dragg?(?:s|ed|ing)?|set|sets|setting|pegg?(?:ed)?|puts?|estimat(?:e|es|ed)|valu(?:es|ed)) (?:the |its |their |our )?([A-Za-z][A-Za-z0-9&' -]{2,60}?)(?: down| up)? (?:by|to|at|below|above|within|under|from|past|beyond|over)(?: (?:about|around|nearly|over|more than|at least|almost|some|up to))?\s*$/i

/** What somebody cuts, raises or keeps: "lowered its lending rate by", "cut emissions by". */
export function actedOn(text: string, at: number): Phrase | undefined {
  const match = ACTING.exec(text.slice(0, at))
  const words = match?.[1]
  if (match === null || words === undefined || hasVerb(words) || /fold\b/.test(words))
    return undefined
  const start = match.index + match[0].indexOf(words, match[0].indexOf(' '))
  return { start, end: start + words.length }
}

/** "and services 5 percent", ", with water use down 5 percent": a subject whose verb is not said again. */
const GAPPED =
  /^\)?(?: \([^)]*\))?(?: of (?:that|this|it|the total))?(?: (?:a|per|each|every) (?:year|month)| annually| on average)?(?: (?:in|during|over) (?:the )?(?:first|second|third|last|past|same) [a-z -]{3,24}(?: of)?)?(?: (?:(?:in|of) )?(?:19|20)\d\d| last year| this year)?(?: (?:up|down|more|less|higher|lower))?(?: (?:higher|lower|more|less|up|down|faster|larger) (?:than|on|from) (?:in )?(?:(?:19|20)\d\d|a year (?:ago|earlier|before)|the (?:year before|previous year)|last year))?(?: (?:increase|rise|growth|decrease|decline|drop|gain))?(?: [-\u2013\u2014])?(?:[,;]? (?:and|while|but|with)|[,;]) (?:the |its |their |his )?([A-Za-z][A-Za-z0-9&' -]{2,50}?)(?: (?:for|at|by|to|down|up|from|as))?(?: (?:about|around|nearly|over|more than|almost|some))?\s*$/
const NOT_GAPPED =
  /^(?:in|from|to|of|at|by|on|up|down|over|than|an?|year|compared|or|which|that(?! (?:of|in|from|for)\b)|more|less|about|around|nearly|almost|some|representing|making|accounting|reaching|rising|another|it|its|they|he|she|equivalent|the same|last|this|respectively|further|both|as|for|with|among|including|during|since|only|also|then|now|not|per|just|minus|negative|makes?|made|making)\b/i

/** "followed by finance with 8.8 percent". */
const FOLLOWED =
  /,? (?:and )?followed by (?:the |its )?([A-Za-z][A-Za-z' -]{2,40}?),? (?:with|at|up|by|on)(?: (?:about|around|nearly|over|more than|almost|some))? $/

export function gappedPhrase(text: string, from: number, at: number): Phrase | undefined {
  const between = text.slice(from, at)
  const match = FOLLOWED.exec(between) ?? GAPPED.exec(between)
  const words = match?.[1]
  if (match === null || words === undefined || NOT_GAPPED.test(words) || hasVerb(words)) {
    return undefined
  }
  const start = from + match.index + match[0].lastIndexOf(words)
  return { start, end: start + words.length }
}
