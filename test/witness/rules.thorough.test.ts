/**
 * The statuses of add-checkpoint (c2sp.org/tlog-witness) in their order: each request below is wrong in one
 * more way than those under it, and still gets the answer of its own row.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { base64Of } from '#kernel/std/base64.ts'
import { utf8Of } from '#kernel/std/utf8.ts'
import { parseNote } from '#kernel/log/note.ts'
import { signersOf } from '#kernel/log/signatures.ts'
import { parseVkey } from '#kernel/log/vkey.ts'
import { formatSubmission, originHash } from '#kernel/log/witness.ts'
import { nodeHashing, sha256 } from '#platform/book/sealing-tools.ts'
import { verifyWithNode } from '#platform/signer/node-ed25519.ts'
import { Evidence } from '#apps/witness/evidence.ts'
import { openWitnessFolder, type WitnessFolder } from '#apps/witness/store.ts'
import { Witness, type WitnessParts } from '#apps/witness/witness.ts'
import { SubmittingLog } from './logs.ts'

const NAME = 'witness.example/w'
const log = new SubmittingLog('log.example/a', 1)
const forked = new SubmittingLog('log.example/a', 1, 'b')
const stranger = new SubmittingLog('log.example/unknown', 2)
const impostor = new SubmittingLog('log.example/a', 3)
const HASH_LINE = `${base64Of(new Uint8Array(32).fill(7))}\n`

let folder = ''
let opened: WitnessFolder
let nowMs = 1_795_312_800_000
const forks: string[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'witness-'))
  opened = openWitnessFolder(folder, NAME)
  forks.length = 0
})

afterEach(() => {
  opened.close()
  rmSync(folder, { recursive: true, force: true })
})

function witness(options: Partial<WitnessParts> = {}): Witness {
  return new Witness({
    key: opened.key,
    store: opened.store,
    logs: new Map([[log.origin, [log.key]]]),
    growthPerSecond: 1_000,
    refreshPerSecond: 1_000,
    clock: { nowMs: () => nowMs, monotonicMs: () => nowMs },
    evidence: new Evidence(join(folder, 'evidence')),
    stopOnFork: false,
    onFork: (origin) => forks.push(origin),
    ...options,
  })
}

const post = (at: Witness, body: string | Uint8Array) =>
  at.addCheckpoint(typeof body === 'string' ? utf8Of(body) : body)

async function statusOf(at: Witness, body: string | Uint8Array): Promise<number> {
  return (await post(at, body)).status
}

/** The request in parts, so that each can be wrong by itself. */
function request({
  old = '5',
  proof = log
    .proof(5, 9)
    .map((h) => `${base64Of(h)}\n`)
    .join(''),
  note = log.checkpoint(9),
} = {}) {
  return `old ${old}\n${proof}\n${note}`
}

const badRoot = (size: number) =>
  log.sign(`${log.origin}\n${size}\n${base64Of(new Uint8Array(32).fill(9))}\n`)

