/**
 * The ordinary way: one transaction for each command, in plain SQL that is prepared once, on as many
 * connections as are asked for. The rows are those of "confirm use". Where everything is random, no two
 * commands share an account, a cell or a party but by chance; where it is hot, all share one of each, as
 * the fees and the hub's totals are shared in the book.
 */
import { createHash, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type pg from 'pg'
import { createClient } from '#platform/postgres/pool.ts'
import { type Bench, medianRun, reportRate } from './bench.ts'
import { measureRate } from './confirm.ts'

export type Spread = 'random' | 'hot'

const CONTRACTS = 20_000
const SCHOOLS = 400
const PERIOD = '2026-11'

interface Use {
  readonly contract: string
  readonly classUse: string
  /** Which of the accounts of fees, of the notaries and of the areas. */
  readonly shared: number
}

type Ask = <R extends pg.QueryResultRow>(text: string, values: readonly unknown[]) => Promise<R[]>

/** Statements are planned once for each connection, under a name made from their text. */
function asking(client: pg.Client): Ask {
  const names = new Map<string, string>()
  return async <R extends pg.QueryResultRow>(text: string, values: readonly unknown[]) => {
    const name = names.get(text) ?? `s${names.size}`
    names.set(text, name)
    const { rows } = await client.query<R>({ name, text, values: [...values] })
    return rows
  }
}

async function confirm(client: pg.Client, ask: Ask, use: Use): Promise<void> {
  await client.query('begin')
  try {
    await decideAndWrite(ask, use)
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw error
  }
}

async function decideAndWrite(ask: Ask, { contract, classUse, shared }: Use): Promise<void> {
  const [row] = await ask<{ school: string; may: boolean }>(
    `select c.school, c.used < c.entries and c.state = 'open' and c.expires_at > now() as may
     from o_contract c where c.contract = $1 for update`,
    [contract],
  )
  if (row?.may !== true) throw new Error('a contract of the bench is open')
  const { school } = row
  const transfers = [`earned/${school}`, `fees/${shared}`] as const
  const body = JSON.stringify({ classUse, contract, school, transfers, nonce: nonce() })
  const entry = await insertEntry(ask, body)
  await ask('insert into o_class_use values ($1, $2, $3)', [classUse, contract, entry])
  await ask('update o_contract set used = used + 1 where contract = $1', [contract])
  await ask('update o_school set classes = classes + 1 where school = $1 and not closed', [school])
  // Always in this order, so that no two transactions wait for each other.
  const accounts: readonly (readonly [string, number, number])[] = [
    [`held/${contract}`, 100, 0],
    [transfers[0], 0, 90],
    [transfers[1], 0, 10],
  ]
  for (const [account, debit, credit] of accounts) {
    await ask(
      `with a as (update o_account set debits = debits + $2, credits = credits + $3
         where account = $1 returning *)
       insert into o_account_version select account, $4, debits, credits from a`,
      [account, debit, credit, entry],
    )
  }
  await ask(`insert into o_transfer values ($1, 0, $2, $3, 90), ($1, 1, $2, $4, 10)`, [
    entry,
    accounts[0]?.[0],
    transfers[0],
    transfers[1],
  ])
  await ask(
    `insert into o_cell values ('classes', $1, $3, 1), ('fees', $1, $3, 10), ('classes', $2, $3, 1),
       ('released', $2, $3, 90)
     on conflict (indicator, area, period) do update set amount = o_cell.amount + excluded.amount`,
    [`HUB-${shared}`, school, PERIOD],
  )
  for (const party of [`consumer-${contract}`, `school-${school}`, `notary-${shared}`]) {
    await ask(
      `with p as (update o_party set last = last + 1 where party = $1 returning *)
       insert into o_party_entry select party, last, $2 from p`,
      [party, entry],
    )
  }
  await ask('insert into o_idempotency_key values ($1, $2, $3, now())', [
    randomBytes(32),
    createHash('sha256').update(body).digest(),
    entry,
  ])
}

async function insertEntry(ask: Ask, body: string): Promise<bigint> {
  const [row] = await ask<{ entry: bigint }>(
    `insert into o_entry (type, body) values ('escrow.confirmed', $1) returning entry`,
    [body],
  )
  if (row === undefined) throw new Error('an insert returns its row')
  return row.entry
}

const nonce = (): string => randomBytes(16).toString('base64url')

const run = nonce()
let uses = 0

function nextUse(spread: Spread): Use {
  uses += 1
  return {
    contract: `c${Math.floor(Math.random() * CONTRACTS)}`,
    classUse: `u${run}-${uses}`,
    shared: spread === 'hot' ? 0 : Math.floor(Math.random() * SCHOOLS),
  }
}

export async function measureOrdinary(
  bench: Bench,
  name: string,
  shape: { readonly spread: Spread; readonly connections: number },
): Promise<void> {
  const urls = await bench.stage.empty()
  const clients = Array.from({ length: shape.connections }, () => createClient(urls.owner, name))
  try {
    await Promise.all(clients.map((client) => client.connect()))
    await makeTables(urls.owner)
    const connections = clients.map((client) => ({ client, ask: asking(client) }))
    const { rate } = await medianRun(bench, async () => {
      await bench.stage.settle()
      const load = {
        inFlight: shape.connections,
        warmUpMs: bench.warmUpMs,
        forMs: bench.forMs,
        onCounting: () => undefined,
      }
      const measured = await measureRate(load, async (place) => {
        const connection = connections[place]
        if (connection === undefined) throw new Error('each caller has a connection')
        await confirm(connection.client, connection.ask, nextUse(shape.spread))
      })
      return { rate: measured }
    })
    reportRate(bench, name, rate)
  } finally {
    await Promise.all(clients.map((client) => client.end()))
    await bench.stage.drop(urls)
  }
}

async function makeTables(url: string): Promise<void> {
  const client = createClient(url, 'bench tables')
  await client.connect()
  const statements = readFileSync(join(import.meta.dirname, 'ordinary.sql'), 'utf8').split(/;\n/)
  // One by one: vacuum does not run beside others.
  for (const statement of statements) if (statement.trim() !== '') await client.query(statement)
  await client.end()
}
