/**
 * A signed audit: that somebody stands for what the rules found in a text. The entry holds digests and
 * counts, so whoever has the text can audit it again and compare; the text is not in the book.
 */
import { record } from '#kernel/book/slice.ts'
import type { CommandHandler, Decision, EventHandler } from '#kernel/book/slice.ts'
import { AUDIT_SIGNED, type SignAudit } from '../contract.ts'

export const signAudit: CommandHandler<SignAudit> = {
  // Nothing has to be so before: signing the same audit again says the same again.
  *reads() {},

  decide(_, command, { actor }): Decision {
    const { engine, textDigest, resultDigest, correctionsDigest, claims, corrections } = command
    return record({
      type: AUDIT_SIGNED,
      body: {
        engine,
        textDigest,
        resultDigest,
        correctionsDigest,
        claims,
        corrections,
        verdicts: { ...command.verdicts },
      },
      parties: [actor],
    })
  },
}

export const auditSigned: EventHandler = {
  v: 1,
  // The entry itself is all there is: nothing is decided from it later.
  apply() {},
}
