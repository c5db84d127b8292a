/** The gold of our own invented texts: the marks stand in the text, as its README says. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { GoldCheck, GoldRow, GoldText } from './gold.ts'

const FOLDER = join(import.meta.dirname, '../test/vectors/audit-own')
const HEAD = /^@ (\S+) (\d{4}-\d\d-\d\d)$/
const MARK =
  /\[([^\][]+)\]\{(\w+): ([\d.]+) ([^;]+); ([^;]+); ([^;]+); ([^;]+); ([^;]+); ([^;}]+)\}/g
const CHECK = /^= ([^:]+): ([\w ]+?)(?: -> (\w+))?: ([\w-]+)$/

/** All sets, or one of them: `fourth`. */
export function readOwnGold(set?: string): readonly GoldText[] {
  return readdirSync(FOLDER)
    .filter((name) => (set === undefined ? name.endsWith('.txt') : name === `${set}.txt`))
    .toSorted()
    .flatMap((name) => textsOf(readFileSync(join(FOLDER, name), 'utf8')))
}

function textsOf(file: string): readonly GoldText[] {
  return file
    .split(/\n(?=@ )/)
    .map((part) => part.trim())
    .map(textOf)
}

function textOf(part: string): GoldText {
  const [head = '', ...lines] = part.split('\n')
  const [, name = '', date] = HEAD.exec(head) ?? []
  if (date === undefined) throw new Error(`no name and date: ${head}`)
  const body = lines.filter((line) => !line.startsWith('= ')).join('\n')
  const checks = lines.filter((line) => line.startsWith('= ')).map((line) => checkOf(line, name))
  return { name, date, checks, ...marked(body) }
}

function checkOf(line: string, name: string): GoldCheck {
  const [all, relation = '', operands = '', stated = '', verdict = ''] = CHECK.exec(line) ?? []
  if (all === undefined) throw new Error(`not a check: ${line}`)
  const id = `${name} ${relation} ${operands}`
  return { id, operands: operands.split(' '), stated_claim: stated, verdict }
}

function marked(body: string): Pick<GoldText, 'text' | 'rows'> {
  const rows: GoldRow[] = []
  let text = ''
  let from = 0
  for (const match of body.matchAll(MARK)) {
    const [all, span = '', id = '', value = '', ...fields] = match
    text += body.slice(from, match.index) + span
    from = match.index + all.length
    rows.push({
      id,
      span,
      start: text.length - span.length,
      end: text.length,
      ...framed(value, fields),
    })
  }
  return { text: text + body.slice(from), rows }
}

function framed(
  value: string,
  fields: readonly string[],
): Omit<GoldRow, 'id' | 'span' | 'start' | 'end'> {
  const field = (at: number): string => {
    const word = fields[at] ?? ''
    return word === '-' ? '' : word
  }
  const [unit, hedge, kind] = [field(0), field(1), field(2)]
  return {
    cls: kind === 'label' ? 'label' : 'stat',
    kind,
    unit,
    hedge,
    indicator: field(3),
    area: field(4),
    period: field(5),
    norm: unit === 'percent' ? String(Number(value) / 100) : value,
  }
}
