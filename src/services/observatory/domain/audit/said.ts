/** Figures that go on about what their paragraph said before. */
import { type FoundIndicator, inherited, rateOf } from './naming.ts'
import type { Phrase } from './phrases.ts'
import type { Before, Scene } from './scene.ts'
import type { Claim } from './types.ts'

/** "46 projects with a value of 130 billion yuan". */
export function valueOf(
  { start, end }: Phrase,
  { text }: Scene,
  previous: Claim | undefined,
): FoundIndicator | undefined {
  const isValue = /\bvalue$/.test(text.slice(start, end).trim())
  if (!isValue || previous?.frame.kind !== 'count') return undefined
  return { indicator: `value of ${previous.frame.indicator ?? 'them'}`, indicatorFrom: 'clause' }
}

/** "The spending has doubled": the one that the paragraph spoke of. */
export function saidOf(
  { start, end }: Phrase,
  { text }: Scene,
  { said = [] }: Before,
): FoundIndicator | undefined {
  const words = text.slice(start, end).trim()
  if (/^(?:[Tt]he|[Tt]his) (?:sector|industry|business|company|group|firm)$/.test(words)) {
    const meant = said.findLast(({ frame }) => frame.unit !== 'count' || frame.kind !== 'count')
    return meant === undefined ? undefined : inherited(meant)
  }
  const noun = /^(?:[Tt]he|[Tt]his|[Tt]hat) ([a-z]{4,})$/.exec(words)?.[1]
  if (noun === undefined) return undefined
  const other = said.findLast(({ frame }) => frame.indicator?.endsWith(` ${noun}`) === true)
  return other === undefined ? undefined : inherited(other)
}

/** "Foreign-invested ones account for 52 percent": those of what was counted. */
export function onesOf(
  { start, end }: Phrase,
  { text }: Scene,
  { counted, near }: Before,
): FoundIndicator | undefined {
  const which = /^(?:[Tt]he )?([A-Za-z][A-Za-z -]{2,30}) ones$/.exec(
    text.slice(start, end).trim(),
  )?.[1]
  const head = (counted ?? near)?.frame.indicator
  if (which === undefined || head === undefined) return undefined
  return { indicator: `${head}: ${which}`, indicatorFrom: 'clause' }
}

/** "The growth rate was 9.6 percent": of what the paragraph spoke of last. */
export function rateFor(
  phrase: Phrase,
  scene: Scene,
  { near }: Before,
): FoundIndicator | undefined {
  const words = scene.text.slice(phrase.start, phrase.end).trim()
  const isOfLast =
    /^(?:[Tt]he|[Ii]ts) (?:[a-z-]+ ){0,2}(?:growth|increase|decline|rise)(?: rate)?$/.test(words)
  return isOfLast && near?.frame.indicator !== undefined ? inherited(near) : rateOf(phrase, scene)
}
