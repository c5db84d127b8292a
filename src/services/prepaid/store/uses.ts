/** Uses of cards: of a contract in their order, of a shop by time, and those that somebody has to decide. */
import type pg from 'pg'
import type { PartyId } from '#kernel/identity/principal.ts'
import { useTable, type UseRow } from '../domain/rows.ts'
import { pageRows, type PageOr, type Turning } from './paged.ts'

/** By their ordinal, the first one first. */
export function listContractUses(
  pool: pg.Pool,
  book: string,
  contract: string,
  turning: Turning,
): Promise<PageOr<UseRow>> {
  return pageRows(
    pool,
    useTable,
    {
      book,
      where: 't.contract = $2',
      values: [contract],
      order: ['n', 'use'],
      direction: 'asc',
    },
    turning,
  )
}

/** By the time of request, the newest first. */
export function listShopUses(
  pool: pg.Pool,
  book: string,
  shop: PartyId,
  turning: Turning,
): Promise<PageOr<UseRow>> {
  return pageRows(
    pool,
    useTable,
    {
      book,
      where: 't.shop = $2',
      values: [shop],
      order: ['requestedAt', 'use'],
      direction: 'desc',
    },
    turning,
  )
}

/** What a notary has to decide, the oldest first. */
export function listContested(
  pool: pg.Pool,
  book: string,
  turning: Turning,
): Promise<PageOr<UseRow>> {
  return pageRows(
    pool,
    useTable,
    { book, where: `t.state = 'contested'`, order: ['deemedAt', 'use'], direction: 'asc' },
    turning,
  )
}
