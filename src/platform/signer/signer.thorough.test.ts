/** What a signer signs, what it refuses, and that no two of its signatures ever disagree. */
import { createPublicKey, verify } from 'node:crypto'
import { appendFileSync, chmodSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { parseCheckpoint } from '#kernel/log/checkpoint.ts'
import { isSignedBy, parseNote } from '#kernel/log/note.ts'
import { parseVkey } from '#kernel/log/vkey.ts'
import { unreachable } from '#kernel/std/assert.ts'
import { utf8Of } from '#kernel/std/utf8.ts'
import { nodeHashing, sha256 } from '#platform/book/sealing-tools.ts'
import { advanceOf, entriesOf } from '#test/signer/log.ts'
import { localSigner } from './local.ts'
import type { Advance } from './port.ts'
import { refusalOf, Signer, signerFiles, type SignerOptions } from './signer.ts'
import { encodeRecord } from './state-file.ts'

const parent = mkdtempSync(join(tmpdir(), 'hongqiao-signer-'))
afterAll(() => rmSync(parent, { recursive: true }))

const origin = 'sh.hub.example/book/1'
let count = 0
function fresh(): SignerOptions {
  count += 1
  return { folder: join(parent, `${count}`), origin, mayCreate: true }
}

const [a, b] = [entriesOf('a', 40), entriesOf('b', 40)]
const upTo = (entries: readonly string[], size: number, older: number): Advance =>
  advanceOf(entries.slice(0, size), older)

describe('the decision', () => {
  const five = upTo(a, 5, 0)
  test.each([
    ['a smaller tree', upTo(a, 4, 0), 'size_smaller'],
    ['a smaller tree of another log', upTo(b, 4, 0), 'size_smaller'],
    ['another tree of the same size', upTo(b, 5, 0), 'root_differs'],
    ['a larger tree with another beginning', upTo(b, 9, 5), 'proof_invalid'],
    ['a larger tree without a proof', { ...upTo(a, 9, 5), proof: [] }, 'proof_invalid'],
    ['a larger tree with the proof of an older state', upTo(a, 9, 3), 'proof_invalid'],
    ['the same tree again', five, null],
    ['a larger tree that begins with it', upTo(a, 9, 5), null],
  ] as const)('on %s', (_, to, refusal) => {
    expect(refusalOf(five, to, nodeHashing)).toBe(refusal)
  })

  test('on the first tree needs no proof, and takes no wrong one', () => {
    const empty = { size: 0, root: nodeHashing.empty }
    expect(refusalOf(empty, five, nodeHashing)).toBeNull()
    expect(refusalOf(empty, { ...five, proof: [five.root] }, nodeHashing)).toBe('proof_invalid')
    expect(refusalOf(empty, { ...five, size: 0, proof: [] }, nodeHashing)).toBe('root_differs')
  })
})

describe('a signer', () => {
  test('signs a checkpoint under its key, whose name is the origin', () => {
    const signer = Signer.open(fresh())
    const to = upTo(a, 5, 0)
    const note = parseNote(signer.sign(to))
    const key = parseVkey(signer.ring.verifierKey, sha256)
    signer.close()
    if (!note.ok || !key.ok) throw new Error('a note and a key')
    expect(parseCheckpoint(note.value.text)).toEqual({
      ok: true,
      value: { origin, size: 5, root: to.root, extensions: [] },
    })
    const [signature] = note.value.signatures
    expect(isSignedBy(signature!, key.value)).toBe(true)
    const publicKey = createPublicKey({
      key: {
        kty: 'OKP',
        crv: 'Ed25519',
        x: Buffer.from(key.value.publicKey).toString('base64url'),
      },
      format: 'jwk',
    })
    expect(verify(null, utf8Of(note.value.text), publicKey, signature!.payload)).toBe(true)
  })

  test('remembers across starts, and keeps key and state for its owner alone', () => {
    const options = fresh()
    const first = Signer.open(options)
    const note = first.sign(upTo(a, 5, 0))
    first.close()
    const again = Signer.open({ ...options, mayCreate: false })
    expect(again.last()).toEqual({ size: 5, root: upTo(a, 5, 0).root })
    expect(again.sign(upTo(a, 5, 0))).toBe(note)
    expect(() => again.sign(upTo(a, 4, 0))).toThrow('size_smaller')
    again.close()
    const files = signerFiles(options.folder)
    for (const path of [files.key, files.state]) expect(statSync(path).mode & 0o777).toBe(0o600)
  })

  test('whose state was written, but not its answer, signs that state again', () => {
    const options = fresh()
    Signer.open(options).close()
    const to = upTo(a, 5, 0)
    // As a kill between the two leaves it.
    appendFileSync(signerFiles(options.folder).state, encodeRecord({ origin, ...to }))
    const signer = Signer.open(options)
    expect(() => signer.sign(upTo(b, 5, 0))).toThrow('root_differs')
    expect(() => signer.sign(upTo(b, 6, 0))).toThrow('proof_invalid')
    expect(signer.sign(to)).toContain(`${origin}\n5\n`)
    signer.close()
  })

  test('is one at a time for a folder', () => {
    const options = fresh()
    const signer = Signer.open(options)
    expect(() => Signer.open(options)).toThrow('Another signer holds')
    signer.close()
    Signer.open(options).close()
  })

  test('does not go on after its state could not be written', () => {
    const options = fresh()
    const signer = Signer.open(options)
    signer.sign(upTo(a, 5, 0))
    signer.close()
    expect(() => signer.sign(upTo(a, 6, 5))).toThrow('start again')
  })
})

describe('opening a signer', () => {
  test('fails with a key and no state', () => {
    const options = fresh()
    Signer.open(options).close()
    rmSync(signerFiles(options.folder).state)
    expect(() => Signer.open(options)).toThrow('state_missing')
  })

  test('fails for a book that has entries, if nothing is there', () => {
    expect(() => Signer.open({ ...fresh(), mayCreate: false })).toThrow('state_missing')
  })

  test('fails with a state and no key, unless nothing was signed yet', () => {
    const options = fresh()
    const signer = Signer.open(options)
    const { verifierKey } = signer.ring
    signer.close()
    rmSync(signerFiles(options.folder).key)
    expect(() => Signer.open({ ...options, mayCreate: false })).toThrow('is missing')
    const anew = Signer.open(options)
    expect(anew.ring.verifierKey).not.toBe(verifierKey)
    anew.sign(upTo(a, 1, 0))
    anew.close()
    rmSync(signerFiles(options.folder).key)
    expect(() => Signer.open(options)).toThrow('1 entries of sh.hub.example/book/1 were signed')
  })

  test('fails for another book, and with a key that others may read', () => {
    const options = fresh()
    Signer.open(options).close()
    const other = { ...options, origin: 'js.hub.example/book/1' }
    expect(() => Signer.open(other)).toThrow('is of sh.hub.example/book/1, not of js.hub.example')
    const { key } = signerFiles(options.folder)
    chmodSync(key, 0o640)
    expect(() => Signer.open(options)).toThrow('is open to others')
    chmodSync(key, 0o600)
    expect(readFileSync(key, 'utf8')).toMatch(/^PRIVATE\+KEY\+sh\.hub\.example\/book\/1\+/)
    // None of these attempts kept the lock.
    Signer.open(options).close()
  })
})

type Step =
  | { readonly kind: 'grow' | 'fork'; readonly by: number }
  | { readonly kind: 'again' | 'shrink' | 'restart' | 'torn' }

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('grow' as const), by: fc.nat(4) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('fork' as const), by: fc.nat(4) }) },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constantFrom('again', 'shrink', 'restart', 'torn') }),
  },
)

