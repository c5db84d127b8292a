/**
 * Published vectors of the formats that the log keeps to. They are not part of this repository: each case
 * names where it was published, and the tests are skipped, visibly, where the folder is absent.
 */
import { createPublicKey, verify } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { sha256 } from '@noble/hashes/sha2.js'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { base64Of } from '#kernel/std/base64.ts'
import { canonicalize, canonicalText, parseCanonical } from '#kernel/std/canonical-json.ts'
import { bytesFromHex, hexOf } from '#kernel/std/hex.ts'
import { textFromUtf8, utf8Of } from '#kernel/std/utf8.ts'
import { append, consistencyOf, inclusionOf } from '#kernel/log/append.ts'
import { parseCheckpoint } from '#kernel/log/checkpoint.ts'
import { verifyPortably } from '#kernel/log/ed25519.ts'
import { EMPTY_EDGE, rootOf } from '#kernel/log/edge.ts'
import { fold } from '#kernel/log/fold.ts'
import { type Hash, hashing } from '#kernel/log/hash.ts'
import { isSignedBy, parseNote } from '#kernel/log/note.ts'
import { formatProof, parseProof } from '#kernel/log/proof.ts'
import { bundlePath, isTileOf, parseTilePath, tilePath, tileWidth } from '#kernel/log/tile.ts'
import { formatVkey, type NoteKey, parseVkey } from '#kernel/log/vkey.ts'

const folder = new URL('../../../shared/vectors/log/', import.meta.url)
const isAbsent = !existsSync(folder)
const because = isAbsent ? ' (skipped: no ../shared/vectors/log beside the repository)' : ''

const read = (path: string): Buffer => readFileSync(new URL(path, folder))
const json = <T>(path: string, schema: z.ZodType<T>): T =>
  schema.parse(JSON.parse(read(path).toString('utf8')))

function bytes(hex: string): Uint8Array {
  const parsed = bytesFromHex(hex)
  if (parsed === null) throw new Error(`no hex: ${hex}`)
  return parsed
}

const hash = hashing(sha256)

describe.skipIf(isAbsent)(`JCS, cyberphone/json-canonicalization${because}`, () => {
  test.each(['arrays', 'french', 'structures', 'unicode', 'values', 'weird'])('%s', (name) => {
    const root = 'cyberphone+json-canonicalization/testdata'
    const input: unknown = JSON.parse(read(`${root}/input/${name}.json`).toString('utf8'))
    const output = read(`${root}/output/${name}.json`)
    expect(canonicalText(input)).toBe(output.toString('utf8'))
    const hex = read(`${root}/outhex/${name}.txt`).toString('utf8').replaceAll(/\s/g, '')
    expect(hexOf(utf8Of(canonicalText(input)))).toBe(hex)
    expect(parseCanonical(output)).toEqual({ ok: true, value: input })
  })

  test('numbers', () => {
    const schema = z.object({
      ieeeHex_to_json: z.array(z.tuple([z.string(), z.nullable(z.string())])),
    })
    const cases = json('transcribed/jcs-numbers.json', schema).ieeeHex_to_json
    const written = cases.map(([hex]) => {
      const value = new DataView(Uint8Array.from(bytes(hex)).buffer).getFloat64(0)
      const text = canonicalize(value)
      return text.ok ? text.value : null
    })
    expect(written).toEqual(cases.map(([, text]) => text))
    expect(cases.length).toBeGreaterThanOrEqual(10)
  })
})

const Ed25519Cases = z.array(z.object({ key: z.string(), msg: z.string(), sig: z.string() }))
const Wycheproof = z.object({
  testGroups: z.array(
    z.object({
      publicKey: z.object({ pk: z.string() }),
      tests: z.array(
        z.object({ tcId: z.number(), msg: z.string(), sig: z.string(), result: z.string() }),
      ),
    }),
  ),
})

/** OpenSSL's verdict, by the DER form that it wants keys in. */
function acceptsNatively(
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), publicKey])
  return verify(
    null,
    message,
    createPublicKey({ key: der, format: 'der', type: 'spki' }),
    signature,
  )
}

