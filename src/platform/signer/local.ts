/** A signer inside the calling thread: for tests, and where a process of its own is not wanted. */
import type { SignerPort } from './port.ts'
import { Signer, type SignerOptions } from './signer.ts'

export async function localSigner(options: SignerOptions): Promise<SignerPort> {
  const signer = Signer.open(options)
  return {
    ...signer.ring,
    last: async () => signer.last(),
    sign: async (to) => signer.sign(to),
    close: async () => signer.close(),
  }
}
