/** What stands behind a figure and names it: what a magnitude is of, and what an amount is of. */
import type { FoundIndicator } from './naming.ts'
import { objectWords } from './subjects.ts'
import type { Quantity } from './types.ts'
import { MONEY } from './units.ts'

/** What a magnitude is said to be of: "refers to office building output". */
export function labelled(end: number, text: string): string {
  const after = text.slice(end, end + 80)
  const said =
    /^,?"? (?:refers? to|stems? from|means?|stands? for|comes? from) (?:the |its )?([^,;.]{3,60})/.exec(
      after,
    )
  const noun = /^ ([a-z]+(?: [a-z]+)?)/.exec(after)
  return (said ?? noun)?.[1]?.replaceAll('"', '') ?? 'magnitude'
}

/** "the 36.8 km Jiamin Line". */
const LONG =
  /^ ((?:[A-Z][\w'-]* ){0,3}(?:[Ll]ine|railway|Railway|tunnel|Tunnel|bridge|Bridge|road|expressway|Expressway|corridor|section|stretch|route|coastline))\b/

/** "spent 34 billion yuan on research". */
function spentOn({ start, end }: Quantity, text: string): string | undefined {
  if (!/\b(?:spen[dt]s?|spending)\b[^,;]{0,30}$/.test(text.slice(0, start))) return undefined
  const words =
    /^ on (?:the )?((?:(?!(?:in|by|to|for|last|this|and|over|from|with|during|a)\b)[A-Za-z&'-]+ ?){1,4})/
      .exec(text.slice(end))?.[1]
      ?.trim()
  return words === undefined ? undefined : `${words} spending`
}

/** "invested 9.8 billion yuan in berths". */
function investedIn({ start, end, unit }: Quantity, text: string): string | undefined {
  if (!MONEY.has(unit) || !/\binvest(?:ed|s|ing)?\b[^,;]{0,40}$/.test(text.slice(0, start)))
    return undefined
  const words =
    /^(?: \([^)]*\))? in (?:the )?((?:(?!(?:in|by|to|for|at|last|this|over|from|with|a|its|their|the)\b|\d)[A-Za-z&'-]+ ?){1,4})/
      .exec(text.slice(end))?.[1]
      ?.trim()
  return words === undefined ? 'investment' : `investment in ${words}`
}

/** "set aside 1.2 billion yuan for schools". */
function setAside({ start, end, unit }: Quantity, text: string): string | undefined {
  if (
    !MONEY.has(unit) ||
    !/\b(?:set aside|earmark(?:ed|s)|allocat(?:ed|es)|budgeted|provid(?:ed|es)|granted|paid out)(?: (?:a |some |about |over |more than |nearly ))*\s?$/.test(
      text.slice(0, start),
    )
  )
    return undefined
  const words =
    /^(?: in [a-z]+)? for (?:the )?((?:(?!(?:in|by|to|at|this|last|over|from|with|a)\b)[A-Za-z&'-]+ ?){1,5})/
      .exec(text.slice(end))?.[1]
      ?.trim()
  return words === undefined ? undefined : `funds for ${words}`
}

/** What somebody does with money says what it is, where nothing else does: "it took in 14 billion yuan". */
const DONE: readonly (readonly [RegExp, string])[] = [
  [/\b(?:took in|takes? in|taking in|earn(?:ed|s|ing)?|gross(?:ed|es)|raked in)/, 'revenue'],
  [/\b(?:invest(?:ed|s|ing)?|ploughed|plowed)/, 'investment'],
  [/\b(?:spent|spends?|spending)/, 'spending'],
  [/\bexport(?:ed|s|ing)?/, 'exports'],
  [/\bimport(?:ed|s|ing)?/, 'imports'],
  [/\b(?:sold|sells?|selling)/, 'sales'],
  [/\b(?:lent|lends?|lending)/, 'loans'],
]

/** "9 billion yuan has been invested in". */
const PASSIVE =
  /^ (?:has been|have been|had been|was|were|will be|is|are) (invested|spent|lent|exported|imported|earned|sold)\b/

export function measureOfVerb(
  { start, end, unit }: Quantity,
  text: string,
): FoundIndicator | undefined {
  if (!MONEY.has(unit)) return undefined
  const passive = PASSIVE.exec(text.slice(end))?.[1]
  const named = passive === undefined ? undefined : DONE.find(([verb]) => verb.test(passive))
  if (named !== undefined) return { indicator: named[1], indicatorFrom: 'clause' }
  const before = text.slice(Math.max(0, start - 60), start)
  const done = DONE.find(([verb]) =>
    new RegExp(
      `${verb.source}(?: (?:a total of|some|about|nearly|over|more than|almost|a combined|another))? ?$`,
    ).test(before),
  )
  return done === undefined ? undefined : { indicator: done[1], indicatorFrom: 'clause' }
}

export function objectOf(quantity: Quantity, text: string): string | undefined {
  const after = text.slice(quantity.end, quantity.end + 120).replace(/^ \([^)]*\)/, '')
  const hyphened =
    quantity.form === 'size' ||
    /^\S+-(?!plus$|odd$)[a-z]+$/i.test(text.slice(quantity.start, quantity.end))
  const sized = hyphened
    ? /^ ((?!(?:mark|level|line|threshold|milestone|of|in|by|at|to|for|and|or|as|from|with|on)\b)(?:[a-z-]+ ?){1,3})/
        .exec(after)?.[1]
        ?.trim()
    : undefined
  return (
    sized ??
    LONG.exec(after)?.[1] ??
    spentOn(quantity, text) ??
    investedIn(quantity, text) ??
    objectWords(after) ??
    setAside(quantity, text)
  )
}