describe.skipIf(isAbsent)(`Ed25519${because}`, () => {
  test('C2SP/CCTV: the portable verifier accepts what OpenSSL does: no point of small order', () => {
    const cases = json('C2SP+CCTV/ed25519/ed25519vectors.json', Ed25519Cases)
    const differing: number[] = []
    let accepted = 0
    for (const [number, { key, msg, sig }] of cases.entries()) {
      const [publicKey, message, signature] = [bytes(key), utf8Of(msg), bytes(sig)]
      const verdict = verifyPortably({ publicKey, message, signature })
      if (verdict) accepted += 1
      if (verdict !== acceptsNatively(publicKey, message, signature)) differing.push(number)
    }
    expect(differing).toEqual([])
    expect([accepted, cases.length]).toEqual([43, 914])
  }, 30_000)

  test('Wycheproof: valid and invalid as published', () => {
    const { testGroups } = json('wycheproof/ed25519_test.json', Wycheproof)
    const cases = testGroups.flatMap(({ publicKey, tests }) =>
      tests.map((one) => ({ ...one, pk: publicKey.pk })),
    )
    const differing = cases.filter(({ pk, msg, sig, result }) => {
      const signed = { publicKey: bytes(pk), message: bytes(msg), signature: bytes(sig) }
      return verifyPortably(signed) !== (result === 'valid')
    })
    expect(differing).toEqual([])
    expect(cases).toHaveLength(151)
  })
})

const MerkleVectors = z.object({
  leafInputsHex: z.array(z.string()),
  leafHashesHex: z.array(z.string()),
  emptyRootHex: z.string(),
  rootHexBySize1to8: z.array(z.string()),
  accumulated: z.object({
    subtreeHash: z.object({ sha256: z.string() }),
    subtreeInclusion: z.object({ sha256: z.string() }),
  }),
})

const isSubtree = (start: number, end: number): boolean => {
  let span = 1
  while (span < end - start) span *= 2
  return start === 0 || start === end || start % span === 0
}

describe.skipIf(isAbsent)(`RFC 6962 tree, transparency-dev/merkle${because}`, () => {
  test('leaf hashes and roots of sizes 0 to 8', () => {
    const vectors = json('transcribed/rfc6962-merkle.json', MerkleVectors)
    const leaves = vectors.leafInputsHex.map((hex) => hash.leaf(bytes(hex)))
    expect(leaves.map(hexOf)).toEqual(vectors.leafHashesHex)
    const roots = leaves.map((_, at) => append(EMPTY_EDGE, leaves.slice(0, at + 1), hash).root)
    expect(roots.map(hexOf)).toEqual(vectors.rootHexBySize1to8)
    expect(hexOf(rootOf(EMPTY_EDGE, hash))).toBe(vectors.emptyRootHex)
  })

  // A subtree that is aligned to its own span is itself a tree: root and inclusion proofs are ours.
  test('every aligned subtree of 130 leaves: roots and inclusion proofs', () => {
    const { accumulated } = json('transcribed/rfc6962-merkle.json', MerkleVectors)
    const leaves = Array.from({ length: 130 }, (_, at) => hash.leaf(Uint8Array.of(at)))
    let roots = ''
    let proofs = ''
    for (let end = 0; end <= 130; end += 1) {
      for (let start = 0; start <= end; start += 1) {
        if (!isSubtree(start, end)) continue
        const batch = append(EMPTY_EDGE, leaves.slice(start, end), hash)
        roots += `[${start}, ${end}) ${hexOf(batch.root)}\n`
        for (let index = start; index < end; index += 1) {
          const path = inclusionOf(batch, index - start, hash).map(hexOf)
          proofs += `${[String(index), `[${start},`, `${end})`, ...path].join(' ')}\n`
        }
      }
    }
    expect(hexOf(sha256(utf8Of(roots)))).toBe(accumulated.subtreeHash.sha256)
    expect(hexOf(sha256(utf8Of(proofs)))).toBe(accumulated.subtreeInclusion.sha256)
  }, 60_000)

  test('consistency proofs fold to both roots', () => {
    const vectors = json('transcribed/rfc6962-merkle.json', MerkleVectors)
    const leaves = vectors.leafHashesHex.map(bytes)
    const older = append(EMPTY_EDGE, leaves.slice(0, 4), hash)
    const newer = append(older.edge, leaves.slice(4), hash)
    const proof: Hash[] = consistencyOf(newer, hash)
    expect(hexOf(fold([older.root, ...proof], hash))).toBe(vectors.rootHexBySize1to8[7])
  })
})

