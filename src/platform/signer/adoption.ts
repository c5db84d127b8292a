/**
 * The operator's ceremony: a person names the last signed size when the state is lost. Whoever names too
 * small a size makes a fork possible, so the state keeps for ever who did it, when and why.
 */
import { existsSync } from 'node:fs'
import { StartupProblem } from '#platform/config/startup-problem.ts'
import { publicRing } from './key-ring.ts'
import type { SignedState } from './port.ts'
import { lockOf, signerFiles } from './signer.ts'
import { type Adoption, StateFile } from './state-file.ts'

/** The origin whose state may be named, or a StartupProblem that says why none may. */
export function adoptableOrigin(folder: string): string {
  const files = signerFiles(folder)
  if (existsSync(files.state)) {
    throw new StartupProblem(
      `${files.state} exists: a state is only named when it is lost. See docs/runbooks/signer.md.`,
    )
  }
  if (!existsSync(files.key)) {
    throw new StartupProblem(`There is no signing key ${files.key}: restore it from its backup.`)
  }
  // By its public side, for which no passphrase is needed.
  const [name = ''] = publicRing(files.key, 'ed25519').verifierKey.split('+')
  return name
}

export function adoptState(folder: string, state: SignedState, adopted: Adoption): void {
  const files = signerFiles(folder)
  const origin = adoptableOrigin(folder)
  const releaseLock = lockOf(files)
  try {
    StateFile.create(files.state, { ...state, origin, adopted }).close()
  } finally {
    releaseLock()
  }
}
