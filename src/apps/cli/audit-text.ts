/**
 * `hongqiao audit-text FILE`: the figures of a press text and how they stand to one another. It needs
 * neither network nor database; the same text gives the same answer everywhere.
 */
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { auditText } from '#services/observatory/domain/audit/audit.ts'
import type {
  AuditJson,
  CheckJson,
  ClaimJson,
  RangeJson,
} from '#services/observatory/domain/audit/result.ts'
import { note } from './note.ts'

const MISUSED = 2

const USAGE = `Usage: hongqiao audit-text FILE [--date YYYY-MM-DD] [--json]

The date is the day of publication; without --date it is read from the text. --json prints all that
was read and checked. Exit code: 0 audited, whatever was found; 2 the call or the file is wrong.`

type Call = { readonly file: string; readonly date: string | undefined; readonly isJson: boolean }

export async function run(args: readonly string[]): Promise<number> {
  const call = readCall(args)
  if (call === null) {
    note(USAGE)
    return MISUSED
  }
  const text = await readText(call.file)
  if (text === null) {
    note(`${call.file} cannot be read.`)
    return MISUSED
  }
  const audit = auditText(text, call.date)
  process.stdout.write(call.isJson ? `${JSON.stringify(audit, null, 2)}\n` : reportOf(audit))
  return 0
}

function readCall(args: readonly string[]): Call | null {
  try {
    const options = { date: { type: 'string' }, json: { type: 'boolean' } } as const
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true })
    const [file, surplus] = positionals
    const { date, json = false } = values
    if (file === undefined || surplus !== undefined) return null
    return date === undefined || isDay(date) ? { file, date, isJson: json } : null
  } catch {
    // It throws for options that it does not know, and the usage says which there are.
    return null
  }
}

function isDay(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text))
}

async function readText(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8')
  } catch {
    // Missing, a folder, or closed to us: for the caller it comes to the same.
    return null
  }
}

/** What must be looked at comes first. */
const ORDER: readonly CheckJson['verdict'][] = [
  'inconsistent',
  'scale-slip',
  'basis-differs',
  'ambiguous',
  'edge',
  'consistent-if-rounded',
  'consistent',
  'no-power',
  'derived',
  'not-checkable',
]

function reportOf({ claims, checks, published, isCut, isTruncated }: AuditJson): string {
  const rank = ({ verdict }: CheckJson): number => ORDER.indexOf(verdict)
  const sorted = checks.toSorted((left, right) => rank(left) - rank(right))
  const lines = [
    `Published: ${published ?? 'not known'}${isCut ? '; the text is cut off' : ''}`,
    ...(isTruncated ? ['Only the first part of this text was read, because it is too long.'] : []),
    '',
    `${claims.length} figures`,
    ...claims.map(claimLine),
    '',
    `${checks.length} checks`,
    ...sorted.flatMap((check) => checkLines(check, claims)),
  ]
  return `${lines.map(visible).join('\n')}\n`
}

function claimLine(claim: ClaimJson): string {
  const { id, value, unit, hedge, kind, indicator, area, period } = claim
  const about = [indicator, area, period].filter((field) => field !== null).join(', ')
  return `  ${id.padEnd(5)}${hedge === null ? '' : `${hedge} `}${value} ${unit} (${kind}): ${about}`
}

function checkLines(check: CheckJson, claims: readonly ClaimJson[]): readonly string[] {
  const { verdict, relation, formula, computed, stated, statedClaim, note: why, operands } = check
  const named = [...operands, ...(statedClaim === null ? [] : [statedClaim])].map((id) => {
    return `${id} "${claims.find((claim) => claim.id === id)?.text ?? ''}"`
  })
  return [
    `  ${verdict.toUpperCase()}  ${relation}: ${formula}`,
    `      ${named.join(', ')}`,
    ...(computed === null ? [] : [`      computed ${rangeText(computed.strict)}`]),
    ...(stated === null ? [] : [`      stated   ${rangeText(stated.strict)}`]),
    `      ${why}`,
  ]
}

function rangeText({ low, high, closed }: RangeJson): string {
  return `${closed.charAt(0)}${low} to ${high}${closed.charAt(1)}`
}

/** A text may hold characters that move a terminal's cursor or turn its writing around. */
function visible(line: string): string {
  return line.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => {
    return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`
  })
}
