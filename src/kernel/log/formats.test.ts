/** The text formats, each with what it takes and what it refuses. Cases are written from the specs. */
import { ed25519 } from '@noble/curves/ed25519.js'
import { sha256 } from '@noble/hashes/sha2.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { base64Of } from '#kernel/std/base64.ts'
import { concatBytes } from '#kernel/std/bytes.ts'
import { utf8Of } from '#kernel/std/utf8.ts'
import { formatCheckpoint, parseCheckpoint } from './checkpoint.ts'
import { cosignedMessage, encodeCosignature, parseCosignature } from './cosignature.ts'
import { formatNote, parseNote, signatureLine } from './note.ts'
import { formatProof, parseProof } from './proof.ts'
import { encodeBundle, parseBundle, parseTilePath, tilePath } from './tile.ts'
import { formatVkey, type KeyKind, noteKey, parseVkey } from './vkey.ts'

const ROOT = base64Of(new Uint8Array(32).fill(7))

function keyOf(name: string, seed: number, kind: KeyKind = 'ed25519') {
  const publicKey = ed25519.getPublicKey(new Uint8Array(32).fill(seed))
  return noteKey({ name, kind, publicKey }, sha256)
}

const vkeyOf = (name: string, seed: number, kind?: KeyKind) => formatVkey(keyOf(name, seed, kind))

describe('tile paths', () => {
  test('are read back as they are written', () => {
    const tiles = fc.record({
      level: fc.integer({ min: 0, max: 63 }),
      index: fc.maxSafeNat(),
      width: fc.integer({ min: 1, max: 256 }),
    })
    fc.assert(
      fc.property(tiles, (tile) => {
        expect(parseTilePath(tilePath(tile))).toEqual({ kind: 'tile', ...tile })
      }),
    )
  })

  test.each([
    'tile/0/x000/001',
    'tile/00/001',
    'tile/64/001',
    'tile/0/1',
    'tile/0/0001',
    'tile/0/001.p/0',
    'tile/0/001.p/256',
    'tile/0/001.p/01',
    'tile/0/001/',
    'tile/0/001/x002',
    '/tile/0/001',
    'tile/0/x999/x999/x999/x999/x999/999',
    'tile/0/001\n',
    'tile/data/001',
  ])('refuse %j', (path) => {
    expect(parseTilePath(path)).toBeNull()
  })
})

