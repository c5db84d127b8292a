/** The scale of an axis: the largest word of the language that its greatest value fills. */
import type { Language } from '#web/kit/language.ts'
import type { Unit } from '../contract.ts'
import { unitWords } from './number-words.ts'

export interface AxisScale {
  readonly exponent: number
  /** With its unit: `trillion yuan`, `万亿元`, `%`. */
  readonly words: string
}

const STEPS: Readonly<Record<Language, readonly (readonly [number, string])[]>> = {
  en: [
    [12, 'trillion'],
    [9, 'billion'],
    [6, 'million'],
  ],
  zh: [
    [12, '万亿'],
    [8, '亿'],
    [4, '万'],
  ],
}

export function axisScale(language: Language, unit: Unit, greatest: number): AxisScale {
  if (unit === 'ratio') return { exponent: -2, words: '%' }
  const name = unitWords[unit][language]
  const step = STEPS[language].find(([exponent]) => 10 ** exponent <= greatest)
  if (step === undefined) return { exponent: 0, words: name }
  const gap = language === 'en' && name !== '' ? ' ' : ''
  return { exponent: step[0], words: `${step[1]}${gap}${name}` }
}
