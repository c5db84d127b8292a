/**
 * A checkpoint and who stands behind it: the log by its own signature, and the witnesses that its policy
 * names. Receipts, monitors and gossip all judge signatures here, so they cannot come to different ends.
 */
import { err, ok, type Result } from '#kernel/std/result.ts'
import { check, type Checking } from './checking.ts'
import { type Checkpoint, parseCheckpoint } from './checkpoint.ts'
import type { VerifyEd25519 } from './ed25519.ts'
import { isSignedBy, type Note, parseNote } from './note.ts'
import { isQuorumMet, type Policy, type PolicyLog } from './policy.ts'
import { checkSigners, type Signer } from './signatures.ts'

/** Logged: the book's own signature. Witnessed: others also saw this tree, as the policy demands. */
export type Level = 'logged' | 'witnessed'

export type Cosigner = { readonly name: string; readonly atMs: number }

export type Signed = {
  readonly level: Level
  readonly cosigners: readonly Cosigner[]
  /** Signature lines by keys that the policy does not name: ignored, as the format demands. */
  readonly ignoredSignatures: number
}

export type SignatureRefusal =
  | 'log_signature_missing'
  | 'log_signature_wrong'
  | 'cosignature_wrong'
  /** Signed by a key of the log that signs no more, and nobody saw it before that key ended. */
  | 'log_key_ended'

export type CheckpointRefusal =
  | 'note_malformed'
  | 'checkpoint_malformed'
  | 'origin_unknown'
  | SignatureRefusal

export type SignedCheckpoint = Signed & {
  readonly checkpoint: Checkpoint
  /** The whole note, as it came. */
  readonly note: string
}

/** The policy that knows the log of this origin. */
export function policyOfOrigin(policies: readonly Policy[], origin: string): Policy | undefined {
  return policies.find(({ logs }) => logs.some(({ key }) => key.name === origin))
}

/** From the text of a note to a checkpoint that its log has signed. */
export async function openCheckpoint(
  text: string,
  policies: readonly Policy[],
  verifyEd25519: VerifyEd25519,
): Promise<Result<SignedCheckpoint, CheckpointRefusal>> {
  const note = parseNote(text)
  if (!note.ok) return note
  const checkpoint = parseCheckpoint(note.value.text)
  if (!checkpoint.ok) return checkpoint
  const { origin } = checkpoint.value
  const policy = policyOfOrigin(policies, origin)
  if (policy === undefined) return err('origin_unknown')
  const signed = await check(judgeSignatures(note.value, origin, policy), verifyEd25519)
  return signed.ok ? ok({ ...signed.value, checkpoint: checkpoint.value, note: text }) : signed
}

/** The log's own signature first, then those of witnesses: the first that is wrong spoils the note. */
export function* judgeSignatures(
  note: Note,
  origin: string,
  policy: Policy,
): Checking<Result<Signed, SignatureRefusal>> {
  const logKeys = policy.logs.map(({ key }) => key)
  const byLog = yield* checkSigners(note, logKeys)
  if (byLog === null) return err('log_signature_wrong')
  // A policy may name several logs: only the one whose tree this is can vouch for it.
  const signing = policy.logs.filter(
    ({ key }) => key.name === origin && byLog.some((signer) => signer.key === key),
  )
  if (signing.length === 0) return err('log_signature_missing')
  const witnessKeys = policy.witnesses.map(({ key }) => key)
  const byWitness = yield* checkSigners(note, witnessKeys)
  if (byWitness === null) return err('cosignature_wrong')
  if (!isAnyInTime(signing, byWitness, policy)) return err('log_key_ended')
  const known = [...logKeys, ...witnessKeys]
  const ignored = note.signatures.filter((line) => !known.some((key) => isSignedBy(line, key)))
  const cosigners: Cosigner[] = []
  for (const { name, key } of policy.witnesses) {
    const times = byWitness.filter((signer) => signer.key === key).map(({ atMs }) => atMs)
    if (times.length > 0) cosigners.push({ name, atMs: Math.max(...times) })
  }
  const isMet = isQuorumMet(policy.quorum, new Set(cosigners.map(({ name }) => name)))
  const level = isMet && policy.quorum.kind !== 'none' ? 'witnessed' : 'logged'
  return ok({ level, cosigners, ignoredSignatures: ignored.length })
}

/**
 * Whether a key of the log that signs still has signed, or one that signs no more did so in time. A time that
 * the holder of the key states is nobody's word; what a quorum of witnesses cosigned before was there before.
 */
function isAnyInTime(
  signing: readonly PolicyLog[],
  byWitness: readonly Signer[],
  { witnesses, quorum }: Policy,
): boolean {
  return signing.some(({ untilMs }) => {
    if (untilMs === undefined) return true
    const before = witnesses.filter(({ key }) =>
      byWitness.some((signer) => signer.key === key && signer.atMs < untilMs),
    )
    return quorum.kind !== 'none' && isQuorumMet(quorum, new Set(before.map(({ name }) => name)))
  })
}