describe('entry bundles', () => {
  test('hold entries of any length up to 65,535 bytes', () => {
    const entries = fc.array(fc.uint8Array({ maxLength: 300 }), { minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(entries, (list) => {
        const bundle = encodeBundle(list)
        expect(parseBundle(bundle, list.length)?.map((one) => [...one])).toEqual(
          list.map((one) => [...one]),
        )
        expect(parseBundle(bundle, list.length + 1)).toBeNull()
        expect(parseBundle(bundle, list.length - 1)).toBeNull()
        expect(parseBundle(bundle.subarray(0, -1), list.length)).toBeNull()
      }),
    )
    const largest = new Uint8Array(65_535)
    expect(parseBundle(encodeBundle([largest]), 1)?.[0]?.length).toBe(65_535)
    expect(() => encodeBundle([new Uint8Array(65_536)])).toThrow('16-bit')
  })
})

describe('verifier keys', () => {
  test('are read back as they are written, and only so', () => {
    const text = vkeyOf('log.example/book/1', 3)
    expect(parseVkey(text, sha256)).toEqual({ ok: true, value: keyOf('log.example/book/1', 3) })
    for (let at = 0; at < text.length; at += 1) {
      const next = String.fromCharCode(text.charCodeAt(at) + 1)
      expect(parseVkey(text.slice(0, at) + next + text.slice(at + 1), sha256).ok).toBe(false)
      expect(parseVkey(text.slice(0, at), sha256).ok).toBe(false)
    }
  })

  test('of another type are told apart from broken ones', () => {
    const text = `a+${'0'.repeat(8)}+${base64Of(Uint8Array.of(2, 1, 2, 3))}`
    expect(parseVkey(text, sha256)).toEqual({ ok: false, error: 'vkey_type_unsupported' })
    expect(parseVkey('a b+00000000+AQ==', sha256)).toEqual({ ok: false, error: 'vkey_malformed' })
  })
})

describe('notes', () => {
  const key = keyOf('log.example/a', 1)
  const line = signatureLine(key, new Uint8Array(64).fill(9))

  test('end their text at the last empty line', () => {
    const note = formatNote('one\n\ntwo\n', [line])
    const parsed = parseNote(note)
    expect(parsed.ok && parsed.value.text).toBe('one\n\ntwo\n')
    expect(parsed.ok && parsed.value.signatures).toEqual([
      { name: key.name, keyId: key.id, payload: new Uint8Array(64).fill(9) },
    ])
  })

  test('take 100 signatures and no more', () => {
    expect(parseNote(formatNote('a\n', Array<string>(100).fill(line))).ok).toBe(true)
    expect(parseNote(formatNote('a\n', Array<string>(101).fill(line))).ok).toBe(false)
  })

  test('take every name without spaces and plus signs, and signatures of every type', () => {
    // signed-note: names MUST NOT contain any Unicode spaces or plus; controls below U+0020 are of no note.
    for (const name of ['\u007f', 'log\u0080', '虹桥', '\u200b', '\ud83c\udf09', '-']) {
      const odd = signatureLine({ ...key, name }, Uint8Array.of(1))
      const parsed = parseNote(formatNote('a\n', [line, odd]))
      expect(parsed.ok && parsed.value.signatures.map((each) => each.name)).toEqual([
        key.name,
        name,
      ])
      const text = vkeyOf(name, 3)
      expect(parseVkey(text, sha256)).toEqual({ ok: true, value: keyOf(name, 3) })
    }
    for (const space of ['\u0085', '\u00a0', '\u1680', '\u2028', '\u202f', '\u205f', '\u3000']) {
      expect(parseNote(formatNote('a\n', [line.replace('log', `l${space}g`)])).ok).toBe(false)
    }
  })

  test('may say nothing, or nothing but empty lines, and end in more of them', () => {
    for (const text of ['\n', '\n\n\n', 'a\n\n\n']) {
      const parsed = parseNote(formatNote(text, [line]))
      expect(parsed.ok && parsed.value.text).toBe(text)
    }
  })

  test.each([
    ['no signature', 'a\n\n'],
    ['no empty line', `a\n${line}`],
    ['no final newline', `a\n\n${line.slice(0, -1)}`],
    ['a hyphen for the dash', `a\n\n${line.replace('\u2014', '-')}`],
    ['two spaces', `a\n\n${line.replace(' ', '  ')}`],
    ['a name with a plus sign', `a\n\n${line.replace('log', 'l+g')}`],
    ['a name with a Unicode space', `a\n\n${line.replace('log', 'l\u00a0g')}`],
    ['a key id without a signature', 'a\n\n\u2014 n AAAAAA==\n'],
    ['lax base64', 'a\n\n\u2014 n AAAAAAB=\n'],
    ['a control character', `a\u0001\n\n${line}`],
    ['a carriage return', `a\r\n\n${line}`],
    ['a lone surrogate', `\ud800\n\n${line}`],
    ['a line that is no signature', `a\n\n${line}b\n`],
    ['nothing', ''],
  ])('refuse %s', (_, note) => {
    expect(parseNote(note)).toEqual({ ok: false, error: 'note_malformed' })
  })
})

describe('checkpoints', () => {
  test('are read back as they are written', () => {
    const checkpoint = {
      origin: 'go.sum database tree',
      size: 2 ** 53 - 1,
      root: new Uint8Array(32),
    }
    const parsed = parseCheckpoint(formatCheckpoint(checkpoint))
    expect(parsed).toEqual({ ok: true, value: { ...checkpoint, extensions: [] } })
  })

  test('may have extension lines, which are kept', () => {
    const parsed = parseCheckpoint(`a\n1\n${ROOT}\nx\ny\n`)
    expect(parsed.ok && parsed.value.extensions).toEqual(['x', 'y'])
  })

  test.each([
    ['no origin', `\n1\n${ROOT}\n`],
    ['a long origin', `${'é'.repeat(128)}\n1\n${ROOT}\n`],
    ['a leading zero', `a\n01\n${ROOT}\n`],
    ['a hexadecimal size', `a\n0x1\n${ROOT}\n`],
    ['a size past 2^53', `a\n9007199254740992\n${ROOT}\n`],
    ['a short root', `a\n1\n${base64Of(new Uint8Array(31))}\n`],
    ['a root without padding', `a\n1\n${ROOT.slice(0, -1)}\n`],
    ['an empty extension line', `a\n1\n${ROOT}\n\n`],
    ['no final newline', `a\n1\n${ROOT}`],
    ['two lines', 'a\n1\n'],
  ])('refuse %s', (_, text) => {
    expect(parseCheckpoint(text)).toEqual({ ok: false, error: 'checkpoint_malformed' })
  })
})

describe('cosignatures', () => {
  test('carry 63 bits of time and one signature', () => {
    const signature = new Uint8Array(64).fill(5)
    for (const seconds of [0n, 1_679_315_147n, 2n ** 63n - 1n]) {
      const payload = encodeCosignature({ seconds, signature })
      expect(parseCosignature(payload)).toEqual({ seconds, signature })
      expect(parseCosignature(payload.subarray(1))).toBeNull()
    }
    expect(parseCosignature(concatBytes(new Uint8Array(8).fill(255), signature))).toBeNull()
    expect(() => encodeCosignature({ seconds: 2n ** 63n, signature })).toThrow('63 bits')
  })

  test('sign the time and the whole checkpoint', () => {
    const message = cosignedMessage('a\n1\nr\n', 1_679_315_147n)
    expect(message).toEqual(utf8Of('cosignature/v1\ntime 1679315147\na\n1\nr\n'))
  })
})

describe('proofs', () => {
  const checkpoint = `a\n1\n${ROOT}\n\n\u2014 a AAAAAAE=\n`

  test('are read back as they are written', () => {
    const proof = { index: 5, hashes: [new Uint8Array(32), new Uint8Array(32).fill(1)], checkpoint }
    expect(parseProof(formatProof(proof))).toEqual({ ok: true, value: proof })
    const extra = Uint8Array.of(1, 2)
    expect(parseProof(formatProof({ ...proof, extra }))).toEqual({
      ok: true,
      value: { ...proof, extra },
    })
  })

  test.each([
    ['another header', `c2sp.org/tlog-proof@v2\nindex 0\n\n${checkpoint}`],
    ['no index', `c2sp.org/tlog-proof@v1\n\n${checkpoint}`],
    ['a signed index', `c2sp.org/tlog-proof@v1\nindex -1\n\n${checkpoint}`],
    ['a leading zero', `c2sp.org/tlog-proof@v1\nindex 00\n\n${checkpoint}`],
    ['empty extra data', `c2sp.org/tlog-proof@v1\nextra \nindex 0\n\n${checkpoint}`],
    ['extra data after the index', `c2sp.org/tlog-proof@v1\nindex 0\nextra AA==\n\n${checkpoint}`],
    ['a short hash', `c2sp.org/tlog-proof@v1\nindex 0\nAAAA\n\n${checkpoint}`],
    [
      'too many hashes',
      `c2sp.org/tlog-proof@v1\nindex 0\n${`${ROOT}\n`.repeat(54)}\n${checkpoint}`,
    ],
    ['no checkpoint', 'c2sp.org/tlog-proof@v1\nindex 0\n'],
    ['carriage returns', `c2sp.org/tlog-proof@v1\r\nindex 0\r\n\r\n${checkpoint}`],
  ])('refuse %s', (_, text) => {
    expect(parseProof(text)).toEqual({ ok: false, error: 'proof_malformed' })
  })
})