const NoteVectors = z.object({
  vkey: z.string(),
  badVkeys: z.array(z.string()),
  open: z.array(
    z.object({
      desc: z.string(),
      note: z.optional(z.string()),
      noteHex: z.optional(z.string()),
      vkeys: z.array(z.string()),
      expect: z.string(),
      verified: z.optional(z.number()),
    }),
  ),
  specExample: z.object({ vkey: z.string(), note: z.string() }),
})

function keyFrom(vkey: string): NoteKey {
  const key = parseVkey(vkey, sha256)
  if (!key.ok) throw new Error(`${vkey}: ${key.error}`)
  return key.value
}

/** What opening a note comes to, in the words of the vectors; the verifier does the same by steps. */
function open(
  note: string | null,
  vkeys: readonly string[],
): { expect: string; verified?: number } {
  const parsed = note === null ? null : parseNote(note)
  if (parsed?.ok !== true) return { expect: 'malformed' }
  const { text, signatures } = parsed.value
  const verified = new Set<string>()
  for (const vkey of vkeys) {
    const key = keyFrom(vkey)
    for (const line of signatures.filter((one) => isSignedBy(one, key))) {
      const { publicKey } = key
      const signed = { publicKey, message: utf8Of(text), signature: line.payload }
      if (!verifyPortably(signed)) return { expect: 'invalid-signature' }
      verified.add(vkey)
    }
  }
  return verified.size === 0 ? { expect: 'unverified' } : { expect: 'ok', verified: verified.size }
}

describe.skipIf(isAbsent)(`signed notes, golang/mod sumdb/note${because}`, () => {
  test('notes open or are refused as published', () => {
    const vectors = json('transcribed/signed-note.json', NoteVectors)
    const opened = vectors.open.map(({ desc, note, noteHex, vkeys }) => {
      const text = noteHex === undefined ? (note ?? null) : textFromUtf8(bytes(noteHex))
      return { desc, ...open(text, vkeys) }
    })
    const expected = vectors.open.map(({ desc, expect: outcome, verified }) =>
      outcome === 'ok' ? { desc, expect: outcome, verified } : { desc, expect: outcome },
    )
    expect(opened).toEqual(expected)
    const { note, vkey } = vectors.specExample
    expect(open(note, [vkey])).toEqual({ expect: 'ok', verified: 1 })
  })

  test('verifier keys are exact', () => {
    const { vkey, badVkeys } = json('transcribed/signed-note.json', NoteVectors)
    expect(formatVkey(keyFrom(vkey))).toBe(vkey)
    const incremented = Array.from(vkey, (one, at) => {
      const next = String.fromCharCode(one.charCodeAt(0) + 1)
      return vkey.slice(0, at) + next + vkey.slice(at + 1)
    })
    const starts = Array.from(vkey, (_, start) => start)
    const substrings = starts.flatMap((start) =>
      starts.map((length) => vkey.slice(start, start + length)),
    )
    const accepted = [...badVkeys, ...incremented, ...substrings].filter(
      (text) => text !== vkey && parseVkey(text, sha256).ok,
    )
    expect(accepted).toEqual([])
  })
})

