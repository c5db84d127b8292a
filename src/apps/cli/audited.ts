/** The audit of every book that a database has, as a step of a longer command. */
import { registryOf } from '#kernel/book/registry.ts'
import { slices } from '#apps/server/slices.ts'
import { erasurePath, readErasureFile } from '#platform/erasure/journal.ts'
import { auditBook } from '#platform/postgres/audit.ts'
import { findingText } from '#platform/postgres/audit-findings.ts'
import { note } from './note.ts'

export interface Audited {
  readonly book: string
  readonly size: number
  /** Base64 of the root computed from the leaves. */
  readonly root: string
  readonly isSound: boolean
}

/** What lies beside a database. */
export interface Beside {
  readonly installationKey: Uint8Array
  /** Of the erasure journals. */
  readonly dataFolder: string
}

/** What it finds goes to standard output, as `hongqiao audit` has it. */
export async function auditAll(
  url: string,
  { installationKey, dataFolder }: Beside,
  books: readonly { readonly book: string }[],
): Promise<readonly Audited[]> {
  const registry = registryOf(slices)
  const audited: Audited[] = []
  for (const { book } of books) {
    const erasures = readErasureFile(erasurePath(dataFolder, book))
    const options = { url, book, registry, installationKey, erasures }
    const { size, root, findings } = await auditBook(options)
    for (const finding of findings) process.stdout.write(`${findingText(finding)}\n`)
    const isSound = findings.length === 0
    note(
      isSound
        ? `Book ${book}: ${size} entries, audited and sound.`
        : `Book ${book} has differences of ${findings.length} kinds. See docs/runbooks/audit.md.`,
    )
    audited.push({ book, size, root, isSound })
  }
  return audited
}
