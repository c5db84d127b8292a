/**
 * Rows of a table that was pasted as text: cells between tabs or bars. A heading names what the columns are,
 * the first cell names the row; one of the two is a year, a place, or what is measured.
 */
import { type Cell, isYear } from './cells.ts'
import { numeralAt } from './numerals.ts'
import { placesOf } from './places.ts'
import { quantitiesOf } from './quantities.ts'
import { canonicalOf } from './subjects.ts'
import type { ClaimKind, Frame, Period, Quantity } from './types.ts'
import { unitAfter, unitBefore } from './units.ts'

interface Spec {
  readonly unit: string
  readonly exponent: number
}

/** "(billion yuan)", "(US$ million)", "(10,000 persons)", "%": the unit of a row or of a column. */
function specOf(text: string): Spec | undefined {
  const words =
    /\(([^)]{1,40})\)\s*$/.exec(text)?.[1] ??
    AFTER_COMMA.exec(text)?.[1] ??
    (text.endsWith('%') ? '%' : undefined)
  if (words === undefined) return undefined
  if (/^(?:%|percent|per cent)$/i.test(words.trim())) return { unit: 'percent', exponent: 0 }
  const money = /^((?:US|HK)?\$|RMB|CNY|USD|EUR|€|¥) ?(.*)$/.exec(words)
  const said = money === null ? words : `${money[1]}1 ${money[2]}`
  const [quantity] = quantitiesOf(/\d/.test(said) ? said : `1 ${said}`)
  if (quantity === undefined || !/^10*$/.test(quantity.numeral.digits)) return undefined
  const { numeral, unit } = quantity
  return { unit, exponent: numeral.exponent + numeral.digits.length - 1 }
}

/** "GDP, billion yuan", "Exports in US$ million". */
const AFTER_COMMA =
  /(?:,| in) ((?:(?:US|HK)?\$|RMB|CNY|USD|EUR|€|¥)?[ ]?(?:(?:million|billion|trillion|bn|m|mn|tn|10,?000|100 million|hundred million)[ ]?)?(?:(?:yuan|dollars|euros|tonnes|tons|TEUs?|km2|square kilometers|percent|%))?)\s*$/

const CHANGES = /growth|change|increase|yoy|y\/y|year-on-year|\+\/-|±|增长|增速|同比/i

export interface TableRow {
  readonly cells: readonly Cell[]
  readonly heading: readonly Cell[]
}

export interface TableFigure {
  readonly quantity: Quantity
  readonly frame: Frame
}

/** What a table does not say itself is taken from the text around it. */
export interface TableScene {
  readonly period: Period | undefined
  readonly area: string | undefined
}

export function figuresOfRow(
  { cells, heading }: TableRow,
  scene: TableScene,
): readonly TableFigure[] {
  const [label, ...rest] = cells
  if (label === undefined) return []
  return rest.flatMap((cell, at) => {
    const column = heading[at + 1]?.text ?? ''
    const quantity = quantityOf(cell, specOf(column) ?? specOf(label.text))
    if (quantity === undefined) return []
    const said = { ...saidOf(label.text, heading, at + 1), sign: cell.text.charAt(0) }
    return [{ quantity, frame: frameOf(quantity, said, scene) }]
  })
}

/** A column of growth is about the column before it, and about the latest year of those before. */
function saidOf(label: string, heading: readonly Cell[], at: number): Omit<Said, 'sign'> {
  const column = heading[at]?.text ?? ''
  if (!ONLY_CHANGE.test(column)) return { label, column, measured: column, year: yearOf(column) }
  const before = heading.slice(1, at).map(({ text }) => text)
  const measured = before.findLast((text) => !ONLY_CHANGE.test(text)) ?? column
  const years = before.flatMap((text) => yearOf(text) ?? [])
  return { label, column, measured, year: years.toSorted((one, other) => other.to - one.to)[0] }
}

const ONLY_CHANGE =
  /^(?:(?:annual|yearly|year-on-year|y\/y|yoy) )?(?:growth|change|increase|yoy|y\/y|year-on-year|\+\/-|±)(?: rate)?(?: ?\(%\))?$|^(?:同比)?(?:增长|增速)/i

