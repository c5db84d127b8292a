/**
 * What of the published vectors of the log the other tests do not read, each with the reason where it does not
 * apply; and that nothing in the folder is left out.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sha256 } from '@noble/hashes/sha2.js'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { hexOf } from '#kernel/std/hex.ts'
import { utf8Of } from '#kernel/std/utf8.ts'
import { append } from '#kernel/log/append.ts'
import { EMPTY_EDGE, nodeOf } from '#kernel/log/edge.ts'
import { hashing } from '#kernel/log/hash.ts'
import { bundlePath, tileWidth } from '#kernel/log/tile.ts'
import { parseVkey } from '#kernel/log/vkey.ts'
import { originHash } from '#kernel/log/witness.ts'
import { readSigningKey } from '#platform/signer/signing-key.ts'

const folder = fileURLToPath(new URL('../../../shared/vectors/log', import.meta.url))
const isAbsent = !existsSync(folder)
const because = isAbsent ? ' (skipped: no ../shared/vectors/log beside the repository)' : ''

const json = <T>(path: string, schema: z.ZodType<T>): T =>
  schema.parse(JSON.parse(readFileSync(join(folder, path), 'utf8')))

/** By what each file is read, or why it is not. */
const READ: Readonly<Record<string, string>> = {
  'C2SP+CCTV/ed25519/ed25519vectors.json': 'log.thorough.test.ts',
  'wycheproof/ed25519_test.json': 'log.thorough.test.ts',
  'transcribed/checkpoint-format.json': 'log.thorough.test.ts, here',
  'transcribed/jcs-numbers.json': 'log.thorough.test.ts',
  'transcribed/rfc6962-merkle.json': 'log.thorough.test.ts, here',
  'transcribed/signed-note.json': 'log.thorough.test.ts, here',
  'transcribed/tlog-proof-format.json': 'log.thorough.test.ts',
  'transcribed/tlog-tiles-paths.json': 'log.thorough.test.ts, here',
}

/** The parts of transcribed files, each read in one of the two tests or named here with the reason. */
const NOT_APPLICABLE: Readonly<Record<string, string>> = {
  'rfc6962-merkle.accumulated.subtreeConsistency': 'needed for sign-subtree, which is not offered',
  'rfc6962-merkle.accumulated.subtreeCovering': 'the same',
}

describe.skipIf(isAbsent)(`all that is published is read${because}`, () => {
  test('every file', () => {
    const names = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    const unread = names.filter(
      (name) =>
        !(name in READ) &&
        !name.startsWith('cyberphone+json-canonicalization/testdata/') &&
        !/(?:^|\/)(?:LICENSE|README\.md)$/.test(name),
    )
    expect(unread).toEqual([])
  })

  test('every part', () => {
    const parts = Object.keys(READ)
      .filter((path) => path.startsWith('transcribed/'))
      .flatMap((path) => {
        const value = json(path, z.record(z.string(), z.unknown()))
        const name = path.slice('transcribed/'.length, -'.json'.length)
        return Object.keys(value).map((key) => `${name}.${key}`)
      })
    expect(parts.filter((part) => !/\.(?:source|note)$/.test(part)).toSorted()).toEqual(
      [
        'checkpoint-format.originId',
        'checkpoint-format.unmarshal',
        'jcs-numbers.ieeeHex_to_json',
        'rfc6962-merkle.accumulated',
        'rfc6962-merkle.emptyRootHex',
        'rfc6962-merkle.leafHashesHex',
        'rfc6962-merkle.leafInputsHex',
        'rfc6962-merkle.level1Hex',
        'rfc6962-merkle.level2Hex',
        'rfc6962-merkle.level3Hex',
        'rfc6962-merkle.rootHexBySize1to8',
        'signed-note.badVkeyRule',
        'signed-note.badVkeys',
        'signed-note.open',
        'signed-note.otherVkeys',
        'signed-note.signText',
        'signed-note.signedNote',
        'signed-note.skey',
        'signed-note.specExample',
        'signed-note.vkey',
        'tlog-proof-format.marshal',
        'tlog-proof-format.reject',
        'tlog-tiles-paths.entriesPath',
        'tlog-tiles-paths.entriesPathForLogIndex',
        'tlog-tiles-paths.parse',
        'tlog-tiles-paths.specExamples',
        'tlog-tiles-paths.tilePath',
      ].toSorted(),
    )
    const { accumulated } = json(
      'transcribed/rfc6962-merkle.json',
      z.object({ accumulated: z.record(z.string(), z.unknown()) }),
    )
    const left = Object.keys(accumulated).filter(
      (key) =>
        !['note', 'subtreeHash', 'subtreeInclusion'].includes(key) &&
        !(`rfc6962-merkle.accumulated.${key}` in NOT_APPLICABLE),
    )
    expect(left).toEqual([])
  })
})

