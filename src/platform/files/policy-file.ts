/**
 * The policy of this installation as a file, so that its receipts can be checked while it does not run.
 * It is written anew at each start, from the keys of the signers: another policy has a file of its own.
 */
import { join } from 'node:path'
import { policyText } from '#kernel/log/policy.ts'
import { utf8Of } from '#kernel/std/utf8.ts'
import { writeDurably } from './durable-file.ts'

export const POLICY_FILE = 'policy.txt'

/** It holds public keys only. */
const PUBLIC_MODE = 0o644

export async function writePolicyFile(
  dataFolder: string,
  verifierKeys: readonly string[],
): Promise<void> {
  const path = join(dataFolder, POLICY_FILE)
  await writeDurably(path, utf8Of(policyText(verifierKeys)), PUBLIC_MODE)
}
