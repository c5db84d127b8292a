/** The audit finds nothing in what the writer wrote, and whatever somebody else changed. */
import { beforeAll, describe, expect, test } from 'vitest'
import { createHash } from 'node:crypto'
import type { DatabaseUrls } from '#platform/postgres/embedded.ts'
import { createClient } from '#platform/postgres/pool.ts'
import { freshDatabase } from '../pg/database.ts'
import { audit, writeHistory } from './audited.ts'

/** One history for all tests: each of them gets a copy of its database. */
let written: string

beforeAll(async () => {
  const urls = await freshDatabase()
  await writeHistory(urls, { acts: 2400, contracts: 80, seed: 11, together: 60 })
  written = new URL(urls.owner).pathname.slice(1)
})

interface Copy {
  readonly urls: DatabaseUrls
  readonly tamper: (sql: string, values?: readonly unknown[]) => Promise<number>
  readonly one: (sql: string) => Promise<Record<string, unknown>>
  readonly close: () => Promise<void>
}

async function copyOfBook(): Promise<Copy> {
  const urls = await freshDatabase(written)
  const client = createClient(urls.owner, 'tampering')
  await client.connect()
  return {
    urls,
    async tamper(sql: string, values: readonly unknown[] = []): Promise<number> {
      const { rowCount } = await client.query(sql, [...values])
      return rowCount ?? 0
    },
    async one(sql: string): Promise<Record<string, unknown>> {
      const { rows } = await client.query<Record<string, unknown>>(sql)
      return rows[0] ?? {}
    },
    close: () => client.end(),
  }
}

test('a book that the writer wrote has no difference, whatever the pages and the memory', async () => {
  const { urls, close } = await copyOfBook()
  await close()
  const whole = await audit(urls)
  expect(whole.findings).toEqual([])
  expect(whole.size).toBeGreaterThan(512)
  expect(whole.disclosuresOpened).toBeGreaterThan(40)
  expect(whole.disclosuresErased).toBe(0)
  const paged = await audit(urls, { pageEntries: 37, rowsMax: 60 })
  expect({ ...paged, durationMs: 0 }).toEqual({ ...whole, durationMs: 0 })
})

test('the history that is tampered with has something of everything', async () => {
  const { one, close } = await copyOfBook()
  const tables =
    'entry transfer account hold party_entries cell due disclosure caused tile school class_use'
  for (const table of [...tables.split(' '), 'contract', 'idempotency_key', 'reaction_cursor']) {
    const { n } = await one(`select count(*)::int as n from ${table}`)
    expect([table, n]).not.toEqual([table, 0])
  }
  await close()
})

const ERASE = `insert into erasure select 'sh', 'pty_consumer-li', 1 + max(idx), now(), 'none' from disclosure`

test('a value that is gone without an entry of its erasure is found, and so is one that is still there', async () => {
  const found = async (...statements: readonly string[]): Promise<readonly string[]> => {
    const { urls, tamper, close } = await copyOfBook()
    for (const statement of statements) expect(await tamper(statement)).toBeGreaterThan(0)
    await close()
    const { findings } = await audit(urls)
    return findings.map(({ table, problem }) => `${table}/${problem}`)
  }
  const ofLi = "where subject = 'pty_consumer-li'"
  expect(await found(`delete from disclosure ${ofLi}`)).toEqual(['disclosure/missing'])
  expect(await found(`delete from subject_key ${ofLi}`)).toEqual(['disclosure/does_not_open'])
  const emptied = await found(`update disclosure set box = null ${ofLi}`)
  expect(emptied).toEqual(['disclosure/emptied_without_erasure'])
  // An erasure that no entry explains hides none of this.
  const added = await found(ERASE, `update disclosure set box = null ${ofLi}`)
  expect(added).toEqual(['erasure/added'])
  expect(await found(ERASE)).toEqual(['disclosure/kept_after_erasure', 'erasure/added'])
})

/** The second full use of a contract, some way into the book: most tampering is done to it. */
const USE = "(select min(idx) + 40 from entry where type = 'escrow.confirmed')"

