/** The signer of a book as a server is configured: a process of its own, or one that it shares. */
import type { Config } from '#platform/config/config.ts'
import type { SignerPlace } from '#platform/config/signer-place.ts'
import { Passphrase } from '#platform/keys/passphrase.ts'
import { keptSigner, type KeptSignerOptions } from './kept.ts'
import type { SignerPort } from './port.ts'
import { signerProcess } from './process.ts'
import { remoteSigner } from './remote.ts'
import { signerSecret, signerSecretPath } from './secret.ts'
import { signerFolder } from './signer.ts'
import type { OpenBook } from './wire.ts'

/** Plain values: it is handed to the threads of books. */
export type SignerChoice =
  | {
      readonly kind: 'own'
      readonly dataFolder: string
      /** Under which the keys lie; null for plain files. */
      readonly passphrase: string | null
    }
  | { readonly kind: 'shared'; readonly place: SignerPlace; readonly secret: Uint8Array }

/** Shared signers have been told their passphrase where they run. */
export function signerChoice(
  { dataFolder, keysFolder, signer }: Config,
  passphrase: Passphrase | undefined,
): SignerChoice {
  if (signer === undefined) {
    return { kind: 'own', dataFolder, passphrase: passphrase?.reveal() ?? null }
  }
  return {
    kind: 'shared',
    place: signer,
    secret: signerSecret(signerSecretPath(keysFolder), false),
  }
}

/** Rejects with SignerRefused or StartupProblem if it cannot be opened at first. */
export function openSigner(
  choice: SignerChoice,
  { book, origin, mayCreate }: OpenBook,
  listeners: Pick<KeptSignerOptions, 'onHealth' | 'onProblem'>,
): Promise<SignerPort> {
  const open = (isFirst: boolean): Promise<SignerPort> => {
    const may = mayCreate && isFirst
    if (choice.kind === 'shared') return remoteSigner({ ...choice, book, origin, mayCreate: may })
    const { dataFolder, passphrase } = choice
    return signerProcess({
      folder: signerFolder(dataFolder, book),
      origin,
      mayCreate: may,
      ...(passphrase === null ? {} : { passphrase: new Passphrase(passphrase) }),
    })
  }
  return keptSigner({ open, ...listeners })
}
