/**
 * `hongqiao key issue | list | revoke`: for whoever runs the hub and can reach its database. A new key is
 * printed once, on standard output alone, so that it can be piped into a safe place. The keys that sign are changed
 * by the ceremonies beside it.
 */
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { PARTY_ID, ROLES } from '#kernel/identity/principal.ts'
import { formatInstant } from '#kernel/time/clock.ts'
import { readConfig } from '#platform/config/config.ts'
import type { Credential, CredentialStore } from '#platform/credentials/credential.ts'
import { issueKey, type KeyOrder, LABEL_CHARS_MAX } from '#platform/credentials/issue.ts'
import { postgresCredentials } from '#platform/credentials/postgres-store.ts'
import { visitDatabase } from '#platform/postgres/embedded-or-given.ts'
import { createPool } from '#platform/postgres/pool.ts'
import { CEREMONY_USAGE, isCeremony, runCeremony } from './key-ceremony.ts'
import { note } from './note.ts'

const USAGE = `Usage: hongqiao key issue --role ROLE [--role ROLE] --label LABEL [--party PARTY]
                          [--organisation PARTY] [--days DAYS]
       hongqiao key list
       hongqiao key revoke ID
${CEREMONY_USAGE}
Roles: ${ROLES.join(', ')}.`

const DONE = 0
const FAILED = 1
const MISUSED = 2
const DAY_MS = 86_400_000
const TIMEOUT_MS = 10_000

type Order =
  | { readonly kind: 'issue'; readonly order: KeyOrder }
  | { readonly kind: 'list' }
  | { readonly kind: 'revoke'; readonly id: string }

export async function run(args: readonly string[]): Promise<number> {
  if (isCeremony(args)) return runCeremony(args)
  const nowMs = Date.now()
  const order = readOrder(args, nowMs)
  if (order === null) {
    note(USAGE)
    return MISUSED
  }
  const database = await visitDatabase(readConfig(process.env), note)
  const pool = createPool({
    url: database.urls.app,
    name: 'hongqiao key',
    connectionsMax: 1,
    statementTimeoutMs: TIMEOUT_MS,
    lockTimeoutMs: TIMEOUT_MS,
    idleInTransactionTimeoutMs: TIMEOUT_MS,
    connectTimeoutMs: TIMEOUT_MS,
    onIdleError: () => undefined,
  })
  try {
    return await carryOut(postgresCredentials(pool), order, nowMs)
  } finally {
    await pool.end()
    await database.close()
  }
}

async function carryOut(store: CredentialStore, order: Order, nowMs: number): Promise<number> {
  if (order.kind === 'list') {
    for (const credential of await store.list()) process.stdout.write(`${lineOf(credential)}\n`)
    return DONE
  }
  if (order.kind === 'revoke') {
    const wasThere = await store.revoke(order.id, nowMs)
    note(wasThere ? `${order.id} is revoked.` : `There is no key with the id ${order.id}.`)
    return wasThere ? DONE : FAILED
  }
  const { id, party, text } = await issueKey(store, order.order, nowMs)
  process.stdout.write(`${text}\n`)
  note(
    `This is key ${id} of ${party}. It is shown this once: keep it where only its user reads it.`,
  )
  return DONE
}

function readOrder(args: readonly string[], nowMs: number): Order | null {
  const [kind, ...rest] = args
  if (kind === 'list') return rest.length === 0 ? { kind } : null
  if (kind === 'revoke') {
    const [id, ...others] = rest
    return id !== undefined && others.length === 0 ? { kind, id } : null
  }
  if (kind !== 'issue') return null
  const order = readKeyOrder(rest, nowMs)
  return order === null ? null : { kind, order }
}

const KeyValues = z.object({
  role: z.array(z.enum(ROLES)).min(1),
  label: z.string().min(1).max(LABEL_CHARS_MAX),
  party: z.string().regex(PARTY_ID).optional(),
  organisation: z.string().regex(PARTY_ID).optional(),
  days: z
    .string()
    .regex(/^[1-9][0-9]{0,3}$/)
    .optional(),
})

function readKeyOrder(args: readonly string[], nowMs: number): KeyOrder | null {
  const values = KeyValues.safeParse(readValues(args))
  if (!values.success) return null
  const { role, label, party, organisation, days } = values.data
  const expiresAtMs = days === undefined ? undefined : nowMs + Number(days) * DAY_MS
  return { roles: [...new Set(role)], label, party, organisation, expiresAtMs }
}

function readValues(args: readonly string[]) {
  try {
    const options = {
      role: { type: 'string', multiple: true },
      label: { type: 'string' },
      party: { type: 'string' },
      organisation: { type: 'string' },
      days: { type: 'string' },
    } as const
    return parseArgs({ args: [...args], options, allowPositionals: false }).values
  } catch {
    // It throws for options that it does not know, and the usage says which there are.
    return null
  }
}

function lineOf({
  id,
  party,
  organisation,
  roles,
  label,
  createdAtMs,
  ...rest
}: Credential): string {
  const state = rest.revokedAtMs === null ? expiryWords(rest.expiresAtMs) : 'revoked'
  const holder = organisation === null ? party : `${party} of ${organisation}`
  return [id, roles.join(','), state, formatInstant(createdAtMs), holder, label].join('\t')
}

function expiryWords(expiresAtMs: number | null): string {
  return expiresAtMs === null ? 'valid' : `until ${formatInstant(expiresAtMs)}`
}
