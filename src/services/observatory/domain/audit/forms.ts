/** Figures that are words: a rank, a doubling. */
import type { Numeral, Quantity } from './types.ts'
import { hedgeBefore } from './units.ts'

const RANK =
  /\b(?:rank(?:s|ed|ing)?|plac(?:ed|ing)|comes?|coming|stood|stands|standing)(?: (?:at|in|as))?(?: the)? (first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|No\.? ?\d+|number one|top|\d+(?:st|nd|rd|th))\b/gi
const ORDINALS = 'first second third fourth fifth sixth seventh eighth ninth tenth'.split(' ')

export function ranksOf(sentence: string): readonly Quantity[] {
  return [...sentence.matchAll(RANK)].map((match) => {
    const word = (match[1] ?? '').toLowerCase()
    const at = ORDINALS.indexOf(word)
    const digits = at === -1 ? (/\d+/.exec(word)?.[0] ?? '1') : String(at + 1)
    const numeral: Numeral = { digits, exponent: 0, isWord: true }
    const end = match.index + match[0].length
    return { start: match.index, end, numeral, unit: 'rank', form: 'rank' as const }
  })
}

const MULTIPLIED =
  /(?:(?:more than|nearly|almost|over|about|roughly) )?\b(doubl|tripl|trebl|quadrupl|quintupl|halv)(?:ed|ing|(?<=\b(?:to|will|would|can|could|should|and|almost|nearly|than|they|it|which) \w+)e)\b(?! (?:down|digit|as|room))(?!-)/gi
const MULTIPLIED_BY: Readonly<Record<string, string>> = {
  doubl: '2',
  tripl: '3',
  trebl: '3',
  quadrupl: '4',
  quintupl: '5',
  halv: '0.5',
}

const FOLD =
  /(?:(?:more than|nearly|almost|over|about|roughly) )?\b(two|three|four|five|six|seven|eight|nine|ten)fold\b/gi
const FOLDS = 'zero one two three four five six seven eight nine ten'.split(' ')

const TWICE =
  /(?:\b(?:more than|nearly|almost|over|about|roughly|some) )?\b(twice|double|triple|treble|quadruple)(?= (?:as (?:much|many|large|high|big)|that (?:of|in|for)|what (?:it|they)|the (?:figure|number|amount|level|average|size|total|volume|value)))/gi

const TWO: Readonly<Record<string, string>> = { triple: '3', treble: '3', quadruple: '4' }

/** "grew threefold", "twice as much". */
export function foldsOf(sentence: string): readonly Quantity[] {
  const twice = [...sentence.matchAll(TWICE)].map(({ index, 0: all, 1: word = '' }) => {
    const hedge = hedgeBefore(/^.* (?=\w+$)/.exec(all)?.[0] ?? '')
    return {
      start: index,
      end: index + all.length,
      numeral: { digits: TWO[word.toLowerCase()] ?? '2', exponent: 0, isWord: true },
      unit: 'times',
      ...(hedge !== undefined && { hedge: { words: hedge.words, reading: hedge.reading } }),
    }
  })
  const folds = [...sentence.matchAll(FOLD)].map((match) => {
    const [all, word = ''] = match
    const hedge = hedgeBefore(/^.* (?=\w+$)/.exec(all)?.[0] ?? '')
    return {
      start: match.index,
      end: match.index + all.length,
      numeral: { digits: String(FOLDS.indexOf(word.toLowerCase())), exponent: 0, isWord: true },
      unit: 'times',
      form: 'multiplied' as const,
      ...(hedge !== undefined && { hedge: { words: hedge.words, reading: hedge.reading } }),
    }
  })
  return [...twice, ...folds]
}

export function multipliedOf(sentence: string): readonly Quantity[] {
  return [...sentence.matchAll(MULTIPLIED)].map((match) => {
    const digits = MULTIPLIED_BY[(match[1] ?? '').toLowerCase()] ?? '2'
    const hedge = hedgeBefore(/^.* (?=\w+$)/.exec(match[0])?.[0] ?? '')
    return {
      start: match.index,
      end: match.index + match[0].length,
      numeral: { digits, exponent: 0, isWord: true },
      unit: 'times',
      form: 'multiplied' as const,
      ...(hedge !== undefined && { hedge: { words: hedge.words, reading: hedge.reading } }),
    }
  })
}
