/** What stands behind a figure and names it: what a magnitude is of, and what an amount is of. */
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
    objectWords(after) ??
    setAside(quantity, text)
  )
}
