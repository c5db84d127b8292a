/** The cells of a line of a table that was pasted as text, between tabs or bars. */

export interface Cell {
  readonly start: number
  readonly text: string
}

const CELLS_MAX = 40
const SEPARATOR = /[\t|]/

/** The cells of a line, or none where it is no row. A bar before the first and after the last is no cell. */
export function cellsOf(line: string): readonly Cell[] {
  if (!SEPARATOR.test(line)) return []
  const cells: Cell[] = []
  let start = 0
  for (const part of line.split(SEPARATOR)) {
    const text = part.trim()
    cells.push({ start: start + part.indexOf(text), text })
    start += part.length + 1
  }
  const isEdge = ({ text }: Cell | undefined = { start: 0, text: 'x' }): boolean => text === ''
  const inner = cells.slice(isEdge(cells[0]) ? 1 : 0, isEdge(cells.at(-1)) ? -1 : undefined)
  return inner.length < 2 || inner.length > CELLS_MAX ? [] : inner
}

/** The line between a heading and its rows, as Markdown draws it. */
export function isRule(cells: readonly Cell[]): boolean {
  return cells.length > 0 && cells.every(({ text }) => /^:?-+:?$/.test(text))
}

/** A heading names, so none of its cells begins like a figure, unless it is a year. */
export function isHeading(cells: readonly Cell[]): boolean {
  return cells
    .slice(1)
    .every(({ text }) => isYear(text) || !/^[^A-Za-z\p{Script=Han}(]*\d/u.test(text))
}

export const isYear = (text: string): boolean =>
  /^(?:19|20)\d\d(?: ?(?:年|Q[1-4]|H[12]))?$/.test(text)
