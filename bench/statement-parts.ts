/** The recorded statement of a batch as text: which tables it changes, and the same without one of them. */

interface Part {
  readonly name: string
  readonly from: number
  readonly to: number
  readonly body: string
  readonly table: string
}

const PART = /\b(p\d+) as \(/g
const CHANGED_TABLE = /\b(?:insert into|update|delete from) ([a-z_]+)/

/** The parts `p0 as (…)` of a batch's statement that change a table. */
function partsOf(text: string): readonly Part[] {
  return [...text.matchAll(PART)].flatMap(({ 0: head, 1: name = '', index }) => {
    const from = index + head.length
    const to = closingBracket(text, from)
    const body = text.slice(from, to)
    const table = CHANGED_TABLE.exec(body)?.[1]
    return table === undefined ? [] : [{ name, from, to, body, table }]
  })
}

function closingBracket(text: string, from: number): number {
  let depth = 1
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '(') depth += 1
    if (text[at] === ')') depth -= 1
    if (depth === 0) return at
  }
  throw new Error('a part of a statement has no end')
}

export function tablesOf(text: string): readonly string[] {
  return [...new Set(partsOf(text).map(({ table }) => table))]
}

/** Parameters keep their numbers and types, so the same values still go over and are read. */
function withoutChange(body: string): string {
  const parameters = new Set(body.match(/\$\d+(?:::[a-z0-9]+(?:\[\])?)?/g))
  return `select ${[...parameters].join(', ')}`
}

/** The statement with nothing done to this table. */
export function withoutTable(text: string, table: string): string {
  let changed = text
  for (const part of partsOf(text).toReversed()) {
    if (part.table !== table) continue
    changed = changed.slice(0, part.from) + withoutChange(part.body) + changed.slice(part.to)
    // The count of rows that were to change is not asked for either.
    const counted = new RegExp(`\\(select count\\(\\*\\) from ${part.name}\\) = (\\$\\d+::int8)`)
    changed = changed.replace(counted, '$1 is not null')
  }
  return changed
}
