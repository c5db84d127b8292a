/** What sort of figure it is: told by the verb before it, the words after it, and the unit. */
import type { ClaimKind, Quantity } from './types.ts'

const RISE =
  'grew|grow|grows|growing|grown|increas(?:e|es|ed|ing)|r[io]se|risen|rising|rises|jump(?:ed|ing|s)?|surg(?:e|ed|ing)|soar(?:ed|ing)?|climb(?:ed|ing)?|expand(?:ed|ing)?|spik(?:ed|ing|e)|gain(?:ed|s)?|growth|increment|expansion|rise|leap(?:ed|t)?|rocketed|skyrocketed|added|swell(?:ed|ing)?|swollen|balloon(?:ed)?|advanc(?:ed|ing)|rebound(?:ed|ing)?|recover(?:ed|ing)?|strengthen(?:ed)?|widen(?:ed|ing)?|lift(?:ed|ing)?|boost(?:ed|ing)?|edg(?:ed|ing) up|inch(?:ed|ing)|shot'
/** "Set up 12 offices" is no rise; "sales are up 12 million" is one. */
const UP =
  '(?<=(?:^|[,;:(\\u2013\\u2014-]|\\b(?:is|was|were|are|been|went|moved|edged|inched|ticked|shot|crept|yuan|percent|million|billion|trillion|year|on-year|dollars|sales|exports|imports|revenues?|output|profits?|takings|deposits|loans|trade|investment|turnover|volume|\\d+))\\s)up'
/** Before a rate it is, unless it belongs to another verb. */
const PLAIN_UP =
  '(?<!\\b(?:ma[dk]e|makes|making|take|takes|taking|took|set|sets|signed|opened|picked|drawn|drew|built|ended|wound|gave|backed|lined|rolled|buy|bought|use|used) )up'
const FALL =
  'fell|fall(?:en|ing|s)?|drop(?:ped|ping|s)?|declin(?:e|ed|ing)|decreas(?:e|ed|ing)|down|shr[au]nk|shrinking|slump(?:ed)?|slid|contract(?:ed|ion)|reduc(?:ed|tion|ing)|cut(?:ting|s)?|lower(?:ed)?|slip(?:ped|ping|s)?|dip(?:ped|ping|s)?|eas(?:ed|ing)|shed|retreat(?:ed)?|tumbl(?:ed|ing)|plummet(?:ed|ing)?|plung(?:ed|ing)|sank|sunk|weaken(?:ed)?|narrow(?:ed|ing)|trim(?:med)?|lost|losing'
