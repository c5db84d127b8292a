/** The row of a book: made once, with the root of an empty tree. */
import { nodeHashing } from '#platform/book/sealing-tools.ts'
import { createClient } from './pool.ts'

/** Answers whether the book is new, that is, has no entries yet. */
export async function ensureBook(
  url: string,
  { name, origin }: { readonly name: string; readonly origin: string },
): Promise<boolean> {
  const client = createClient(url, 'hongqiao books')
  await client.connect()
  try {
    await client.query(
      'insert into book (book, origin, root) values ($1, $2, $3) on conflict do nothing',
      [name, origin, Buffer.from(nodeHashing.empty)],
    )
    const { rows } = await client.query<{ isNew: boolean }>(
      'select size = 0 as "isNew" from book where book = $1 and origin = $2',
      [name, origin],
    )
    const row = rows.at(0)
    if (row === undefined) throw new Error(`the database has book ${name} under another origin`)
    return row.isNew
  } finally {
    await client.end()
  }
}
