/** The private keys of a witness: as a book's, but what they sign states a time. */
import { sign } from 'node:crypto'
import { cosignedMessage, encodeCosignature } from '#kernel/log/cosignature.ts'
import { signatureLine } from '#kernel/log/note.ts'
import { keyFiles, type KeyStore } from '#platform/keys/key-store.ts'
import { createKeyFile, type PrivateKey } from './key-file.ts'
import { publicRing, type PublicRing, readRing } from './key-ring.ts'

export interface CosigningKey extends PublicRing {
  readonly name: string
  /**
   * The signature lines (c2sp.org/tlog-cosignature, type 0x04) over the text of a checkpoint: of the newest key,
   * and of one that overlaps with it.
   */
  cosign(text: string, seconds: bigint): string
}

export function createCosigningKey(
  path: string,
  name: string,
  keys: KeyStore = keyFiles(),
): CosigningKey {
  return cosigningKey(
    [createKeyFile(path, name, 'cosignature', keys)],
    publicRing(path, 'cosignature'),
  )
}

export function readCosigningKey(path: string, keys: KeyStore = keyFiles()): CosigningKey {
  return cosigningKey(readRing(path, 'cosignature', keys), publicRing(path, 'cosignature'))
}

function cosigningKey(ring: readonly PrivateKey[], known: PublicRing): CosigningKey {
  return {
    name: ring[0]?.key.name ?? '',
    ...known,
    cosign(text, seconds) {
      const message = cosignedMessage(text, seconds)
      const lines = ring.map(({ key, secret }) => {
        const signature = sign(null, message, secret)
        return signatureLine(key, encodeCosignature({ seconds, signature }))
      })
      return lines.join('')
    },
  }
}
