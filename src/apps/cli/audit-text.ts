/**
 * `hongqiao audit-text FILE`: the figures of a press text and how they stand to one another. It needs
 * neither network nor database; the same text gives the same answer everywhere.
 */
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { readClaimLines } from '#services/observatory/api/claim-lines.ts'
import { HUB_CLAIMS_FILE } from '#services/observatory/api/seed.ts'
import { type KnownSet, NOTHING_KNOWN } from '#services/observatory/contract.ts'
import { auditText } from '#services/observatory/domain/audit/audit.ts'
import { plainTextOf } from '#services/observatory/domain/audit/plain-text.ts'
import type {
  AuditJson,
  CheckJson,
  ClaimJson,
  RangeJson,
} from '#services/observatory/domain/audit/result.ts'
import { knownSetOf } from '#services/observatory/domain/known.ts'
import { note } from './note.ts'

const MISUSED = 2

const USAGE = `Usage: hongqiao audit-text FILE [--date YYYY-MM-DD] [--json] [--known CLAIMS | --alone]

The date is the day of publication; without --date it is read from the text. --json prints all that
was read and checked. A page of HTML is read as its text, if the name of the file ends in .html.

The text is also compared with published figures: those of data/claims/hub.jsonl, which come with the
program, or of a file of claims, one a line as JSON (--known). --alone compares it with nothing else.

Exit code: 0 audited, whatever was found; 2 the call or a file is wrong.`

type Call = {
  readonly file: string
  readonly date: string | undefined
  readonly isJson: boolean
  /** A file of claims; null compares with none. */
  readonly known: string | null
}

export async function run(args: readonly string[]): Promise<number> {
  const call = readCall(args)
  if (call === null) {
    note(USAGE)
    return MISUSED
  }
  const text = await readText(call.file)
  const known = call.known === null ? NOTHING_KNOWN : await readKnown(call.known)
  if (text === null || known === null) {
    note(text === null ? `${call.file} cannot be read.` : `${call.known} is no file of claims.`)
    return MISUSED
  }
  const audit = auditText(text, call.date, { known })
  process.stdout.write(call.isJson ? `${JSON.stringify(audit, null, 2)}\n` : reportOf(audit))
  return 0
}

function readCall(args: readonly string[]): Call | null {
  try {
    const options = {
      date: { type: 'string' },
      json: { type: 'boolean' },
      known: { type: 'string' },
      alone: { type: 'boolean' },
    } as const
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true })
    const [file, surplus] = positionals
    const { date, json = false, alone = false } = values
    if (file === undefined || surplus !== undefined) return null
    if (alone && values.known !== undefined) return null
    const known = alone ? null : (values.known ?? HUB_CLAIMS_FILE)
    return date === undefined || isDay(date) ? { file, date, isJson: json, known } : null
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
    const text = await readFile(file, 'utf8')
    return /\.html?$/i.test(file) ? plainTextOf(text) : text
  } catch {
    // Missing, a folder, or closed to us: for the caller it comes to the same.
    return null
  }
}

async function readKnown(file: string): Promise<KnownSet | null> {
  try {
    const lines = readClaimLines(await readFile(file))
    return lines.ok ? knownSetOf(lines.value.map(({ claim }) => claim)) : null
  } catch {
    // The same as for a text.
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

function reportOf(audit: AuditJson): string {
  const { claims, checks, published, isCut, isTruncated, known } = audit
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
    ...sorted.flatMap((check) => checkLines(check, audit)),
    '',
    `Compared with the published figures ${known.version}${known.isWhole ? '' : ', the latest of more'}`,
  ]
  return `${lines.map(visible).join('\n')}\n`
}

function claimLine(claim: ClaimJson): string {
  const { id, value, unit, hedge, kind, indicator, area, period } = claim
  const about = [indicator, area, period].filter((field) => field !== null).join(', ')
  return `  ${id.padEnd(5)}${hedge === null ? '' : `${hedge} `}${value} ${unit} (${kind}): ${about}`
}

function checkLines(check: CheckJson, { claims, known }: AuditJson): readonly string[] {
  const { verdict, relation, formula, computed, stated, statedClaim, note: why, operands } = check
  const named = [...operands, ...(statedClaim === null ? [] : [statedClaim])].map((id) => {
    const figure = known.figures.find((one) => one.id === id)
    if (figure !== undefined)
      return `${id} ${figure.value} ${figure.unit} (${figure.publisher}, ${figure.date})`
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
