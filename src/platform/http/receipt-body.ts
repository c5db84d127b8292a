/** What a party keeps: the leaf, the proof that it is in the book, and the disclosures that it may see. */
import type { ProvenEntry } from '#kernel/book/answer.ts'
import { formatProofLines } from '#kernel/log/proof.ts'
import { z } from 'zod'

export const ReceiptBody = z
  .strictObject({
    format: z.literal('hongqiao-receipt/1'),
    leaf: z.string().describe('The exact canonical text whose UTF-8 bytes were hashed.'),
    proof: z.string().describe('A c2sp.org/tlog-proof: index, inclusion path, signed checkpoint.'),
    disclosures: z.array(z.string()).describe('As in SD-JWT: base64url of [salt, name, value].'),
  })
  .describe('A receipt; it verifies offline, against the published policy.')

export type ReceiptBody = z.infer<typeof ReceiptBody>

export function receiptBody(entry: ProvenEntry, checkpoint: string): ReceiptBody {
  const { index, leaf, path, disclosures } = entry
  return {
    format: 'hongqiao-receipt/1',
    leaf,
    proof: formatProofLines(index, path, checkpoint),
    disclosures: [...disclosures],
  }
}
