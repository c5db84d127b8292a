/**
 * What a log that is to be closed signed last. Its signer knows that, and signs the same tree once more. Where its
 * record or its key is gone, nobody knows: then it is the largest tree of which somebody brings a checkpoint that the
 * log signed, and that is said as what it is.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SignedTree } from '#kernel/book/succession.ts'
import { parsePolicy, type Policy, policyText } from '#kernel/log/policy.ts'
import { openCheckpoint, type SignedCheckpoint } from '#kernel/log/signed-checkpoint.ts'
import { base64Of } from '#kernel/std/base64.ts'
import { equalBytes } from '#kernel/std/bytes.ts'
import { utf8Of } from '#kernel/std/utf8.ts'
import { sha256 } from '#platform/book/sealing-tools.ts'
import { StartupProblem } from '#platform/config/startup-problem.ts'
import { POLICY_FOLDER } from '#platform/files/policy-file.ts'
import type pg from 'pg'
import { storedRoot } from '#platform/postgres/stored-root.ts'
import { lastPublished, type Standing } from '#platform/postgres/succession-store.ts'
import { verifyWithNode } from '#platform/signer/node-ed25519.ts'
import { SignerRefused, type SignerPort } from '#platform/signer/port.ts'
import { signerProcess } from '#platform/signer/process.ts'
import { lockOf, signerFiles, signerFolder } from '#platform/signer/signer.ts'
import { configuredPassphrase } from './key-place.ts'
import { note } from './note.ts'

export interface ClosingLog {
  readonly client: pg.Client
  readonly dataFolder: string
  readonly book: string
  readonly standing: Standing
}

/** What somebody brings along: files with checkpoints, and the policy where the hub's own is gone. */
export interface Brought {
  readonly checkpointFiles: readonly string[]
  readonly policyFile: string | undefined
}

export interface ClosedLog {
  readonly signed: SignedTree
  /** The last checkpoint that its witnesses cosigned, as far as one is known. */
  readonly witnessed: string | null
  /** Against which its receipts verify for ever. */
  readonly policy: string
}

/** Throws a StartupProblem if nothing that was signed is missing: then the book goes on by itself. */
export async function fromSigner(log: ClosingLog, brought: Brought): Promise<ClosedLog> {
  const { origin, size, root } = log.standing
  const signer = await openSigner(log).catch((cause: unknown) => {
    throw new StartupProblem(
      `The signer of ${origin} cannot say what it signed last (${reasonOf(cause)}). Mend that if you can; only if its record or its key is gone for good: hongqiao succeed ${log.book} --without-signer, docs/runbooks/recovery.md.`,
      { cause },
    )
  })
  try {
    const last = await signer.last()
    if (last.size <= size) {
      throw new StartupProblem(
        last.size === size && !equalBytes(last.root, root)
          ? `The signer of ${origin} signed another tree of ${size} entries: docs/runbooks/signer.md.`
          : `Nothing that ${origin} signed is missing here: start the hub, it goes on.`,
      )
    }
    // The same tree once more, which is no step back.
    const checkpoint = await signer.sign({ ...last, proof: [] })
    const policy = policyOf(log, brought, signer.verifierKey)
    const known = await knownCheckpoints(log, brought, policy)
    const signed = { size: last.size, root: base64Of(last.root), checkpoint, isLast: true }
    return { signed, witnessed: largestWitnessed(known), policy }
  } finally {
    await signer.close()
  }
}

/** Throws a StartupProblem if the signer can say it, or if nobody brings a checkpoint that fits the book. */
export async function fromOthers(log: ClosingLog, brought: Brought): Promise<ClosedLog> {
  const { client, book, standing } = log
  const { origin, size } = standing
  await refuseKnowing(log)
  const policy = policyOf(log, brought, undefined)
  const known = await knownCheckpoints(log, brought, policy)
  for (const { checkpoint } of known) {
    if (checkpoint.size > size) continue
    const stored = await storedRoot(client, book, checkpoint.size)
    if (equalBytes(stored, checkpoint.root)) continue
    throw new StartupProblem(
      `${origin} signed another tree of ${checkpoint.size} entries than this database has: it is not gone on with. See docs/runbooks/signer.md.`,
    )
  }
  const [largest] = known
  if (largest === undefined) {
    throw new StartupProblem(
      `No checkpoint that ${origin} signed is known here: bring one with --known, from a witness, a mirror or a receipt.`,
    )
  }
  const { checkpoint, note: text } = largest
  const tree = { size: checkpoint.size, root: base64Of(checkpoint.root) }
  const signed = { ...tree, checkpoint: text, isLast: false }
  return { signed, witnessed: largestWitnessed(known), policy }
}

