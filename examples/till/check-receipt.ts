/** The check of a receipt with no network: the verifier of the hub itself, which needs the kernel alone. */
import { sha256 } from '@noble/hashes/sha2.js'
import { verifyPortably } from '#kernel/log/ed25519.ts'
import { parsePolicy } from '#kernel/log/policy.ts'
import { verifyReceipt } from '#kernel/log/verify.ts'

/** What was found, as a sentence; `isVerified` says whether to rely on it. */
export async function checkReceipt(
  receipt: string,
  policy: Uint8Array,
  nowMs: number,
): Promise<{ readonly isVerified: boolean; readonly said: string }> {
  const trusted = parsePolicy(policy, sha256)
  if (!trusted.ok) return { isVerified: false, said: `The policy is refused: ${trusted.error}.` }
  const verdict = await verifyReceipt(receipt, {
    policies: [trusted.value],
    sha256,
    verifyEd25519: verifyPortably,
    nowMs,
    level: 'logged',
  })
  if (!verdict.verified) {
    return {
      isVerified: false,
      said: `Not verified at the step ${verdict.failed}: ${verdict.reason}.`,
    }
  }
  const { index, leaf } = verdict.findings
  return { isVerified: true, said: `Verified: entry ${index}, ${leaf?.type}.` }
}