const ROWS: readonly (readonly [number, string, () => string])[] = [
  [
    400,
    'an old size with a sign, though nobody knows the log',
    () => request({ old: '+5', note: stranger.checkpoint(9) }),
  ],
  [400, 'an old size with a leading zero', () => request({ old: '05' })],
  [400, 'an old size in hexadecimal', () => request({ old: '0x5' })],
  [400, 'an old size beyond what numbers hold', () => request({ old: '9223372036854775808' })],
  [400, 'no old size', () => request().replace('old 5\n', '')],
  [400, 'another word for old', () => request().replace('old ', 'new ')],
  [400, 'a carriage return', () => request({ old: '5\r' })],
  [400, 'a proof line that is no base64', () => request({ proof: 'nonsense\n' })],
  [400, 'a proof hash of 31 bytes', () => request({ proof: `${base64Of(new Uint8Array(31))}\n` })],
  [400, '64 proof lines', () => request({ proof: HASH_LINE.repeat(64) })],
  [400, 'no empty line', () => request().replaceAll('\n\n', '\n')],
  [
    404,
    'an unknown origin, though nothing else is right either',
    () =>
      request({
        old: '7',
        proof: HASH_LINE,
        note: 'log.example/unknown\nnonsense\n\nnonsense\n',
      }),
  ],
  [
    404,
    'an unknown origin with a signature of its own',
    () => request({ note: stranger.checkpoint(9) }),
  ],
  [404, 'an empty origin', () => request({ note: '\n9\n' })],
  [400, 'a note without a signature line', () => request({ note: log.text(9) })],
  [400, 'a note that does not end', () => request({ note: log.checkpoint(9).slice(0, -1) })],
  [
    400,
    'a note with a control character',
    () => request({ note: log.sign(`${log.text(9)}\u0001\n`) }),
  ],
  [403, 'no signature of a key that is trusted', () => request({ note: impostor.checkpoint(9) })],
  [
    403,
    'no trusted signature, and an old size above the new',
    () => request({ old: '10', note: impostor.checkpoint(9) }),
  ],
  [
    403,
    'a signature of another text',
    () => request({ note: `${log.text(9)}\n${log.line(log.text(8))}` }),
  ],
  [
    403,
    'a right signature and a wrong one of the same key',
    () => request({ note: `${log.checkpoint(9)}${log.line(log.text(8))}` }),
  ],
  [
    400,
    'a signed text that is no checkpoint',
    () => request({ old: '7', note: log.sign(`${log.origin}\n09\n${base64Of(log.root(9))}\n`) }),
  ],
  [
    400,
    'an old size above the new one, though it is not the known one either',
    () => request({ old: '10', proof: HASH_LINE }),
  ],
  [
    400,
    'an old size above the new one, which is empty with a false root',
    () => request({ old: '10', note: badRoot(0) }),
  ],
  [
    409,
    'an old size that is not the known one, with a wrong proof',
    () => request({ old: '4', proof: HASH_LINE }),
  ],
  [409, 'an old size of 0 with a proof', () => request({ old: '0', proof: HASH_LINE })],
  [
    409,
    'an empty tree with a false root, from an old size that is not known',
    () => request({ old: '0', proof: '', note: badRoot(0) }),
  ],
  [422, 'no proof', () => request({ proof: '' })],
  [
    422,
    'a proof of another step',
    () =>
      request({
        proof: log
          .proof(5, 8)
          .map((h) => `${base64Of(h)}\n`)
          .join(''),
      }),
  ],
  [
    422,
    'a hash too many',
    () =>
      request({
        proof: `${log
          .proof(5, 9)
          .map((h) => `${base64Of(h)}\n`)
          .join('')}${HASH_LINE}`,
      }),
  ],
  [422, '63 proof lines', () => request({ proof: HASH_LINE.repeat(63) })],
  [422, 'another history with a proof that is right in it', () => forked.submission(5, 9)],
  [
    422,
    'the same size with another root',
    () => request({ proof: '', note: forked.checkpoint(5) }),
  ],
  [422, 'the same size with a proof', () => request({ proof: HASH_LINE, note: log.checkpoint(5) })],
  [200, 'the step', () => request()],
  [200, 'the same tree again', () => log.submission(5, 5)],
  [
    200,
    'a step with a stranger’s signature beside',
    () => request({ note: `${log.checkpoint(9)}${impostor.line(log.text(9))}` }),
  ],
  [200, 'a step with an extension line', () => request({ note: log.sign(`${log.text(9)}more\n`) })],
]

let at: Witness

async function atFive(): Promise<void> {
  at = witness()
  expect(await statusOf(at, log.submission(0, 5))).toBe(200)
}

describe('a witness that has cosigned 5 entries', () => {
  beforeEach(atFive)

  test.each(ROWS)('answers %i to %s', async (status, _, body) => {
    expect(await statusOf(at, body())).toBe(status)
  })

  test.each(ROWS.filter(([status]) => status !== 200))(
    'takes the right step after it answered %i to %s',
    async (_status, _, body) => {
      await post(at, body())
      expect(await statusOf(at, request())).toBe(200)
    },
  )

  test('names the known size with its own media type', async () => {
    expect(await post(at, request({ old: '4' }))).toEqual({
      status: 409,
      mediaType: 'text/x.tlog.size',
      body: '5\n',
    })
  })

  test('refuses bytes that are no text', async () => {
    const body = Buffer.concat([utf8Of(request()), Uint8Array.of(0xff)])
    expect(await statusOf(at, body)).toBe(400)
  })

  test('keeps both notes of a log that signed two trees of one size', async () => {
    await post(at, forked.submission(5, 5))
    expect(forks).toEqual([log.origin])
    const shown = at.evidenceAgainst(originHash(log.origin, sha256))
    for (const note of [forked.checkpoint(5), log.checkpoint(5)]) {
      expect(shown).toContain(JSON.stringify(note).slice(0, -1))
    }
    await post(at, log.submission(5, 5))
    await post(at, forked.submission(5, 5))
    expect(forks).toHaveLength(1)
  })

  test('shows monitors the note with the signatures of the log and its own, and no other', async () => {
    const note = `${log.checkpoint(9)}${impostor.line(log.text(9))}`
    const answer = await post(at, request({ note }))
    const shown = at.cosigned(originHash(log.origin, sha256)) ?? ''
    expect(shown).toBe(`${log.checkpoint(9)}${answer.body}`)
    expect(at.cosigned(originHash(stranger.origin, sha256))).toBeNull()
  })

  test('cosigns so that a policy with its key is met', async () => {
    const { body } = await post(at, request())
    const key = parseVkey(opened.key.verifierKey, sha256)
    const note = parseNote(`${log.checkpoint(9)}${body}`)
    if (!key.ok || !note.ok) throw new Error('the witness wrote something odd')
    const [signer] = (await signersOf(note.value, [key.value], verifyWithNode)) ?? []
    expect([signer?.key.name, signer?.atMs]).toEqual([NAME, nowMs])
  })
})

