/** The row of a book: made once, with the root of an empty tree. */
import type { LogKeys } from '#kernel/log/policy.ts'
import { nodeHashing } from '#platform/book/sealing-tools.ts'
import { StartupProblem } from '#platform/config/startup-problem.ts'
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
    const { rows } = await client.query<{ isNew: boolean; isUnsaid: boolean }>(
      `select size = 0 as "isNew", exists (
         select from succession s where s.book = b.book and s.successor = b.origin
           and s.size = b.size) as "isUnsaid"
       from book b where book = $1 and origin = $2`,
      [name, origin],
    )
    const row = rows.at(0)
    if (row === undefined) throw new Error(`the database has book ${name} under another origin`)
    if (row.isUnsaid) {
      throw new StartupProblem(
        `The succession of book ${name} is not finished: call "hongqiao succeed ${name}" again.`,
      )
    }
    return row.isNew
  } finally {
    await client.end()
  }
}

/** What every server that opens a book must have alike. */
export interface BookBinding extends LogKeys {
  readonly installationId: string
}

/**
 * Whoever opens a book first binds it to its key and its installation; a server that has others is turned
 * away in one sentence, before it says or writes anything. Two servers with keys of their own would make two
 * logs of one book, and record an act twice that is sent to both.
 */
export async function bindBook(url: string, name: string, own: BookBinding): Promise<void> {
  const client = createClient(url, 'hongqiao books')
  await client.connect()
  try {
    await client.query(
      `update book set verifier_key = coalesce(verifier_key, $2),
         installation = coalesce(installation, $3)
       where book = $1 and (verifier_key is null or installation is null)`,
      [name, own.verifierKey, own.installationId],
    )
    // The key was changed since: the one before it is known as such by whoever has the new one.
    const earlier = (own.earlierKeys ?? []).map(({ verifierKey }) => verifierKey)
    await client.query(
      'update book set verifier_key = $2 where book = $1 and verifier_key = any($3)',
      [name, own.verifierKey, earlier],
    )
    const { rows } = await client.query<{ verifier_key: string; installation: string }>(
      'select verifier_key, installation from book where book = $1',
      [name],
    )
    const row = rows.at(0)
    if (row?.installation !== own.installationId) {
      throw new StartupProblem(
        `The book ${name} in this database is written with other keys than this server has: stop it, or give both servers the same HONGQIAO_KEYS (docs/runbooks/failover.md).`,
      )
    }
    if (row.verifier_key !== own.verifierKey) {
      throw new StartupProblem(
        `The book ${name} is signed with ${row.verifier_key}, and this server's signer has ${own.verifierKey}: give both servers the same HONGQIAO_SIGNER (docs/runbooks/failover.md).`,
      )
    }
  } finally {
    await client.end()
  }
}
