/**
 * The policies of this installation as files, so that its receipts can be checked while it does not run: one
 * for each book, with its witnesses and the rule over them. They are written anew at each start, from the
 * keys of the signers and what the operator configured; policies of others are kept elsewhere.
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { utf8Of } from '#kernel/std/utf8.ts'
import { writeDurably } from './durable-file.ts'

/** In the data folder: `<book>.txt` for each book. */
export const POLICY_FOLDER = 'policies'

/** They hold public keys only. */
const PUBLIC_MODE = 0o644

export async function writePolicyFiles(
  dataFolder: string,
  policies: ReadonlyMap<string, string>,
): Promise<void> {
  const folder = join(dataFolder, POLICY_FOLDER)
  mkdirSync(folder, { recursive: true })
  const written = [...policies].map(([book, text]) =>
    writeDurably(join(folder, `${book}.txt`), utf8Of(text), PUBLIC_MODE),
  )
  await Promise.all(written)
}
