/**
 * A text as the grammar wants it, with the way back: stray characters inside words are dropped and words
 * that a line break tore apart are joined, and every character still knows its offset in the file.
 */
import { entityAt } from './plain-text.ts'

export interface Cleaned {
  readonly text: string
  /** The UTF-16 offset in the file of a character of the cleaned text. */
  offsetOf(index: number): number
  /** The offset just after the last character before `index`. */
  endOf(index: number): number
}

const INVISIBLE = /[\u00AD\u200B-\u200F\u2060\uFEFF]/
const REPLACED: Readonly<Record<string, string>> = {
  '\u00A0': ' ',
  '\u2009': ' ',
  '\u202F': ' ',
  '\u3000': ' ',
  '\r': ' ',
  '\u2018': "'",
  '\u2019': "'",
  '\u201C': '"',
  '\u201D': '"',
  '\u00AB': '"',
  '\u00BB': '"',
  '\u2212': '-',
  '\u2010': '-',
  '\u2011': '-',
  '\u2012': '-',
  '\uFF05': '%',
  '\uFF0C': '，',
  '\uFF04': '$',
  '\uFFE5': '¥',
}

/** The words without which a figure loses its size; a torn one is joined, any other stays as it is. */
const WHOLE = new Set(
  'thousand million billion trillion percent percentage kilometers kilometres hectares dollars'.split(
    ' ',
  ),
)
const TORN = /([A-Za-z]{2,9})(?:-\s*\n\s*| )([a-z]{2,9})(?![a-z])/g

/** A hyphen at the end of a line breaks a word, unless the word is one that has a hyphen itself. */
function isBroken(all: string, head: string): boolean {
  return all.includes('\n') && !HYPHENED.has(head.toLowerCase())
}

const HYPHENED = new Set(
  'high low non co year on over self multi cross long short new full half first well one two three four five six in of state foreign world mid large small medium pre post re anti inter sub cutting fast free duty tax zero double single e'.split(
    ' ',
  ),
)

const THIN = /[\u2009\u202F]/

/** A thin space between three digits and the next three parts thousands. */
function isThousands(source: string, at: number): boolean {
  return /\d$/.test(source.slice(at - 1, at)) && /^\d{3}(?!\d)/.test(source.slice(at + 1, at + 5))
}

export function cleanText(source: string): Cleaned {
  const characters: string[] = []
  const offsets: number[] = []
  // Where a character of the text ends in the file; a reference such as &nbsp; is longer than one.
  const longer = new Map<number, number>()
  for (let at = 0; at < source.length; at += 1) {
    let character = source.charAt(at)
    const entity = character === '&' ? entityAt(source, at) : undefined
    if (entity !== undefined) {
      character = entity.character.charAt(0)
      longer.set(at, entity.length)
    }
    // Nearly all of a text is plain ASCII, and nothing of it is replaced but returns.
    const isPlain = character < '\u0080' && character !== '\r'
    if (!isPlain && INVISIBLE.test(character)) continue
    if (THIN.test(character) && isThousands(source, at)) character = ','
    characters.push(isPlain ? character : (REPLACED[character] ?? fullWidth(character)))
    offsets.push(at)
    at += (longer.get(at) ?? 1) - 1
  }
  return joined(characters.join(''), offsets, longer)
}

function fullWidth(character: string): string {
  return character >= '\uFF10' && character <= '\uFF19'
    ? String.fromCharCode(character.charCodeAt(0) - 0xfee0)
    : character
}

function joined(
  text: string,
  offsets: readonly number[],
  longer: ReadonlyMap<number, number>,
): Cleaned {
  const parts: string[] = []
  const kept: number[] = []
  let from = 0
  const keep = (start: number, end: number): void => {
    parts.push(text.slice(start, end))
    for (let at = start; at < end; at += 1) kept.push(offsets[at] ?? 0)
  }
  TORN.lastIndex = 0
  for (let match = TORN.exec(text); match !== null; match = TORN.exec(text)) {
    const [all, head = '', tail = ''] = match
    if (WHOLE.has((head + tail).toLowerCase()) || isBroken(all, head)) {
      keep(from, match.index + head.length)
      from = match.index + all.length - tail.length
    } else {
      // The tail may be the head of the next torn word.
      TORN.lastIndex = match.index + head.length
    }
  }
  keep(from, text.length)
  return {
    text: parts.join(''),
    offsetOf: (index) => kept[index] ?? 0,
    endOf: (index) => {
      const last = kept[index - 1]
      return last === undefined ? 0 : last + (longer.get(last) ?? 1)
    },
  }
}