describe('a witness at 5 entries, when two come at once and clocks go wrong', () => {
  beforeEach(atFive)

  test('two steps from one state, at once: one of them is taken', async () => {
    const answers = await Promise.all([
      post(at, log.submission(5, 9)),
      post(at, log.submission(5, 7)),
    ])
    expect(answers.map(({ status }) => status)).toEqual([200, 409])
    expect(answers[1]?.body).toBe('9\n')
  })

  test('a record that another decided upon is not overwritten', () => {
    const before = { size: 5, root: log.root(5) }
    const cosigned = { size: 9, root: log.root(9), seconds: 1, note: '' }
    opened.store.keep(log.origin, before, cosigned)
    expect(() => opened.store.keep(log.origin, before, { ...cosigned, size: 7 })).toThrow(
      'is not what was decided upon',
    )
    expect(() => opened.store.keep(log.origin, null, { ...cosigned, size: 7 })).toThrow(
      'is not what was decided upon',
    )
    expect(opened.store.find(log.origin)?.size).toBe(9)
  })

  test('time does not go back in its cosignatures, and a clock far behind stops it', async () => {
    const started = nowMs
    nowMs = started - 20_000
    const near = await post(at, log.submission(5, 6))
    nowMs = started - 40_000
    const far = await post(at, log.submission(6, 7))
    nowMs = started
    expect([near.status, far.status]).toEqual([200, 503])
    expect(opened.store.find(log.origin)).toMatchObject({ size: 6, seconds: started / 1000 })
  })
})

describe('a log that is new to the witness', () => {
  const empty = (root: Uint8Array) =>
    `old 0\n\n${log.sign(`${log.origin}\n0\n${base64Of(root)}\n`)}`

  test('begins with an empty tree, whose root is the hash of nothing', async () => {
    const fresh = witness()
    expect(await statusOf(fresh, empty(new Uint8Array(32)))).toBe(422)
    expect(await statusOf(fresh, empty(nodeHashing.empty))).toBe(200)
    expect(await statusOf(fresh, empty(nodeHashing.empty))).toBe(200)
    expect(await statusOf(fresh, log.submission(0, 3))).toBe(200)
  })

  test('needs no proof from nothing, and may bring none', async () => {
    const fresh = witness()
    const body = formatSubmission(0, [log.root(1)], log.checkpoint(3))
    expect(await statusOf(fresh, body)).toBe(422)
    expect(await statusOf(fresh, log.submission(2, 3))).toBe(409)
    expect(await statusOf(fresh, log.submission(0, 3))).toBe(200)
  })

  test('may have two keys while it changes them', async () => {
    const logs = new Map([[log.origin, [impostor.key, log.key]]])
    expect(await statusOf(witness({ logs }), log.submission(0, 3))).toBe(200)
    expect(await statusOf(witness({ logs }), impostor.submission(3, 4))).toBe(200)
    const both = `${log.checkpoint(5)}${impostor.line(log.text(5))}`
    expect(await statusOf(witness({ logs }), formatSubmission(4, log.proof(4, 5), both))).toBe(200)
  })
})

describe('the rate of a log', () => {
  test('is its own: growth and the unchanged tree have shares apart', async () => {
    const fresh = witness({ growthPerSecond: 0.2, refreshPerSecond: 0.1 })
    const statuses = [
      await statusOf(fresh, log.submission(0, 1)),
      await statusOf(fresh, log.submission(1, 2)),
      await statusOf(fresh, log.submission(2, 2)),
      await statusOf(fresh, log.submission(2, 2)),
      await statusOf(fresh, log.submission(2, 3)),
    ]
    expect(statuses).toEqual([200, 200, 200, 429, 429])
    nowMs += 5_000
    expect(await statusOf(fresh, log.submission(2, 3))).toBe(200)
  })

  test('is not used up by what is refused', async () => {
    const fresh = witness({ growthPerSecond: 0.1 })
    const bad = [request({ note: impostor.checkpoint(9) }), request(), 'rubbish']
    for (let round = 0; round < 20; round += 1) {
      for (const body of bad) expect(await statusOf(fresh, body)).toBeGreaterThanOrEqual(400)
    }
    expect(await statusOf(fresh, log.submission(0, 1))).toBe(200)
  })
})
