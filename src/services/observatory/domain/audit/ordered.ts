/** "Respectively": as many figures as things, each of the one in its place. */
import { type FoundIndicator, isRelative, namedBy, numberAt } from './naming.ts'
import { subjectPhrase } from './phrases.ts'
import type { Scene } from './scene.ts'
import type { Quantity } from './types.ts'

const RUN =
  /^(?:,? and |, )(?:up |down |by |an? |minus )?(?:about |nearly |over |more than |around |almost )?$/
const RUN_MAX = 6

/** "exports and imports rose 5 and 6 percent respectively": the first of the first, the second of the second. */
export function orderedFor(
  quantity: Quantity,
  scene: Scene,
  nameOf: (level: Quantity) => FoundIndicator,
): FoundIndicator | undefined {
  const { text, figures } = scene
  const at = text.search(/\brespectively\b/i)
  if (at === -1) return undefined
  const ends = figures.findLastIndex(({ end }) => end <= at)
  let from = ends
  while (from > 0 && isRun(figures[from - 1], figures[from], text)) from -= 1
  const run = figures.slice(from, ends + 1)
  const place = run.findIndex(({ start }) => start === quantity.start)
  if (place === -1 || run.length < 2 || run.length > RUN_MAX) return undefined
  const level = levelOfRun({ run, place, from }, figures)
  return level === undefined ? subjectOfRun({ run, place }, scene) : nameOf(level)
}

function isRun(left: Quantity | undefined, right: Quantity | undefined, text: string): boolean {
  if (left === undefined || right === undefined || left.unit !== right.unit) return false
  return RUN.test(text.slice(left.end, right.start))
}

interface Run {
  readonly run: readonly Quantity[]
  readonly place: number
}

/** "carried 3 million passengers and 20,000 tonnes of mail, up 4 and 7 percent respectively". */
function levelOfRun(
  { run, place, from }: Run & { readonly from: number },
  figures: readonly Quantity[],
): Quantity | undefined {
  if (from < run.length || !run.every(isRelative)) return undefined
  const levels = figures.slice(from - run.length, from)
  return levels.some(isRelative) ? undefined : levels[place]
}

function subjectOfRun({ run, place }: Run, scene: Scene): FoundIndicator | undefined {
  const [first] = run
  if (first === undefined) return undefined
  const at = { at: numberAt(first), isVerb: false, hasPrevious: false }
  const phrase = subjectPhrase(scene.text, at)
  if (phrase === undefined || typeof phrase === 'string') return undefined
  const parts = [
    ...scene.text.slice(phrase.start, phrase.end).matchAll(/(?:(?!, and |, | and ).)+/g),
  ]
  const part = parts[place]
  if (parts.length !== run.length || part === undefined) return itemOfList({ run, place }, scene)
  const start = phrase.start + part.index
  return namedBy({ start, end: start + part[0].length }, scene)
}

/** "three trades, namely A, B and C, … at 20, 2 and 5 percent, respectively". */
function itemOfList({ run, place }: Run, scene: Scene): FoundIndicator | undefined {
  const { text } = scene
  const list = /\b(?:namely|including|such as|:) ([^;]{5,160})/.exec(text.slice(0, run[0]?.start))
  if (list === null) return undefined
  const from = list.index + list[0].length - (list[1] ?? '').length
  const items = [...(list[1] ?? '').matchAll(/(?:(?!,? and |, ).)+/g)].slice(0, run.length)
  const item = items[place]
  if (item === undefined || items.length < run.length) return undefined
  const start = from + item.index + (/^(?:,? and |, )/.exec(item[0])?.[0].length ?? 0)
  return namedBy({ start, end: from + item.index + item[0].length }, scene)
}
