/** `hongqiao verifier-html FILE`: the check of receipts as one file for a stick, with policies inside. */
import { hash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { hubBooks } from '#apps/server/hub.ts'
import { textFromUtf8 } from '#kernel/std/utf8.ts'
import { buildVerifierFile, type PolicyBlock } from '#platform/web/verifier-file.ts'
import { note } from './note.ts'
import { type PolicyText, readPolicies } from './policies.ts'

const MISUSED = 2
const ROOT = join(import.meta.dirname, '../../..')

const USAGE = `Usage: hongqiao verifier-html FILE [--policy FILE|FOLDER]

Writes a web page that checks receipts without a network, as one file. The policies are put inside;
whoever opens the file can drop others. Without --policy those of the hub on this machine are taken.`

export async function run(args: readonly string[]): Promise<number> {
  const call = readCall(args)
  if (call === null) {
    note(USAGE)
    return MISUSED
  }
  const policies = await readPolicies(call.policy)
  if (!policies.ok) {
    note(policies.error)
    return MISUSED
  }
  const blocks = policies.value.map(blockOf)
  await writeFile(call.file, await buildVerifierFile(ROOT, blocks))
  for (const { origin, sha256Hex } of blocks) note(`${origin}: policy ${sha256Hex}`)
  note(`${call.file} is written.`)
  return 0
}

function blockOf({ name, bytes, policy }: PolicyText): PolicyBlock {
  const origin = policy.logs[0]?.key.name ?? ''
  const words = hubBooks.find((book) => book.name === name)?.words ?? { en: name, zh: name }
  return {
    id: name,
    name: words,
    origin,
    policy: textFromUtf8(bytes) ?? '',
    sha256Hex: hash('sha256', bytes),
  }
}

function readCall(
  args: readonly string[],
): { readonly file: string; readonly policy: string | undefined } | null {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { policy: { type: 'string' } },
      allowPositionals: true,
    })
    const [file, surplus] = positionals
    return file === undefined || surplus !== undefined ? null : { file, policy: values.policy }
  } catch {
    // It throws for options that it does not know, and the usage says which there are.
    return null
  }
}
