import { beforeEach, describe, expect, test } from 'vitest'
import { createAuthenticator, type Authenticator } from './authenticator.ts'
import type { StoredCredential } from './credential.ts'
import { newKey, parseKey } from './key.ts'

const credentials = new Map<string, StoredCredential>()
let lookUps: number
let isBroken: boolean
let time: number
let authenticator: Authenticator

beforeEach(() => {
  credentials.clear()
  lookUps = 0
  isBroken = false
  time = 1_000_000
  const find = async (id: string) => {
    lookUps += 1
    if (isBroken) throw new Error('no database')
    return Promise.resolve(credentials.get(id) ?? null)
  }
  authenticator = createAuthenticator({ find }, { nowMs: () => time, monotonicMs: () => time })
})

function issue(changes: Partial<StoredCredential> = {}): string {
  const { id, text, secretHash } = newKey()
  credentials.set(id, {
    id,
    party: 'pty_test',
    organisation: null,
    roles: ['auditor'],
    secretHash,
    label: 'test',
    createdAtMs: 0,
    expiresAtMs: null,
    revokedAtMs: null,
    ...changes,
  })
  return text
}

describe('a key', () => {
  test('has an id that is public and a secret of 256 bits', () => {
    const { id, secret, text } = newKey()
    expect(parseKey(text)).toEqual({ id, secret })
    expect(Buffer.from(secret, 'base64url')).toHaveLength(32)
    expect(newKey().secret).not.toBe(secret)
  })

  test.each([
    '',
    'hq_',
    'hq_0123456789abcdef_short',
    ' hq_0123456789abcdef_',
    'HQ_0123456789ABCDEF_',
  ])('is not %j', (text) => {
    expect(parseKey(text)).toBeNull()
  })

  test('is who it was issued to', async () => {
    const key = issue()
    const principal = await authenticator.authenticate(key)
    expect(principal).toEqual({
      party: 'pty_test',
      roles: ['auditor'],
      evidence: { method: 'api-key', credential: parseKey(key)?.id },
    })
  })

  test('of an organisation reads for it', async () => {
    const principal = await authenticator.authenticate(issue({ organisation: 'pty_house' }))
    expect(principal?.organisation).toBe('pty_house')
  })

  test('with another secret is nobody', async () => {
    const key = issue()
    expect(await authenticator.authenticate(key.slice(0, 20) + newKey().secret)).toBeNull()
  })

  test('counts until the instant at which it expires', async () => {
    const key = issue({ expiresAtMs: time + 500 })
    time += 499
    expect(await authenticator.authenticate(key)).not.toBeNull()
    time += 1
    expect(await authenticator.authenticate(key)).toBeNull()
  })

  test('that is revoked counts no more than two seconds longer', async () => {
    const key = issue()
    expect(await authenticator.authenticate(key)).not.toBeNull()
    const id = parseKey(key)?.id ?? ''
    const stored = credentials.get(id)
    if (stored !== undefined) credentials.set(id, { ...stored, revokedAtMs: time })
    time += 2_000
    expect(await authenticator.authenticate(key)).toBeNull()
  })
})

describe('look-ups', () => {
  test('happen once for a busy key, at the same time and afterwards', async () => {
    const key = issue()
    expect(authenticator.isKept(key)).toBe(false)
    await Promise.all(Array.from({ length: 20 }, () => authenticator.authenticate(key)))
    await authenticator.authenticate(key)
    expect(lookUps).toBe(1)
    expect(authenticator.isKept(key)).toBe(true)
    time += 2_000
    await authenticator.authenticate(key)
    expect(lookUps).toBe(2)
  })

  test('of keys that do not exist happen once as well', async () => {
    const key = newKey().text
    expect(await authenticator.authenticate(key)).toBeNull()
    expect(await authenticator.authenticate(key)).toBeNull()
    expect(lookUps).toBe(1)
  })

  test('that fail are no answer', async () => {
    const key = issue()
    isBroken = true
    await expect(authenticator.authenticate(key)).rejects.toThrow('no database')
    isBroken = false
    expect(await authenticator.authenticate(key)).not.toBeNull()
  })

  test('are kept in bounded memory', async () => {
    const first = newKey().text
    await authenticator.authenticate(first)
    for (let at = 0; at < 10_000; at += 1) await authenticator.authenticate(newKey().text)
    expect(authenticator.isKept(first)).toBe(false)
  })
})
