/**
 * `hongqiao verify`: the check of /verify at the command line, of one receipt, of several, or of a whole book
 * in a folder. It needs no network, no database and no running hub, only the files and a policy. The exit
 * code says what kind of step failed.
 */
import { parseArgs } from 'node:util'
import { areSound, type ReceiptFile, verifySeveral } from '#kernel/log/several.ts'
import type { Level } from '#kernel/log/signed-checkpoint.ts'
import { type Trust, verifyReceipt } from '#kernel/log/verify.ts'
import { exitCodeOf } from '#kernel/log/verify-words.ts'
import { sha256 } from '#platform/book/sealing-tools.ts'
import { verifyWithNode } from '#platform/signer/node-ed25519.ts'
import { note } from './note.ts'
import { readPolicies } from './policies.ts'
import { readReceipts } from './receipt-files.ts'
import { bookText, severalText, verdictJson, verdictText } from './verify-text.ts'

const MISUSED = 2
/** As for a receipt that is checked against no policy at all. */
const CANNOT_JUDGE = 10
/** Each is genuine, and together they cannot be: a fork, or numbers that contradict each other. */
const CONTRADICTORY = 16

/** Of a whole book. */
const BOOK_CODES = { sound: 0, unsound: 1, unreadable: 2 } as const

const USAGE = `Usage: hongqiao verify FILE|FOLDER … [--policy FILE|FOLDER] [--level logged|witnessed] [--json]
       hongqiao verify --book FOLDER [--policy FILE|FOLDER] [--level logged|witnessed]

Checks a receipt, several receipts, or a whole book in a folder (checkpoint, tile/…, tile/entries/…).
The policy says whose signatures count. Without --policy those of the hub on this machine are taken.
Exit code: 0 verified, 10 no policy to judge by, 11 malformed, 12 not in the log, 13 not signed by
whom the policy trusts, 14 from the future, 15 a disclosure is not what was committed to, 16 genuine
receipts that contradict each other. Of a book: 0 sound, 1 not, 2 it could not be read.`

type Call = {
  readonly paths: readonly string[]
  readonly book: string | undefined
  readonly policy: string | undefined
  readonly level: Level
  readonly json: boolean
}

export async function run(args: readonly string[]): Promise<number> {
  const call = readCall(args)
  if (call === null) {
    note(USAGE)
    return MISUSED
  }
  if (call.book !== undefined) return checkBook(call.book, call)
  const read = await readReceipts(call.paths)
  if (!read.ok) {
    note(read.error)
    return MISUSED
  }
  const files = read.value
  const policies = await readPolicies(call.policy)
  if (!policies.ok) {
    note(policies.error)
    return CANNOT_JUDGE
  }
  const trust: Trust = {
    policies: policies.value.map(({ policy }) => policy),
    sha256,
    verifyEd25519: verifyWithNode,
    nowMs: Date.now(),
    level: call.level,
  }
  return files.length === 1 ? checkOne(files, trust, call) : checkSeveral(files, trust, call)
}

/** Loaded only for this: a receipt needs neither replay nor slices. */
async function checkBook(folder: string, { policy, level }: Call): Promise<number> {
  const policies = await readPolicies(policy)
  if (!policies.ok) {
    note(policies.error)
    return CANNOT_JUDGE
  }
  const { verifyFolder } = await import('#apps/monitor/verify-folder.ts')
  const { slices } = await import('#apps/server/slices.ts')
  const trusted = policies.value.map((each) => each.policy)
  const verdict = await verifyFolder({ folder, level, policies: trusted, slices })
  for (const sentence of bookText(folder, verdict)) note(sentence)
  return BOOK_CODES[verdict.kind]
}

async function checkOne(
  [file]: readonly ReceiptFile[],
  trust: Trust,
  { json }: Call,
): Promise<number> {
  if (file === undefined) return MISUSED
  const verdict = await verifyReceipt(file.receipt, trust)
  process.stdout.write(json ? verdictJson(file.name, verdict) : verdictText(verdict))
  return exitCodeOf(verdict)
}

async function checkSeveral(
  files: readonly ReceiptFile[],
  trust: Trust,
  { json }: Call,
): Promise<number> {
  const several = await verifySeveral(files, trust)
  if (json) {
    for (const { name, verdict } of several.files) process.stdout.write(verdictJson(name, verdict))
    const { lines, forks } = several
    process.stdout.write(`${JSON.stringify({ lines, forks })}\n`)
  } else process.stdout.write(severalText(several))
  const failed = several.files.find(({ verdict }) => !verdict.verified)
  if (failed !== undefined) return exitCodeOf(failed.verdict)
  return areSound(several) ? 0 : CONTRADICTORY
}

function readCall(args: readonly string[]): Call | null {
  try {
    const options = {
      book: { type: 'string' },
      json: { type: 'boolean', default: false },
      level: { type: 'string', default: 'logged' },
      policy: { type: 'string' },
    } as const
    const { values, positionals } = parseArgs({
      args: [...args],
      options,
      allowPositionals: true,
    })
    const { book, policy, level, json } = values
    if ((positionals.length === 0) === (book === undefined)) return null
    if (level !== 'logged' && level !== 'witnessed') return null
    return { paths: positionals, book, policy, level, json }
  } catch {
    // It throws for options that it does not know, and the usage says which there are.
    return null
  }
}
