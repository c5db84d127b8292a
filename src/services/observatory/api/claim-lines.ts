/** Files of claims, one a line as JSON: all lines are read before any is used, and all faults are told. */
import { parseJsonBody } from '#platform/http/json-body.ts'
import { err, ok, type Result } from '#kernel/std/result.ts'
import { CLAIM_LINE_CHARS_MAX, Claim } from '../contract.ts'

export const CLAIM_LINES_MAX = 100_000
/** Whoever mends a file reads so many faults at a time; the rest is counted. */
export const LINE_FAULTS_MAX = 1_000

export interface ClaimLine {
  /** From 1, as editors count. */
  readonly line: number
  readonly claim: Claim
}

export interface LineFault {
  readonly line: number
  readonly fault: string
}

const NEWLINE = 0x0a

/** Empty lines are skipped; they still count. */
export function readClaimLines(
  bytes: Uint8Array,
): Result<readonly ClaimLine[], readonly LineFault[]> {
  const claims: ClaimLine[] = []
  const faults: LineFault[] = []
  let start = 0
  for (let line = 1; start < bytes.length && faults.length < LINE_FAULTS_MAX; line += 1) {
    const newline = bytes.indexOf(NEWLINE, start)
    const end = newline === -1 ? bytes.length : newline
    const text = trimmed(bytes.subarray(start, end))
    start = end + 1
    if (text.length === 0) continue
    if (claims.length === CLAIM_LINES_MAX) {
      return err([{ line, fault: `the file has more than ${CLAIM_LINES_MAX} claims: split it` }])
    }
    const claim = readClaim(text)
    if (claim.ok) claims.push({ line, claim: claim.value })
    else faults.push({ line, fault: claim.error })
  }
  return faults.length === 0 ? ok(claims) : err(faults)
}

function readClaim(bytes: Uint8Array): Result<Claim, string> {
  if (bytes.length > CLAIM_LINE_CHARS_MAX) return err('the line is too long for a claim')
  const json = parseJsonBody(bytes)
  if (!json.ok) return err(`no JSON with exactly one reading (${json.error})`)
  const claim = Claim.safeParse(json.value)
  if (claim.success) return ok(claim.data)
  const faults = claim.error.issues.map(({ path, message }) => [...path, message].join(': '))
  return err(faults.join('; '))
}

/** Without the carriage return and spaces that editors leave at the end of a line. */
function trimmed(bytes: Uint8Array): Uint8Array {
  let end = bytes.length
  while (end > 0 && (bytes[end - 1] === 0x0d || bytes[end - 1] === 0x20)) end -= 1
  return bytes.subarray(0, end)
}