function quantityOf({ start, text }: Cell, spec: Spec | undefined): Quantity | undefined {
  const found = isYear(text) ? undefined : numeralAt(text)
  if (found === undefined) return undefined
  const { numeral, index, length } = found
  const [head, tail] = [text.slice(0, index), text.slice(index + length)]
  const { unit, exponent, before, behind } = unitOf(head, tail, spec)
  // A number with anything but its unit beside it is a sentence.
  const isAlone =
    /^[+~\u2248-]? ?$/.test(head.slice(0, head.length - before)) && /^\W*$/.test(tail.slice(behind))
  if (!isAlone) return undefined
  return {
    start: start + index - before,
    end: start + index + length + behind,
    numeral: { ...numeral, exponent: numeral.exponent + exponent },
    unit,
  }
}

interface CellUnit extends Spec {
  /** How many characters before and behind the number belong to it. */
  readonly before: number
  readonly behind: number
}

/** The unit in the cell itself, or that of its row or column. */
function unitOf(head: string, tail: string, spec: Spec = COUNTED): CellUnit {
  const [before, after] = [unitBefore(head), unitAfter(tail)]
  const own = before ?? after
  if (own === undefined) return { ...spec, before: 0, behind: 0 }
  const lengths = { before: before?.length ?? 0, behind: before === undefined ? own.length : 0 }
  return { unit: own.unit, exponent: own.exponent ?? 0, ...lengths }
}

const COUNTED: Spec = { unit: 'count', exponent: 0 }

interface Said {
  readonly label: string
  readonly column: string
  /** The heading of what the column is about, and its year. */
  readonly measured: string
  readonly year: Period | undefined
  readonly sign: string
}

function frameOf(quantity: Quantity, said: Said, scene: TableScene): Frame {
  const { label, column, measured, sign, year } = said
  const kind = kindOf(quantity, `${label} ${column}`)
  const labelYear = yearOf(label)
  const [place] = placesOf(label)
  const isOfColumn = labelYear !== undefined || (place !== undefined && !/^\d{4}/.test(measured))
  const { name, id } = canonicalOf(nameOf(isOfColumn ? measured : label))
  const area = place?.area ?? scene.area
  return {
    kind,
    unit: quantity.unit,
    indicator: name,
    ...(id !== undefined && { indicatorId: id }),
    indicatorFrom: 'clause',
    ...(area !== undefined && { area }),
    areaFrom: place === undefined ? 'topic' : 'clause',
    ...timeOf(kind, labelYear ?? year, scene.period),
    isFall: kind === 'change_pct' && sign === '-',
  }
}

function nameOf(cell: string): string {
  return cell
    .replace(/\s*\([^)]*\)\s*$/, '')
    .replace(AFTER_COMMA, '')
    .replace(/,? (?:in |of |for )?(?:19|20)\d\d$/, '')
    .trim()
}

function kindOf({ unit }: Quantity, words: string): ClaimKind {
  if (unit === 'percent') return CHANGES.test(words) ? 'change_pct' : 'share'
  if (unit === 'percentage points') return 'change_abs'
  if (unit.endsWith('/km2')) return 'density'
  return unit === 'count' ? 'count' : 'level'
}

function yearOf(text: string): Period | undefined {
  const code = /(?:^|\D)((?:19|20)\d\d)(?!\d)/.exec(text)?.[1]
  if (code === undefined) return undefined
  const year = Number(code)
  return { from: year, to: year, code, anchor: 'written' }
}

/** By custom a rate of growth in a table counts from the year before. */
function timeOf(
  kind: ClaimKind,
  own: Period | undefined,
  scene: Period | undefined,
): Pick<Frame, 'period' | 'periodFrom' | 'basePeriod' | 'base'> {
  const period = own ?? scene
  if (period === undefined) return { periodFrom: 'topic' }
  const time = {
    period,
    periodFrom: own === undefined ? ('sentence' as const) : ('clause' as const),
  }
  if (kind !== 'change_pct') return time
  const before = period.to - 1
  const code = period.code.replace(String(period.to), String(before))
  return {
    ...time,
    base: code,
    basePeriod: { from: before, to: before, code, anchor: 'inferred' },
  }
}