describe.skipIf(isAbsent)(`checkpoints and proofs, transparency-dev/formats${because}`, () => {
  test('checkpoints', () => {
    const schema = z.object({
      unmarshal: z.array(z.object({ desc: z.string(), text: z.string(), wantErr: z.boolean() })),
    })
    const { unmarshal } = json('transcribed/checkpoint-format.json', schema)
    for (const { desc, text, wantErr } of unmarshal) {
      // The published roots are words, not hashes; a root of 32 bytes puts every other rule to the test.
      const words = /\n(YmFuYW5hcw==|dGhlIHZpZXcg[^\n]*)/
      const real = text.replace(words, `\n${base64Of(new Uint8Array(32))}`)
      const hasEmptyExtension = desc.includes('trailing newlines')
      expect([desc, parseCheckpoint(real).ok]).toEqual([desc, !wantErr && !hasEmptyExtension])
      expect([desc, parseCheckpoint(text).ok]).toEqual([desc, false])
    }
    expect(unmarshal.length).toBeGreaterThanOrEqual(12)
  })

  test('proofs', () => {
    const schema = z.object({
      marshal: z.array(
        z.object({
          index: z.number(),
          hashesAreSha256Of: z.array(z.string()),
          extra: z.optional(z.string()),
          checkpoint: z.string(),
          format: z.string(),
        }),
      ),
      reject: z.array(z.string()),
    })
    const { marshal, reject } = json('transcribed/tlog-proof-format.json', schema)
    for (const { index, hashesAreSha256Of, extra, checkpoint, format } of marshal) {
      const hashes = hashesAreSha256Of.map((text) => sha256(utf8Of(text)))
      const plain = { index, hashes, checkpoint }
      const proof = extra === undefined ? plain : { ...plain, extra: utf8Of(extra) }
      const filled = format
        .replace(/\{b64\(h(\d)\)\}/g, (_, at: string) =>
          base64Of(hashes[Number(at) - 1] ?? sha256(utf8Of(''))),
        )
        .replace('{b64(extra)}', base64Of(utf8Of(extra ?? '')))
      expect(formatProof(proof)).toBe(filled)
      expect(parseProof(filled)).toEqual({ ok: true, value: proof })
    }
    expect(reject.filter((text) => parseProof(text).ok)).toEqual([])
    expect([marshal.length, reject.length]).toEqual([3, 7])
  })
})

const TileVectors = z.object({
  entriesPathForLogIndex: z.array(
    z.object({ seq: z.number(), logSize: z.number(), wantPath: z.string() }),
  ),
  entriesPath: z.array(
    z.object({ N: z.number(), p: z.optional(z.number()), wantPath: z.string() }),
  ),
  tilePath: z.array(
    z.object({
      level: z.number(),
      index: z.number(),
      p: z.optional(z.number()),
      wantPath: z.string(),
    }),
  ),
  parse: z.array(
    z.object({
      pathLevel: z.string(),
      pathIndex: z.string(),
      wantErr: z.optional(z.boolean()),
      wantLevel: z.optional(z.number()),
      wantIndex: z.optional(z.union([z.number(), z.string()])),
      wantP: z.optional(z.number()),
    }),
  ),
})

/** The Go code writes a full tile as width 0. */
const widthOf = (p = 0): number => (p === 0 ? 256 : p)

describe.skipIf(isAbsent)(`tile paths, transparency-dev/tessera${because}`, () => {
  test('are written as published', () => {
    const vectors = json('transcribed/tlog-tiles-paths.json', TileVectors)
    for (const { seq, logSize, wantPath } of vectors.entriesPathForLogIndex) {
      const index = Math.floor(seq / 256)
      expect(bundlePath({ index, width: tileWidth(logSize, 0, index) })).toBe(wantPath)
    }
    for (const { N, p, wantPath } of vectors.entriesPath) {
      expect(bundlePath({ index: N, width: widthOf(p) })).toBe(wantPath)
    }
    for (const { level, index, p, wantPath } of vectors.tilePath) {
      expect(tilePath({ level, index, width: widthOf(p) })).toBe(wantPath)
    }
  })

  test('are read or refused as published', () => {
    const { parse } = json('transcribed/tlog-tiles-paths.json', TileVectors)
    for (const { pathLevel, pathIndex, wantErr, wantLevel, wantIndex, wantP } of parse) {
      const parsed = parseTilePath(`tile/${pathLevel}/${pathIndex}`)
      // An index past 2^53 - 1 is written as a string there; no book reaches it, so it is refused here.
      const isRefused = wantErr === true || typeof wantIndex === 'string'
      const wanted = { kind: 'tile', level: wantLevel, index: wantIndex, width: widthOf(wantP) }
      expect([pathIndex, parsed]).toEqual([pathIndex, isRefused ? null : wanted])
    }
    expect(parse.length).toBeGreaterThanOrEqual(19)
  })

  test('a tree of 70,000 entries has the tiles of the specification', () => {
    const widths = [
      [0, 272, 256],
      [0, 273, 112],
      [0, 274, 0],
      [1, 0, 256],
      [1, 1, 17],
      [2, 0, 1],
      [3, 0, 0],
    ] as const
    for (const [level, index, width] of widths) {
      expect(tileWidth(70_000, level, index)).toBe(width)
      expect(isTileOf(70_000, { level, index, width })).toBe(width > 0)
      expect(isTileOf(70_000, { level, index, width: width + 1 })).toBe(false)
    }
  })
})
