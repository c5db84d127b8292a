/** From a verdict to its drawing: what was reached, what was stated, who signed. */
import type { Policy } from '#kernel/log/policy.ts'
import type { Cosigner } from '#kernel/log/signed-checkpoint.ts'
import type { StepName, Verdict } from '#kernel/log/verify.ts'
import { hexOf } from '#kernel/std/hex.ts'
import { formatCount, formatInstant, formatList, shortHash } from '#web/kit/format.ts'
import type { Language } from '#web/kit/language.ts'
import type { ProofDrawing, ProofEnd, Signer } from '#web/kit/ProofArch.tsx'
import { verifyMessages } from './verify-messages.ts'

/** Where the signed half itself is in doubt. */
const SIGNING: ReadonlySet<StepName> = new Set([
  'origin',
  'log_signature',
  'cosignatures',
  'quorum',
])

type DrawingInput = {
  readonly verdict: Verdict
  readonly policies: readonly Policy[]
  readonly language: Language
}

/** Null while the way did not lead to any root: then there is nothing to draw. */
export function drawingOf({ verdict, policies, language }: DrawingInput): ProofDrawing | null {
  const { path, computedRoot, checkpoint, leafHash, cosigners = [] } = verdict.findings
  if (path === undefined || computedRoot === undefined) return null
  if (checkpoint === undefined || leafHash === undefined) return null
  const t = verifyMessages[language]
  const end = endOf(verdict)
  const signers = end === 'met' ? signersOf(cosigners, language) : []
  const present = formatList(
    language,
    signers.map(({ name }, place) => (place === 0 ? t.logOnly : name)),
  )
  return {
    described: end === 'met' ? t.drawn : t.drawnApart,
    reachedHex: hexOf(computedRoot),
    statedHex: hexOf(checkpoint.root),
    siblingsHex: path.map(({ sibling }) => hexOf(sibling)),
    signers,
    end,
    crown: end === 'unsigned' ? t.unsigned : t.crown,
    reachedLabel: t.leadsTo,
    statedLabel: t.checkpointSays,
    leftFoot: [t.thisReceipt, shortHash(hexOf(leafHash)), t.joinedWith({ count: path.length })],
    rightFoot: [
      t.checkpoint({ size: formatCount(checkpoint.size) }),
      t.needed({ names: neededBy(policies, checkpoint.origin, language) }),
      present === '' ? '' : t.present({ names: present }),
    ],
  }
}

export function endOf(verdict: Verdict): ProofEnd {
  if (verdict.verified) return 'met'
  if (verdict.failed === 'root') return 'apart'
  return SIGNING.has(verdict.failed) ? 'unsigned' : 'met'
}

/** Whose signatures the policy for this log asks for. */
function neededBy(policies: readonly Policy[], origin: string, language: Language): string {
  const t = verifyMessages[language]
  const policy = policies.find(({ logs }) => logs.some(({ key }) => key.name === origin))
  if (policy === undefined || policy.quorum.kind === 'none') return t.logOnly
  return t.quorumOf({ name: policy.quorum.name })
}

function signersOf(cosigners: readonly Cosigner[], language: Language): readonly Signer[] {
  const t = verifyMessages[language]
  const own: Signer = { name: t.bookKey, note: t.signedNoTime }
  const others = cosigners.map(({ name, atMs }): Signer => {
    const at = formatInstant(language, new Date(atMs).toISOString(), 'clock')
    return { name, note: t.signedAt({ at }) }
  })
  return [own, ...others]
}
