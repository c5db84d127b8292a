/** What an entry only commits to, as far as its reader may know it; nobody else is asked for a key. */
import type { Principal } from '#kernel/identity/principal.ts'
import { parseDisclosure } from '#kernel/log/commitment.ts'
import { readLeaf } from '#kernel/log/leaf.ts'
import type { JsonObject } from '#kernel/std/json.ts'
import { utf8Of } from '#kernel/std/utf8.ts'
import { erasedWords } from '#platform/http/erased-words.ts'
import type { LogReader } from '#platform/http/log-reader.ts'

export interface EntryAt {
  readonly book: string
  readonly index: number
}

/** The disclosed texts by name, or that they were erased; empty where nothing is disclosed to this reader. */
export async function disclosedTexts(
  log: Pick<LogReader, 'provenEntry'>,
  { book, index }: EntryAt,
  reader: Principal,
): Promise<ReadonlyMap<string, string>> {
  const proof = await log.provenEntry(book, index, reader)
  const texts = (proof?.entry.disclosures ?? []).flatMap((text): [string, string][] => {
    const disclosure = parseDisclosure(text)
    if (!disclosure.ok) return []
    const { name, value } = disclosure.value
    return typeof value === 'string' ? [[name, value]] : []
  })
  const erased = (proof?.erased ?? []).map(({ name, erasedAtMs }): [string, string] => {
    const { en, zh } = erasedWords(erasedAtMs)
    return [name, `${zh} · ${en}`]
  })
  return new Map([...texts, ...erased])
}

/** What an entry says openly; null beyond the last checkpoint. */
export async function bodyOf(
  log: Pick<LogReader, 'entry'>,
  { book, index }: EntryAt,
): Promise<JsonObject | null> {
  const entry = await log.entry(book, index)
  if (entry === null) return null
  const leaf = readLeaf(utf8Of(entry.leaf))
  return leaf.ok ? leaf.value.body : null
}
