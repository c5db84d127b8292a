/** The private key of a witness in its file: as a book's, but what it signs states a time. */
import { sign } from 'node:crypto'
import { cosignedMessage, encodeCosignature } from '#kernel/log/cosignature.ts'
import { signatureLine } from '#kernel/log/note.ts'
import { formatVkey } from '#kernel/log/vkey.ts'
import { createKeyFile, type PrivateKey, readKeyFile } from './key-file.ts'

export interface CosigningKey {
  readonly name: string
  readonly verifierKey: string
  /** The signature line (c2sp.org/tlog-cosignature, type 0x04) over the text of a checkpoint. */
  cosign(text: string, seconds: bigint): string
}

export function createCosigningKey(path: string, name: string): CosigningKey {
  return cosigningKey(createKeyFile(path, name, 'cosignature'))
}

export function readCosigningKey(path: string): CosigningKey {
  return cosigningKey(readKeyFile(path, 'cosignature'))
}

function cosigningKey({ key, secret }: PrivateKey): CosigningKey {
  return {
    name: key.name,
    verifierKey: formatVkey(key),
    cosign(text, seconds) {
      const signature = sign(null, cosignedMessage(text, seconds), secret)
      return signatureLine(key, encodeCosignature({ seconds, signature }))
    },
  }
}
