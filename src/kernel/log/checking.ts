/**
 * Checks that need signatures verified, written once for verifiers that answer at once and for those that
 * answer later: a check asks for one signature after the other and goes on with the answer. Deciders run it at
 * once, browsers wait for WebCrypto, and both take the same steps.
 */
import type { Signed, VerifyEd25519 } from './ed25519.ts'

export type Checking<R> = Generator<Signed, R, boolean>

/** For a decider, which may not wait. */
export function checkNow<R>(checking: Checking<R>, verify: (signed: Signed) => boolean): R {
  let step = checking.next()
  while (step.done !== true) step = checking.next(verify(step.value))
  return step.value
}

export async function check<R>(checking: Checking<R>, verify: VerifyEd25519): Promise<R> {
  let step = checking.next()
  while (step.done !== true) {
    // oxlint-disable-next-line no-await-in-loop -- one line after the other: there are few, and the first wrong one ends it.
    step = checking.next(await verify(step.value))
  }
  return step.value
}
