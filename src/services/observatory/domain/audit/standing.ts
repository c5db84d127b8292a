/** Whether a figure is told of the day itself: what is there now, and what has been gathered up to it. */
import type { Scene } from './scene.ts'
import type { TimeMention } from './times.ts'
import type { ClaimKind, Quantity } from './types.ts'

const STANDING: ReadonlySet<ClaimKind> = new Set(['level', 'count', 'share'])

/** Whether it is told of the day itself. */
export function isStanding(
  quantity: Quantity,
  { kind, before }: { readonly kind: ClaimKind; readonly before: TimeMention | undefined },
  scene: Scene,
): boolean {
  if (!STANDING.has(kind)) return false
  if (isNow(quantity, scene.text)) return true
  if (HAS_DONE.test(scene.text.slice(0, quantity.start)) && scene.times.length === 0) return true
  return isPresent(quantity, kind, scene) && isOtherClause(before, quantity, scene.text)
}

/** "now has 58 firms", "has so far gathered": as of the day of publication. */
export function isNow({ start, end }: Quantity, text: string): boolean {
  const clause = /[^;]*$/.exec(text.slice(Math.max(0, start - 70), start))?.[0] ?? ''
  if (/^[^;]{0,60}\balready\b/.test(text.slice(end)) || /\balready\b[^,;]*$/.test(clause))
    return true
  return (
    /\b(?:now|currently|at present|presently|so far|to date|up to now|as of today)\b[^,;]*$/i.test(
      clause,
    ) || /^[^,;\d]{0,30} (?:so far|to date|at present|now|today|currently)\b/.test(text.slice(end))
  )
}

/** "It hosts 36 agencies", "34 projects are under construction": a stock in the present tense is of the day. */
function isPresent(
  { start, end, unit, numeral }: Quantity,
  kind: ClaimKind,
  { text }: Scene,
): boolean {
  if (isPrice({ unit, numeral }, text.slice(0, start))) return true
  if (!PRESENT_KINDS.has(kind) || !PRESENT_UNITS.has(unit)) return false
  if (kind !== 'share' && IT_DOES.test(text.slice(0, start))) return true
  const clause = /(?:[^,;]|,\d)*$/.exec(text.slice(0, start))?.[0] ?? ''
  return HAS.test(clause) || isTold(clause, text.slice(end))
}

/** Whether the verb before a figure, or else the one behind it, is in the present tense. */
function isTold(clause: string, after: string): boolean {
  const behind = /^(?:[^,;.]|[.,]\d){1,90}/.exec(after)?.[0]
  const verb = clause.match(TENSED)?.at(-1) ?? behind?.match(TENSED)?.[0]
  return verb !== undefined && PRESENT.test(verb)
}

/** "The fare is 7 yuan". */
function isPrice({ unit, numeral }: Pick<Quantity, 'unit' | 'numeral'>, before: string): boolean {
  return (
    unit === 'CNY' &&
    numeral.exponent === 0 &&
    / (?:is|are|costs?|sells? for) (?:about |around |only )?$/.test(before)
  )
}

/** "It passed 5 billion in 2024, and 34 projects are under way": the time is of the clause before. */
function isOtherClause(
  before: TimeMention | undefined,
  { start }: Quantity,
  text: string,
): boolean {
  return before === undefined || /;|, (?:and|while|but) /.test(text.slice(before.end, start))
}

/** "It has gathered 61 institutions": up to the day, where no other time is said. */
const HAS_DONE =
  /\b(?:has|have) (?!been (?:the|an?)\b)(?:[a-z]+ly )?(?:been )?[a-z]+(?:ed|[wo]n|ought|uilt|et)\b(?:[^,;]|,\d|,? (?:and )?[a-z]+(?:ed|ing)\b){0,140}$/

const PRESENT_KINDS: ReadonlySet<ClaimKind> = new Set(['level', 'count', 'share'])
const PRESENT_UNITS: ReadonlySet<string> = new Set(['count', 'km', 'km2', 'm2', 'percent', 'ratio'])
/** "It sells 350 products". */
const IT_DOES =
  /\b(?:[Ii]t|which|who) (?:also |now |currently )?(?!was\b|has\b|is\b|thus\b|plans\b|aims\b|expects\b|hopes\b|intends\b)[a-z]+[a-rt-z]s [^,;]{0,40}$/

/** Whoever has things has them now; "has built" is another verb. */
const HAS =
  / (?:has|have) (?:a (?:total|fleet|staff) of )?(?:about |around |some |nearly |over |more than )?$/
const PRESENT =
  /^(?:is|are|hosts?|runs?|employs?|operates?|handles?|sorts?|serves?|covers?|spans?|houses?|owns?|fly|flies|holds?|offers?|carr(?:y|ies)|manages?|generates?|produces?|contributes?|accommodates?|boasts?|accounts?|receives?|makes?|live|come|work)$/
const TENSED =
  /(?<![\w-])(?:is|are|hosts?|runs?|employs?|operates?|handles?|sorts?|serves?|covers?|spans?|houses?|owns?|fly|flies|holds?|offers?|carr(?:y|ies)|manages?|generates?|produces?|contributes?|accommodates?|boasts?|accounts?|receives?|makes?|live|come|work|was|were|has|have|had|[a-z]+ed|grew|rose|fell|saw|held|ran)\b(?! of\b)/g