/** The database that asks: sometimes restored from an older copy, sometimes with another history. */
function entriesAsked(asked: Step, held: readonly string[]): readonly string[] {
  switch (asked.kind) {
    case 'grow':
      return [...held, ...entriesOf(`n${held.length}-`, asked.by)]
    case 'fork':
      return [...held.slice(0, -2), ...entriesOf(`f${held.length}-`, 2 + asked.by)]
    case 'shrink':
      return held.slice(0, -1)
    case 'again':
    case 'restart':
    case 'torn':
      return held
    default:
      return unreachable(asked)
  }
}

test('whatever is asked and whenever it restarts, its signatures agree with one history', async () => {
  const scenario = fc.array(step, { minLength: 1, maxLength: 25 })
  await fc.assert(
    fc.asyncProperty(scenario, async (steps) => {
      const options = fresh()
      let signer = await localSigner(options)
      const released: (readonly string[])[] = []
      let held: readonly string[] = []
      for (const asked of steps) {
        if (asked.kind === 'restart' || asked.kind === 'torn') {
          await signer.close()
          const { state } = signerFiles(options.folder)
          const torn = encodeRecord({ origin, ...advanceOf(entriesOf('t', 50), 0) })
          if (asked.kind === 'torn') appendFileSync(state, torn.subarray(0, 40))
          signer = await localSigner({ ...options, mayCreate: false })
          continue
        }
        const entries = entriesAsked(asked, held)
        const to = advanceOf(entries, Math.min(held.length, entries.length))
        const note = await signer.sign(to).catch(() => null)
        if (note === null) continue
        expect(note.startsWith(`${origin}\n${entries.length}\n`)).toBe(true)
        released.push(entries)
        held = entries
      }
      await signer.close()
      for (const [at, newer] of released.entries()) {
        for (const older of released.slice(0, at))
          expect(newer.slice(0, older.length)).toEqual(older)
      }
    }),
    { numRuns: 60 },
  )
})