/** What a signer says is better than what others know, and a hub that runs would go on signing. */
async function refuseKnowing(log: ClosingLog): Promise<void> {
  const { origin } = log.standing
  const folder = signerFolder(log.dataFolder, log.book)
  if (existsSync(folder)) lockOf(signerFiles(folder))()
  let signer: SignerPort
  try {
    signer = await openSigner(log)
  } catch (error) {
    if (!(error instanceof SignerRefused || error instanceof StartupProblem)) throw error
    note(`The signer of ${origin} cannot be opened: ${reasonOf(error)}`)
    return
  }
  await signer.close()
  throw new StartupProblem(
    `The signer of ${origin} is here and knows what it signed last: call this without --without-signer.`,
  )
}

function openSigner({ dataFolder, book, standing: { origin } }: ClosingLog): Promise<SignerPort> {
  const passphrase = configuredPassphrase()
  const told = passphrase === undefined ? {} : { passphrase }
  const folder = signerFolder(dataFolder, book)
  return signerProcess({ folder, origin, mayCreate: false, ...told })
}

/** With its witnesses, if the hub ever wrote it down or somebody has it; else the key alone, if it is known. */
function policyOf(
  { dataFolder, book, standing: { origin } }: ClosingLog,
  { policyFile }: Brought,
  verifierKey: string | undefined,
): string {
  const path = policyFile ?? join(dataFolder, POLICY_FOLDER, `${book}.txt`)
  const kept = existsSync(path) ? readFileSync(path, 'utf8') : ''
  const isOfLog = parsed(kept, path)?.logs.some(({ key }) => key.name === origin) === true
  if (verifierKey !== undefined) {
    return isOfLog && kept.includes(verifierKey) ? kept : policyText([{ verifierKey }])
  }
  if (isOfLog) return kept
  throw new StartupProblem(
    `There is no policy of ${origin} in ${path}: bring one with --policy, from whoever verified its receipts.`,
  )
}

function parsed(text: string, path: string): Policy | null {
  if (text === '') return null
  const policy = parsePolicy(utf8Of(text), sha256)
  if (policy.ok) return policy.value
  throw new StartupProblem(`${path} is no policy (${policy.error}).`)
}

/** All that are known and that the log signed, the largest first. */
async function knownCheckpoints(
  { client, book, standing: { origin } }: ClosingLog,
  { checkpointFiles }: Brought,
  policyOfLog: string,
): Promise<readonly SignedCheckpoint[]> {
  const policy = parsed(policyOfLog, `the policy of ${origin}`)
  const policies = policy === null ? [] : [policy]
  const known: SignedCheckpoint[] = []
  const published = await lastPublished(client, book, origin)
  const opened =
    published === null ? null : await openCheckpoint(published, policies, verifyWithNode)
  if (opened?.ok === true) known.push(opened.value)
  for (const path of checkpointFiles) {
    const brought = await openCheckpoint(readText(path), policies, verifyWithNode)
    if (!brought.ok || brought.value.checkpoint.origin !== origin) {
      const why = brought.ok ? `it is of ${brought.value.checkpoint.origin}` : brought.error
      throw new StartupProblem(`${path} is no checkpoint that ${origin} signed (${why}).`)
    }
    known.push(brought.value)
  }
  return known.toSorted((a, b) => b.checkpoint.size - a.checkpoint.size)
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new StartupProblem(`${path} cannot be read.`, { cause })
  }
}

function largestWitnessed(known: readonly SignedCheckpoint[]): string | null {
  return known.find(({ level }) => level === 'witnessed')?.note ?? null
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause)
}