/** [what was done, SQL, finding]: one row is touched by each. */
const TAMPERED: readonly (readonly [string, string, string])[] = [
  [
    'a changed row',
    "update school set classes = classes + 1 where school = 'go'",
    'school/changed',
  ],
  ['an added row', "insert into class_use values ('sh', 'u-never', 'c1', 9)", 'class_use/added'],
  [
    'a missing row',
    'delete from class_use where class_use = (select min(class_use) from class_use)',
    'class_use/missing',
  ],
  [
    'a changed instant',
    "update contract set expires_at = expires_at + interval '1 microsecond' where contract = 'c2'",
    'contract/changed',
  ],
  [
    'a changed transfer',
    `update transfer set amount_minor = amount_minor + 1 where (idx, n) = (select min(idx), 0 from transfer where op = 'move' and n = 0)`,
    'transfer/changed',
  ],
  [
    'an added transfer',
    `insert into transfer values ('sh', ${USE}, 9, 'move', 'bank', 'fees', 5)`,
    'transfer/added',
  ],
  [
    'a transfer beyond the book',
    "insert into transfer values ('sh', 1000000, 0, 'move', 'bank', 'fees', 5)",
    'transfer/added',
  ],
  [
    'a missing transfer',
    `delete from transfer where n = 1 and idx = (select min(idx) + 40 from transfer where n = 1)`,
    'transfer/missing',
  ],
  [
    'a changed balance',
    "update account set debits_posted = debits_posted + 1 where account = 'bank' and entry = (select max(entry) from account where account = 'bank')",
    'account/changed',
  ],
  [
    'a changed old version of a balance',
    "update account set credits_posted = credits_posted + 1 where (account, entry) = (select 'fees', min(entry) from account where account = 'fees' and credits_posted > 0)",
    'account/changed',
  ],
  [
    'a missing version',
    "delete from account where (account, entry) = (select 'fees', min(entry) from account where account = 'fees' and credits_posted > 0)",
    'account/missing',
  ],
  [
    'a missing newest version',
    "delete from account where (account, entry) = (select 'bank', max(entry) from account where account = 'bank')",
    'account/missing',
  ],
  [
    'an added version',
    "insert into account select book, account, entry + 1, entry + 1, currency, side, overdraft, 0, 0, 0, 0 from account where account = 'held/c3' order by entry limit 1",
    'account/added',
  ],
  [
    'an added account',
    "insert into account values ('sh', 'held/nobody', 12, 12, 'CNY', 'credit', false, 0, 5, 0, 0)",
    'account/added',
  ],
  [
    'a version that claims to cover more than its batch',
    "update account set since = 0 where (account, entry) = (select 'fees', max(entry) from account where account = 'fees')",
    'account/range_wrong',
  ],
  [
    'a version that covers less than its batch',
    "update account set since = entry where (account, entry) = (select 'fees', entry from account where account = 'fees' and credits_posted > 0 order by entry - since desc limit 1)",
    'account/missing',
  ],
  [
    'a changed hold',
    "update hold set state = 'voided' where hold = (select min(hold) from hold where state = 'pending')",
    'hold/changed',
  ],
  ['a missing hold', 'delete from hold where hold = (select min(hold) from hold)', 'hold/missing'],
  [
    'an added hold',
    "insert into hold values ('sh', 'p-never', 'bank', 'fees', 1, now(), 'pending')",
    'hold/added',
  ],
  [
    'a changed cell',
    "update cell set amount = amount + 1 where area = 'HUB' and indicator = 'escrow.fees'",
    'cell/changed',
  ],
  [
    'an added cell',
    "insert into cell values ('sh', 'escrow.fees', 'nowhere', '2026-11', 0)",
    'cell/added',
  ],
  [
    'a missing cell',
    "delete from cell where area = 'HUB' and indicator = 'escrow.fees'",
    'cell/missing',
  ],
  [
    'a changed due row',
    "update due set due_at = due_at + interval '1 day' where (kind, key) = (select kind, key from due limit 1)",
    'due/changed',
  ],
  ['an added due row', "insert into due values ('sh', now(), 'contract', 'c-never')", 'due/added'],
  [
    'a missing due row',
    'delete from due where (kind, key) = (select kind, key from due limit 1)',
    'due/missing',
  ],
  [
    'a number that points at another entry',
    "update party_entries set indexes[1] = indexes[1] + 1 where first_number = 1 and party = 'pty_notary-one'",
    'party_entries/changed',
  ],
  [
    'a number with another salt',
    "update party_entries set salts = '\\x00'::bytea || substring(salts from 2) where first_number = 1 and party = 'pty_notary-one'",
    'party_entries/digest_not_in_leaf',
  ],
  [
    'a missing number',
    "delete from party_entries where first_number = 1 and party = 'pty_notary-one'",
    'party_entries/missing',
  ],
  [
    'an added number',
    "insert into party_entries select book, party, max(first_number + cardinality(indexes)), '{7}', '\\x00112233445566778899aabbccddeeff' from party_entries where party = 'pty_notary-one' group by book, party",
    'party_entries/count_differs',
  ],
  [
    'a party without entries',
    "insert into party_entries values ('sh', 'pty_nobody', 1, '{3}', '\\x00112233445566778899aabbccddeeff')",
    'party_entries/added',
  ],
  ['a missing entry', `delete from entry where idx = ${USE}`, 'entry/missing'],
  [
    'an added entry',
    'insert into entry select book, idx + 1, at, type, leaf_hash, leaf from entry order by idx desc limit 1',
    'entry/added',
  ],
  [
    'a changed leaf',
    `update entry set leaf = replace(convert_from(leaf, 'UTF8'), '"CNY"', '"USD"')::bytea where idx = 1`,
    'entry/leaf_hash_differs',
  ],
  [
    'a leaf that is not canonical',
    `update entry set leaf = leaf || ' '::bytea where idx = ${USE}`,
    'entry/leaf_not_canonical',
  ],
  [
    'another type beside the leaf',
    `update entry set type = 'escrow.closed' where idx = ${USE}`,
    'entry/type_differs',
  ],
  [
    'another time beside the leaf',
    `update entry set at = at + interval '1 microsecond' where idx = ${USE}`,
    'entry/at_differs',
  ],
  [
    'a changed leaf hash',
    `update entry set leaf_hash = set_byte(leaf_hash, 5, 255 - get_byte(leaf_hash, 5)) where idx = ${USE}`,
    'entry/leaf_hash_differs',
  ],
  [
    'a changed tile',
    'update tile set hashes = set_byte(hashes, 4000, 255 - get_byte(hashes, 4000)) where n = 1 and level = 0',
    'tile/changed',
  ],
  ['a missing tile', 'delete from tile where n = 1 and level = 0', 'tile/missing'],
  ['an added tile', 'insert into tile select book, 0, 100, hashes from tile limit 1', 'tile/added'],
  [
    'swapped tiles',
    'update tile a set hashes = b.hashes from tile b where a.level = 0 and b.level = 0 and a.n + b.n = 1',
    'tile/changed',
  ],
  ['another root', "update book set root = sha256('root')", 'book/root_differs'],
  ['another time of the book', "update book set at = at + interval '1 s'", 'book/at_differs'],
  [
    'swapped boxes',
    'update disclosure a set box = b.box from (select min(idx) as x, max(idx) as y from disclosure) m, disclosure b where a.idx in (m.x, m.y) and b.idx = m.x + m.y - a.idx',
    'disclosure/does_not_open',
  ],
  [
    'a changed box',
    'update disclosure set box = set_byte(box, 20, 255 - get_byte(box, 20)) where idx = (select min(idx) from disclosure)',
    'disclosure/does_not_open',
  ],
  [
    'a disclosure beyond the book',
    'insert into disclosure select book, 1000000, field, subject, box from disclosure limit 1',
    'disclosure/added',
  ],
  [
    'a key that points beyond the book',
    'update idempotency_key set idx = 1000000 where key = (select key from idempotency_key limit 1)',
    'idempotency_key/points_nowhere',
  ],
  [
    'a missing cause',
    'delete from caused where cause_idx = (select max(cause_idx) from caused) and ordinal = (select min(ordinal) from caused)',
    'caused/missing',
  ],
  [
    'an added cause',
    "insert into caused values ('sh', 'sh.hub.example/book/1', 3, 'escrow.close-contracts', 77, 5)",
    'caused/added',
  ],
  [
    'a reaction ahead of the book',
    'update reaction_cursor set idx = 1000000',
    'reaction_cursor/points_nowhere',
  ],
  [
    'a checkpoint of another root',
    "insert into checkpoint values ('sh', 300, sha256('root'), 'note')",
    'checkpoint/root_differs',
  ],
  [
    'a checkpoint of a later size',
    "insert into checkpoint values ('sh', 1000000, sha256('root'), 'note')",
    'checkpoint/added',
  ],
]