const CHANGE = new RegExp(
  `(?<![\\w-])(?:${RISE}|${PLAIN_UP}|${FALL})\\b(?! to\\b)(?:[ -](?!to\\b|for\\b|and\\b)[a-z'-]+){0,6}\\s*$`,
  'i',
)
const FALLS = new RegExp(`\\b(?:${FALL})\\b(?:[ -][a-z'-]+){0,6}\\s*$`, 'i')
const DIRECT = new RegExp(
  `\\b(?:${RISE}|${UP}|${FALL})(?: (?:by|of|as much as))?(?: (?:an? )?(?:additional|total of|further))?\\s*$`,
  'i',
)
const SHARE =
  /\b(?:account\w*(?: for)?|represent\w*|shares?(?: of)?|proportion|percentage|ratio|rate|ma[dk]\w+ up|contribut\w+|occup\w+|compris\w+|constitut\w+|responsible for|home to|shouldering|reach\w*)(?:[ -][a-z'-]+){0,4}\s*$/i
const SHARE_AFTER = /^ (?:of|share)\b/i
const CHANGE_AFTER =
  /^(?:,? (?:year[- ](?:on|over)[- ]year|yoy|compared)| (?:increase|growth|rise|decrease|decline|drop|jump|surge|higher|lower|more|less|fewer|up|down|faster|slower|above|below|better|from (?:the |a )?(?:previous|prior|last|year)|(?:over|than) (?:the )?(?:previous|last|20|same)|annual growth))/i
const AVERAGE =
  /\b(?:average annual|annual average|average yearly|compound(?: annual)?(?= growth)|compound annual|annualized|annually averaged|by an average of|average (?:growth|increase|rate)|averaged|averaging)\b[^,;]{0,60}$/i
const AVERAGE_AFTER =
  /^(?: on average)? (?:annually|per year|a year|each year|every year|per annum|yearly|on average|average annual growth|annual growth)\b/i
const CHANGE_NOUN =
  /\b(?:increase|growth|rise|increment|reduction|decrease|decline|addition)\b[^,;\d]{0,90}\b(?:exceed|reach|total|amount|hit|stood|was|surpass|is|approach)[a-z]*(?: to)?\s*$/i
const INCREMENT =
  /\b(?:average annual|annual average|average yearly)\s+(?:increment|increase|addition|rise|gain)\b[^,;]{0,60}$/i
const CHANGE_BY = new RegExp(
  `\\b(?:${RISE}|${FALL}|sav(?:e|ed|ing)|rais(?:e|ed|ing)|exceed(?:ed|s)?|surpass(?:ed|es)?|beat)\\b[^,;]{0,60} by\\s*$`,
  'i',
)
const NEAR_CHARS = 90

export interface Around {
  /** The clause before the figure, hedge included. */
  readonly before: string
  readonly after: string
  readonly isDensity: boolean
  /** Whether the period of the clause is a window of years. */
  readonly isWindow: boolean
  /** Whether a year that a multiple counts from follows. */
  readonly hasBaseYear: boolean
  readonly previous: ClaimKind | undefined
}

const ZH_AVERAGE = /年均[^，。；]{0,8}$/
const ZH_CHANGE =
  /(?:增长|增加|提高|提升|上升|扩大|增至|下降|减少|降低|回落|增幅|增速|同比)(?:了|约|为|达|达到|超过|近)*$/
const ZH_SHARE = /(?:占|比重|比例|占比|贡献|份额)[^，。；\d]{0,12}$/

function chineseChange(unit: string, isRate: boolean): ClaimKind {
  if (isRate) return 'change_pct'
  return unit === 'times' ? 'change_multiple' : 'change_abs'
}

/** Chinese says the kind right before the figure, or right behind "占". */
function chineseKind({ unit }: Quantity, before: string): ClaimKind | undefined {
  if (!/\p{Script=Han}/u.test(before)) return undefined
  if (unit === 'times' && /是[^，。；]{0,12}(?:19|20)\d\d年[^，。；]{0,4}$/.test(before))
    return 'multiple_of_base'
  const isRate = unit === 'percent' || unit === 'ratio'
  if (isRate && ZH_AVERAGE.test(before)) return 'avg_growth'
  // "增至360亿" is where it has come to, and no rise.
  if (/[至到](?:了|约|近|超过|超)*$/.test(before)) return undefined
  if (ZH_CHANGE.test(before)) return chineseChange(unit, isRate)
  return isRate && ZH_SHARE.test(before) ? 'share' : undefined
}

/** "rose by 219 in four years, or about 55 a year". */
function isYearly({ previous, before, after }: Around): boolean {
  return (
    previous === 'change_abs' &&
    /,? (?:or|that is|averaging|an average of)(?: (?:an average of|some))?(?: [a-z]+)? ?$/.test(
      before,
    ) &&
    AVERAGE_AFTER.test(after)
  )
}

const FORMS: Partial<Record<NonNullable<Quantity['form']>, ClaimKind>> = {
  rank: 'rank',
  multiplied: 'change_multiple',
  label: 'label',
}

export function kindOf(quantity: Quantity, around: Around): ClaimKind {
  const own = quantity.form === undefined ? undefined : FORMS[quantity.form]
  const plain = own ?? chineseKind(quantity, around.before)
  if (plain !== undefined) return plain
  switch (quantity.unit) {
    case 'percent':
    case 'percentage points':
    case 'ratio':
      return rateKind(quantity, around)
    case 'times':
      return timesKind(around)
    case 'count':
      return countKind(around)
    default:
      return amountKind(quantity, around)
  }
}

function countKind(around: Around): ClaimKind {
  if (isYearly(around)) return 'increment_avg'
  const isMore = /^(?: (?!to\b|or\b)[a-z-]+)? (?:more|fewer) than\b/.test(around.after)
  const isChange = DIRECT.test(clauseOf(around)) || isMore
  return isChange && !/\badded\s*$/i.test(around.before) ? 'change_abs' : 'count'
}

export function isFall({ before, after }: Around): boolean {
  if (FALL_AFTER.test(after)) return true
  if (RISE_AFTER.test(after)) return false
  return FALLS.test(before.slice(-NEAR_CHARS)) || /(?:[\s(]-|\bminus\s*)$/.test(before)
}

/** "5 percent lower" and "2 billion less than" are falls, whatever verb stands before. */
const FALL_AFTER =
  /^,? (?:year[- ]on[- ]year )?(?:less|lower|fewer|down|below|smaller|shorter|cheaper|slower|decrease|decline|drop|reduction|fall|cut)\b/i
const RISE_AFTER =
  /^,? (?:year[- ]on[- ]year )?(?:more|higher|up|above|larger|faster|increase|growth|rise|gain|jump|surge)\b/i

function clauseOf({ before }: Around): string {
  return before.slice(-NEAR_CHARS)
}

function rateKind(quantity: Quantity, around: Around): ClaimKind {
  if (quantity.unit === 'percentage points') return 'change_abs'
  const near = clauseOf(around)
  const grew = CHANGE.exec(near)?.index ?? -1
  const hasGrown = grew !== -1 || /growth|increase/i.test(around.after.slice(0, 40))
  if (hasGrown && (AVERAGE.test(near) || AVERAGE_AFTER.test(around.after))) return 'avg_growth'
  if (around.previous === 'change_pct' && OR.test(near) && AVERAGE_AFTER.test(around.after))
    return 'avg_growth'
  return percentKind(near, grew, around)
}

/** "(+6.2%)", and "by 5 percent" wherever nobody owns it. */
const BY =
  /\b(?:r[io]se|grew|grown|increased|climbed|jumped|expanded|fell|dropped|declined)\b[^;]{0,20} from [^;]{2,60} to [^,;]{2,40}, or (?:[a-z]+ )?$|(?:^|[\s(])[+-]$|(?<!\b(?:contributed|accounted|held|owned) )\bby\s*$/

const OR = /,? or (?:[a-z]+ ){0,2}$/

/** "9.4 percent and 8.7 percent more": what stands behind a list is of all of it. */
const LISTED = /^(?:,? and|,) \d[\d.]* ?(?:percent|%)/

/** The nearer of the two verbs decides: a share that grew is a change. */
function percentKind(near: string, grew: number, around: Around): ClaimKind {
  const share = SHARE.exec(near)?.index ?? -1
  if (isOfChange(near, around)) return 'change_pct'
  if (isRateLevel(near, around)) return 'share'
  const after = around.after.replace(LISTED, '')
  if (BY.test(near) || CHANGE_AFTER.test(after) || share < grew) return 'change_pct'
  if (SHARE_AFTER.test(around.after) || share !== -1) return 'share'
  return around.previous === 'change_pct' || around.previous === 'avg_growth'
    ? around.previous
    : 'share'
}

/** "and Anhui's 5.4 percent to 3.67 trillion yuan": a rate that leads to an amount is one of change. */
const RATE_TO = /^ to (?:[a-z]+ ){0,2}(?:US\$|HK\$|RMB ?|[$¥€])?\d[\d,.]*(?![\d,.]| ?(?:percent|%))/

/** "The growth rate is", "grew by 300 million, or 1.7 percent". */
function isOfChange(near: string, { previous, after }: Around): boolean {
  if (RATE_TO.test(after) && !/\bfrom (?:[a-z]+ )?$/.test(near)) return true
  if (/\b(?:growth|increase|decline) rate\b/i.test(near)) return true
  return previous === 'change_abs' && !after.startsWith(' of ') && OR.test(near)
}

/** "rose to 78 percent", "from 31 to 45 percent": a level, unless growth itself is what rose. */
function isRateLevel(near: string, { before, after }: Around): boolean {
  if (/\b(?:growth|increase|expansion)\b/i.test(before) || /^ (?:growth|increase)/.test(after))
    return false
  return (
    /\b(?:to|from)(?: (?:an? )?(?:new |record |low |high |of )*)?\s*$/.test(near) ||
    RATIO_SUBJECT.test(before)
  )
}

/** What is a ratio by its name stands at a percentage. */
const RATIO_SUBJECT =
  /\b(?:rate|ratio|share|proportion|coverage|percentage)(?: of [a-z -]{3,50})? (?:was|is|stood at|reached|stayed|remained|exceeded|hit|came to|has reached)(?: [a-z]+){0,2}\s*$/i

const OF_BASE =
  /^ (?:what (?:it|they) (?:was|were)|(?:the |its |that )?(?:total |combined |whole )?(?:figure|number|level|amount|size|volume|total) (?:in|of|recorded|for|at|a year|a|one year|seen|[a-z]+ed (?:in|at|during|by)))\b/

/** "1.5 times the 2.3 trillion yuan of 2020". */
const OF_LEVEL =
  /^ (?:of )?(?:the |that )?(?:US)?[$¥]?\d[\d,.]*(?:[ -][a-z]+){0,4},? (?:(?:of|in|for|at|by|recorded in|seen in) (?:the )?(?:end of )?(?:the )?(?:(?:19|20)\d\d|\d+th Five)|(?:of )?a year (?:ago|earlier|before))/

function timesKind(around: Around): ClaimKind {
  if (/^ (?:increase|rise|growth|jump|surge|gain|expansion|more|higher)\b/.test(around.after))
    return 'change_multiple'
  if (/^ as (?:many|much|high|large)(?:[.,;]|$)/.test(around.after)) return 'multiple_of_base'
  if (around.hasBaseYear || OF_BASE.test(around.after) || OF_LEVEL.test(around.after))
    return 'multiple_of_base'
  if (CHANGE.test(clauseOf(around))) return 'change_multiple'
  return 'multiple_of_peer'
}

function amountKind(quantity: Quantity, around: Around): ClaimKind {
  const near = clauseOf(around)
  if (quantity.unit.endsWith('/km2') || (around.isDensity && quantity.unit === 'CNY'))
    return 'density'
  if (INCREMENT.test(near) || isYearly(around)) return 'increment_avg'
  if (isAmountOfChange(near, around.after)) return 'change_abs'
  if (isThreshold(quantity, around)) return 'threshold'
  return !SPATIAL.has(quantity.unit) && isCumulative(around, near) ? 'cumulative' : 'level'
}

function isAmountOfChange(near: string, after: string): boolean {
  return (
    DIRECT.test(near) ||
    CHANGE_NOUN.test(near) ||
    CHANGE_BY.test(near) ||
    /^ (?:more|less|higher|lower|fewer|longer|shorter|larger|smaller|bigger) than\b/.test(after)
  )
}

/** What is covered or spanned is not gathered over the years. */
const SPATIAL: ReadonlySet<string> = new Set(['km2', 'm2', 'ha', 'mu', 'm'])

function isCumulative({ isWindow, before, after }: Around, near: string): boolean {
  if (
    /\b(?:cost|price|fee|length|height|depth|area|size)s? of(?: [a-z]+){0,2}\s*$/.test(near) ||
    STANDS_AT.test(near) ||
    /^[^,;.]{0,40} (?:(?:a|per|each|every) (?:year|month|week|day)|annually|yearly|on average)\b/.test(
      after,
    ) ||
    /\baverag(?:ed|es|ing)\b[^,;]{0,20}$/.test(before)
  )
    return false
  return isWindow || /\b(?:cumulative(?:ly)?|accumulated)\b/i.test(before)
}

/** What stays, stands or climbs to an amount is at it, however long the window is. */
const STANDS_AT =
  /\b(?:(?:stay|remain|kept|keep)\w*|st(?:ood|ands?)|(?:climb|grow|increas|expand|jump|surg|soar|fell|fall|drop|declin)\w*(?: from [^,;]{3,40})? (?:from|to)|(?:r[io]se|risen|rising|grew|grown|swollen) (?:from|to)|from [^,;]{3,40} to)(?: [a-z]+){0,3}\s*$/i

/** "firms with a revenue of over 100 million yuan each": a bar, not a level. */
function isThreshold({ hedge }: Quantity, { before, after }: Around): boolean {
  if (hedge === undefined || (hedge.reading !== 'above' && hedge.reading !== 'at-least'))
    return false
  return (
    /^ each\b/.test(after) ||
    /\beach (?:have|has|had|with|worth|valued at|boasting|earning|generating)\b[^,;]{0,40}$/i.test(
      before,
    ) ||
    (/\b(?:with|whose|generating|earning) (?:an? |their )?(?:annual|yearly|single)?[^,;]{0,50}$/i.test(
      before,
    ) &&
      /(?:compan|firm|enterprise|building|project|cluster|business|start-up|shop|unit|manufacturer|retailer)\w*,? (?:each )?(?:with|whose|generating|earning)/i.test(
        before,
      ))
  )
}
