/** What was said about a refund, as far as its reader may know it: secrets of the entries in which it was said. */
import type pg from 'pg'
import type { Principal } from '#kernel/identity/principal.ts'
import type { LogReader } from '#platform/http/log-reader.ts'
import type { RefundRow } from '../domain/rows.ts'
import { listRefundEntries, type RefundSaying } from '../store/refund-entries.ts'
import type { RefundWords } from '../web/consumer-views.ts'
import { disclosedTexts } from './desk-confidential.ts'

export interface WordsAsking {
  readonly pool: pg.Pool
  readonly book: string
  readonly log: Pick<LogReader, 'provenEntry'>
  /** Who reads. */
  readonly principal: Principal
}

/** By whom each of them is said, and the name of the secret that has it. */
const SAID: Readonly<Record<RefundSaying, readonly [keyof RefundWords, string]>> = {
  'refund-asked': ['consumer', 'detail'],
  'refund-agreed': ['shop', 'reason'],
  'refund-objected': ['shop', 'reason'],
  'refund-approved': ['notary', 'reason'],
  'refund-declined': ['notary', 'reason'],
  'refund-account-given': ['account', 'account'],
}

export async function wordsOfRefund(
  { pool, book, log, principal }: WordsAsking,
  refund: Pick<RefundRow, 'consumer' | 'refund' | 'entry'>,
): Promise<RefundWords> {
  const entries = await listRefundEntries(pool, book, refund)
  const said = await Promise.all(
    entries.map(async ({ index, saying }) => {
      const [whose, name] = SAID[saying]
      const texts = await disclosedTexts(log, { book, index }, principal)
      return [whose, texts.get(name) ?? null] as const
    }),
  )
  const last = (whose: keyof RefundWords) =>
    said.findLast(([each, text]) => each === whose && text !== null)?.[1] ?? null
  return {
    consumer: last('consumer'),
    shop: last('shop'),
    notary: last('notary'),
    account: last('account'),
  }
}
