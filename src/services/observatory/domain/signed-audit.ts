/**
 * A signed audit: that somebody stands for what the rules found in a text. The entry holds digests and
 * counts, so whoever has the text can audit it again and compare; the text is not in the book.
 */
import { record } from '#kernel/book/slice.ts'
import type { CommandHandler, Decision, EventHandler } from '#kernel/book/slice.ts'
import { AUDIT_SIGNED, NOTHING_KNOWN, type SignAudit } from '../contract.ts'

export const signAudit: CommandHandler<SignAudit> = {
  // Nothing has to be so before: signing the same audit again says the same again.
  *reads() {},

  decide(_, command, { actor }): Decision {
    const { engine, textDigest, resultDigest, correctionsDigest, claims, corrections } = command
    const { knownVersion } = command
    return record({
      type: AUDIT_SIGNED,
      body: {
        engine,
        textDigest,
        resultDigest,
        correctionsDigest,
        knownVersion,
        claims,
        corrections,
        verdicts: { ...command.verdicts },
      },
      parties: [actor],
    })
  },
}

export const auditSigned: EventHandler = {
  v: 2,
  // Until then a text was compared with nothing but itself.
  upcasts: { 1: (body) => ({ ...body, knownVersion: NOTHING_KNOWN.version }) },
  // The entry itself is all there is: nothing is decided from it later.
  apply() {},
}
