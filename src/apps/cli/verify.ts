/**
 * `hongqiao verify receipt.json`: the check of /verify at the command line. It needs no network, no
 * database and no running hub, only the receipt and a policy. The exit code says what kind of step failed.
 */
import { createReadStream, existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { parseArgs } from 'node:util'
import { parsePolicy, type Policy } from '#kernel/log/policy.ts'
import { RECEIPT_BYTES_MAX } from '#kernel/log/receipt.ts'
import {
  type Findings,
  type Level,
  type Step,
  type Verdict,
  verifyReceipt,
} from '#kernel/log/verify.ts'
import { exitCodeOf, FAILED, LEVELS, NOT_PROVEN, PASSED } from '#kernel/log/verify-words.ts'
import { base64Of } from '#kernel/std/base64.ts'
import { canonicalText } from '#kernel/std/canonical-json.ts'
import { err, ok, type Result } from '#kernel/std/result.ts'
import { formatInstant } from '#kernel/time/clock.ts'
import { sha256 } from '#platform/book/sealing-tools.ts'
import { readConfig } from '#platform/config/config.ts'
import { POLICY_FOLDER } from '#platform/files/policy-file.ts'
import { verifyWithNode } from '#platform/signer/node-ed25519.ts'
import { note } from './note.ts'

const MISUSED = 2
/** As for a receipt that is checked against no policy at all. */
const CANNOT_JUDGE = 10

/** Far more than a policy is allowed to be; what is longer is refused, not read. */
const POLICY_BYTES_MAX = 1_048_576

const USAGE = `Usage: hongqiao verify FILE [--policy FILE|FOLDER] [--level logged|witnessed]

The policy says whose signatures count. Without --policy those of the hub on this machine are taken.
Exit code: 0 verified, 10 no policy to judge by, 11 malformed, 12 not in the log, 13 not signed by
whom the policy trusts, 14 from the future, 15 a disclosure is not what was committed to.`

type Call = { readonly file: string; readonly policy: string | undefined; readonly level: Level }

export async function run(args: readonly string[]): Promise<number> {
  const call = readCall(args)
  if (call === null) {
    note(USAGE)
    return MISUSED
  }
  const receipt = await readBounded(call.file, RECEIPT_BYTES_MAX)
  if (receipt === null) {
    note(`${call.file} cannot be read.`)
    return MISUSED
  }
  const policies = await readPolicies(call.policy)
  if (!policies.ok) {
    note(policies.error)
    return CANNOT_JUDGE
  }
  const { level } = call
  const trust = {
    policies: policies.value,
    sha256,
    verifyEd25519: verifyWithNode,
    nowMs: Date.now(),
    level,
  }
  const verdict = await verifyReceipt(receipt, trust)
  process.stdout.write(`${linesOf(verdict).map(visible).join('\n')}\n`)
  return exitCodeOf(verdict)
}

function readCall(args: readonly string[]): Call | null {
  try {
    const options = { policy: { type: 'string' }, level: { type: 'string' } } as const
    const { values, positionals } = parseArgs({
      args: [...args],
      options,
      allowPositionals: true,
    })
    const [file, surplus] = positionals
    const { policy, level = 'logged' } = values
    if (file === undefined || surplus !== undefined) return null
    return level === 'logged' || level === 'witnessed' ? { file, policy, level } : null
  } catch {
    // It throws for options that it does not know, and the usage says which there are.
    return null
  }
}

/** Those of a folder, or the one of a file; the hub on this machine writes a folder. */
async function readPolicies(given: string | undefined): Promise<Result<readonly Policy[], string>> {
  const path = given ?? join(readConfig(process.env).dataFolder, POLICY_FOLDER)
  if (given === undefined && !existsSync(path)) {
    return err(
      `There is no policy in ${path}, because no hub ran here: fetch one from where you trust it (a hub serves its own at /book/<book>/policy), and name it with --policy.`,
    )
  }
  const read = await Promise.all(filesAt(path).map(readPolicy))
  const policies: Policy[] = []
  for (const policy of read) {
    if (!policy.ok) return policy
    policies.push(policy.value)
  }
  return ok(policies)
}

/** What is no folder is a file, and one that is missing is found missing when it is read. */
function filesAt(path: string): readonly string[] {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) return [path]
  const names = readdirSync(path).filter((name) => name.endsWith('.txt'))
  return names.toSorted().map((name) => join(path, name))
}

async function readPolicy(path: string): Promise<Result<Policy, string>> {
  const bytes = await readBounded(path, POLICY_BYTES_MAX)
  if (bytes === null) return err(`The policy ${path} cannot be read.`)
  const policy = parsePolicy(bytes, sha256)
  return policy.ok ? ok(policy.value) : err(`The policy ${path} is refused: ${policy.error}.`)
}

/** At most one byte more than is allowed, which is enough for the parser to refuse it. */
async function readBounded(path: string, bytesMax: number): Promise<Uint8Array | null> {
  try {
    return Uint8Array.from(await buffer(createReadStream(path, { end: bytesMax })))
  } catch {
    // Missing, a folder, or closed to us: for the caller it comes to the same.
    return null
  }
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
