/** Shares whose clause names only what they are shares of. */
import type { FoundIndicator } from './naming.ts'
import type { Scene } from './scene.ts'
import { canonicalOf } from './subjects.ts'
import type { Claim, Quantity } from './types.ts'

const DONE =
  /(?:^|\b(?:with|on|generated|produced|recorded|received|handled|attracted|hosted|took in|earned|sold|made|creat(?:ed|ing)|employ(?:ed|s)|us(?:ed|ing)|held|holds|carried|covered|has|have|and)) (?:(?:just|only|about|some|around|nearly|over|more than|almost|roughly|at least) )?$|^(?:just|only|about|some|around|nearly|over|more than|almost|roughly)? ?$/i

/** "generated one-eighth of the country's chip output": a share without a subject is of what it names. */
export function wholeFor(quantity: Quantity, { text }: Scene): FoundIndicator | undefined {
  return DONE.test(text.slice(0, quantity.start)) || isOdds(quantity, text)
    ? wholeOf(quantity, text)
    : undefined
}

/** "8 in 10 visitors". */
function isOdds({ start, end }: Quantity, text: string): boolean {
  return /\b(?:in|out of)(?: every)? \w+$/i.test(text.slice(start, end))
}

export function wholeOf(quantity: Quantity, text: string): FoundIndicator | undefined {
  if (quantity.unit !== 'percent' && quantity.unit !== 'ratio') return undefined
  const isNamed = isOdds(quantity, text) || /^ of\b/.test(text.slice(quantity.end))
  if (!isNamed && !DONE.test(text.slice(0, quantity.start))) return undefined
  const whole =
    /^ (?:of )?(?:all )?(?:the |its |their |our )?(?:[A-Za-z ]{2,30}'s? )?((?:(?!(?:in|were|are|is|was|has|have|had|for|and|but|or|as|the|its|their|to|at|on|by|of|with|less|more|than|from|that|which|who|whom|whose|while|when|where|over|about|nearly|two-thirds|accounts?|nationwide|last|this|came|come|live|work|hold|use|said|went|took)\b)[A-Za-z-]+ ?){1,4})/.exec(
      text.slice(quantity.end),
    )?.[1]
  const words = whole?.trim()
  if (
    words === undefined ||
    words.length < 3 ||
    /^(?:total|figure|whole|amount|average)s?$/i.test(words)
  )
    return undefined
  const { name, id } = canonicalOf(words)
  return { indicator: name, ...(id !== undefined && { indicatorId: id }), indicatorFrom: 'clause' }
}

export function isOfWhole({ frame, quantity }: Claim, text: string): boolean {
  const whole = frame.kind === 'share' ? wholeOf(quantity, text) : undefined
  return whole !== undefined && whole.indicator === frame.indicator
}