describe('tampering is found and named', () => {
  test.each(TAMPERED)('%s', async (_, sql, expected) => {
    const { urls, tamper, close } = await copyOfBook()
    expect(await tamper(sql)).toBeGreaterThan(0)
    await close()
    const { findings } = await audit(urls)
    expect(findings.map(({ table, problem }) => `${table}/${problem}`)).toContain(expected)
  })

  test('a changed leaf with its hash made to fit shows in tile and root', async () => {
    const { urls, tamper, one, close } = await copyOfBook()
    const { leaf } = await one('select leaf from entry where idx = 1')
    const changed = Buffer.from(String(leaf).replaceAll('"CNY"', '"USD"'))
    const hash = createHash('sha256').update(Buffer.of(0)).update(changed).digest()
    const values = [changed, hash]
    expect(await tamper('update entry set leaf = $1, leaf_hash = $2 where idx = 1', values)).toBe(1)
    await close()
    const { findings } = await audit(urls)
    const kinds = findings.map(({ table, problem }) => `${table}/${problem}`)
    expect(kinds).not.toContain('entry/leaf_hash_differs')
    expect(kinds).toEqual(expect.arrayContaining(['tile/changed', 'book/root_differs']))
    expect(findings.find(({ table }) => table === 'tile')?.stored).toMatch(/^node 1: /)
  })
})