describe.skipIf(isAbsent)(`the rest${because}`, () => {
  test('the nodes of each level of a tree of 8', () => {
    const Levels = z.object({
      leafHashesHex: z.array(z.string()),
      level1Hex: z.array(z.string()),
      level2Hex: z.array(z.string()),
      level3Hex: z.array(z.string()),
    })
    const vectors = json('transcribed/rfc6962-merkle.json', Levels)
    const leaves = vectors.leafHashesHex.map((hex) => Buffer.from(hex, 'hex'))
    const { rows } = append(EMPTY_EDGE, leaves, hashing(sha256))
    for (const level of [1, 2, 3] as const) {
      const wanted = vectors[`level${level}Hex`]
      expect(wanted.map((_, index) => hexOf(nodeOf(rows, level, index)))).toEqual(wanted)
    }
  })

  test('a private key line signs as the Go implementation does', () => {
    const Signing = z.object({ skey: z.string(), signText: z.string(), signedNote: z.string() })
    const { skey, signText, signedNote } = json('transcribed/signed-note.json', Signing)
    const place = mkdtempSync(join(tmpdir(), 'hongqiao-vector-'))
    try {
      writeFileSync(join(place, 'key'), `${skey}\n`, { mode: 0o600 })
      expect(readSigningKey(join(place, 'key')).signNote(signText)).toBe(signedNote)
    } finally {
      rmSync(place, { recursive: true })
    }
  })

  test('keys of types that nobody here can check are not taken for others', () => {
    const { otherVkeys } = json(
      'transcribed/signed-note.json',
      z.object({ otherVkeys: z.object({ valid: z.array(z.string()) }) }),
    )
    // ECDSA (type 2): well formed for others, and refused here before a policy could rest on it.
    for (const vkey of otherVkeys.valid) {
      expect(parseVkey(vkey, sha256)).toEqual({ ok: false, error: 'vkey_type_unsupported' })
    }
  })

  test('the examples of the specification of tiles', () => {
    expect(bundlePath({ index: 1_234_067, width: 256 })).toBe('tile/entries/x001/x234/067')
    const widths = (size: number, level: number) => {
      const full = Math.floor(size / 256 ** (level + 1))
      return [full, tileWidth(size, level, full)]
    }
    expect([0, 1, 2].map((level) => widths(70_000, level))).toEqual([
      [273, 112],
      [1, 17],
      [0, 1],
    ])
    expect([0, 1].map((level) => widths(256, level))).toEqual([
      [1, 0],
      [0, 1],
    ])
  })

  // tlog-witness names a log by the hash of its origin; this id, of another project, has "o:" before it.
  test('the id that others give a log is not the one at our monitoring address', () => {
    const { originId } = json(
      'transcribed/checkpoint-format.json',
      z.object({ originId: z.array(z.object({ origin: z.string(), idHex: z.string() })) }),
    )
    for (const { origin, idHex } of originId) {
      expect(hexOf(sha256(utf8Of(`o:${origin}`)))).toBe(idHex)
      expect(originHash(origin, sha256)).toBe(hexOf(sha256(utf8Of(origin))))
    }
    expect(originId).toHaveLength(6)
  })
})
