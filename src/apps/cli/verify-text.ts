/** What `hongqiao verify` prints: verdicts as lines for people, and as one line of JSON each for programs. */
import type { NumberLine, SeveralVerdict } from '#kernel/log/several.ts'
import type { Findings, Step, Verdict } from '#kernel/log/verify.ts'
import { FAILED, LEVELS, LONE_PARTY, NOT_PROVEN, PASSED } from '#kernel/log/verify-words.ts'
import type { BookVerdict } from '#kernel/monitor/book-verdict.ts'
import { base64Of } from '#kernel/std/base64.ts'
import { canonicalText } from '#kernel/std/canonical-json.ts'
import type { JsonObject } from '#kernel/std/json.ts'
import { formatInstant } from '#kernel/time/clock.ts'

/** One receipt, step by step. */
export function verdictText(verdict: Verdict): string {
  return textOf(linesOf(verdict))
}

/** Several receipts: a line each, then what they say together. */
export function severalText({ files, lines, forks }: SeveralVerdict): string {
  const each = files.map(({ name, verdict }) => `${headOf(verdict).padEnd(14)}${name}`)
  const forked = forks.map(
    ({ origin, size, names }) =>
      `FORK          ${origin} signed two trees of ${size} entries: see ${names.join(' and ')}`,
  )
  const numbers = lines.flatMap(numberTexts)
  const closing = lines.length > 0 ? ['', LONE_PARTY.en] : []
  return textOf([...each, ...forked, ...(numbers.length > 0 ? ['', ...numbers] : []), ...closing])
}

function headOf(verdict: Verdict): string {
  return verdict.verified ? `ok ${verdict.level}` : `FAIL ${verdict.failed}`
}

function numberTexts({ origin, party, ...line }: NumberLine): readonly string[] {
  const gaps = line.gaps.map(({ from, to }) => (from === to ? `${from}` : `${from} to ${to}`))
  const missing = line.missing === 0 ? 'none is missing' : `missing: ${gaps.join(', ')}`
  const conflicts = line.conflicts.map(
    ({ number, index, other }) =>
      `WRONG         number ${number} at entry ${index}, but number ${other.number} at entry ${other.index}`,
  )
  return [
    `${party} in ${origin}: ${line.count} of the numbers 1 to ${line.last}, ${missing}`,
    ...conflicts,
  ]
}

/** A whole book, in sentences. */
export function bookText(folder: string, verdict: BookVerdict): readonly string[] {
  switch (verdict.kind) {
    case 'sound': {
      const { origin, size, level, areEntriesRead } = verdict
      const head = `${origin}: ${size} entries, ${level}. Every hash leads to the signed root.`
      return [head, areEntriesRead ? ENTRIES_READ : NO_ENTRIES].map(visible)
    }
    case 'unsound':
      return [visible(`NOT SOUND (${verdict.alarm}): ${verdict.sentence}.`)]
    default:
      return [visible(`The book in ${folder} cannot be read: ${verdict.sentence}.`)]
  }
}

const ENTRIES_READ =
  'Every entry was read and replayed: money is conserved and no account is overdrawn.'
const NO_ENTRIES = 'There are no entries in this folder, so hashes alone were checked.'

/** A line of JSON a file; the reason is the verifier's own word. */
export function verdictJson(name: string, verdict: Verdict): string {
  const { findings } = verdict
  const said: JsonObject = verdict.verified
    ? {
        verified: true,
        level: verdict.level,
        origin: findings.checkpoint?.origin ?? '',
        index: findings.index ?? 0,
      }
    : { verified: false, step: verdict.failed, reason: verdict.reason }
  return `${JSON.stringify({ file: name, ...said })}\n`
}

function textOf(lines: readonly string[]): string {
  return `${lines.map(visible).join('\n')}\n`
}

function linesOf(verdict: Verdict): readonly string[] {
  const steps = verdict.steps.map(stepLine)
  if (!verdict.verified) return [...steps, '', 'NOT VERIFIED. Do not rely on this receipt.']
  return [
    ...steps,
    '',
    `VERIFIED. ${LEVELS[verdict.level].en}`,
    ...foundLines(verdict.findings),
    '',
    'What this does not prove:',
    ...NOT_PROVEN.map(({ en }) => `  ${en}`),
  ]
}

const MARKS = { passed: 'ok', failed: 'FAIL', not_reached: '-' } as const

function stepLine(step: Step): string {
  const head = `${MARKS[step.outcome].padEnd(6)}${step.name.padEnd(15)}`
  if (step.outcome === 'not_reached') return `${head}Not looked at.`
  return head + (step.outcome === 'failed' ? FAILED[step.reason] : PASSED[step.name]).en
}

/** Only after every step has passed: what an unverified file says is nobody's word. */
function foundLines({ index, leaf, checkpoint, ...found }: Findings): readonly string[] {
  if (leaf === undefined || checkpoint === undefined) return []
  const { cosigners = [], disclosures = [], withheld = 0 } = found
  return [
    `  entry       ${index} of ${checkpoint.origin}, ${formatInstant(leaf.atMs)}`,
    `  event       ${leaf.type}, version ${leaf.v}`,
    `  body        ${canonicalText(leaf.body)}`,
    `  checkpoint  ${checkpoint.size} entries, root ${base64Of(checkpoint.root)}`,
    ...cosigners.map(({ name, atMs }) => `  witness     ${name}, ${formatInstant(atMs)}`),
    ...disclosures.map(({ name, value }) => `  disclosed   ${name} = ${canonicalText(value)}`),
    ...(withheld > 0 ? [`  withheld    ${withheld} committed values are not in this file`] : []),
  ]
}

/** A receipt may hold characters that move a terminal's cursor or turn its writing around. */
function visible(line: string): string {
  return line.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => {
    return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`
  })
}
