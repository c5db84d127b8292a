/** Contracts with what is held for each, as their consumer, their shop, the office and supervision read them. */
import type pg from 'pg'
import type { PartyId } from '#kernel/identity/principal.ts'
import { contractAccount } from '../domain/accounts.ts'
import { contractTable, type ContractRow } from '../domain/rows.ts'
import { pageRows, type Listing, type PageOr, type Turning } from './paged.ts'

/** Whose contracts: each is read along an index of its own. */
export type ContractScope =
  | { readonly of: 'consumer'; readonly consumer: PartyId }
  | { readonly of: 'shop'; readonly shop: PartyId }
  | { readonly of: 'book' }

/** A consumer's and a book's by id, a shop's by the time of signing, the newest first. */
export function listContracts(
  pool: pg.Pool,
  book: string,
  scope: ContractScope,
  turning: Turning,
): Promise<PageOr<ContractRow>> {
  return pageRows(pool, contractTable, { book, ...along(scope) }, turning)
}

function along(scope: ContractScope): Omit<Listing, 'book'> {
  const byId = { order: ['contract'], direction: 'asc' } as const
  if (scope.of === 'book') return { where: 'true', ...byId }
  if (scope.of === 'consumer') {
    return { where: 't.consumer = $2', values: [scope.consumer], ...byId }
  }
  return {
    where: 't.shop = $2',
    values: [scope.shop],
    order: ['signedAt', 'contract'],
    direction: 'desc',
  }
}

/** What is held for each contract: its account as the last entry left it. */
export async function heldOf(
  pool: pg.Pool,
  book: string,
  contracts: readonly string[],
): Promise<ReadonlyMap<string, bigint>> {
  const { rows } = await pool.query<{ contract: string; held_minor: bigint }>(
    `select wanted.contract, (a.credits_posted - a.debits_posted)::int8 as held_minor
     from unnest($2::text[], $3::text[]) as wanted (contract, account)
     cross join lateral (
       select credits_posted, debits_posted from account
       where book = $1 and account = wanted.account order by entry desc limit 1
     ) a`,
    [book, contracts, contracts.map(contractAccount)],
  )
  return new Map(rows.map(({ contract, held_minor: heldMinor }) => [contract, heldMinor]))
}
