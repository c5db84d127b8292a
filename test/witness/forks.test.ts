/** A witness that knows that a log signed two pasts, because it was sent both or because somebody told it. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { forkText, parseFork, type SignedFork } from '#kernel/log/fork.ts'
import { originHash } from '#kernel/log/witness.ts'
import { utf8Of } from '#kernel/std/utf8.ts'
import { sha256 } from '#platform/book/sealing-tools.ts'
import { Evidence } from '#apps/witness/evidence.ts'
import { openWitnessFolder, type WitnessFolder } from '#apps/witness/store.ts'
import { Witness } from '#apps/witness/witness.ts'
import { SubmittingLog } from './logs.ts'

const log = new SubmittingLog('log.example/a', 1)
const forked = new SubmittingLog('log.example/a', 1, 'b')
const stranger = new SubmittingLog('log.example/unknown', 2)
const impostor = new SubmittingLog('log.example/a', 3)

let folder = ''
let opened: WitnessFolder
const forks: string[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'witness-'))
  opened = openWitnessFolder(folder, 'witness.example/w')
  forks.length = 0
})

afterEach(() => {
  opened.close()
  rmSync(folder, { recursive: true, force: true })
})

function witness({ stopOnFork = false } = {}): Witness {
  return new Witness({
    key: opened.key,
    store: opened.store,
    evidence: new Evidence(join(folder, 'evidence')),
    logs: new Map([[log.origin, [log.key]]]),
    growthPerSecond: 1_000,
    refreshPerSecond: 1_000,
    clock: { nowMs: () => 1_795_312_800_000, monotonicMs: () => 0 },
    stopOnFork,
    onFork: (origin) => forks.push(origin),
  })
}

const post = (at: Witness, body: string) => at.addCheckpoint(utf8Of(body))

async function statusOf(at: Witness, body: string): Promise<number> {
  return (await post(at, body)).status
}

/** As anybody reads it. */
function shownForks(from: Witness): readonly SignedFork[] {
  const text = from.evidenceAgainst(originHash(log.origin, sha256)) ?? ''
  const { forks: shown } = z.object({ forks: z.array(z.unknown()) }).parse(JSON.parse(text))
  return shown.map((fork) => parseFork(JSON.stringify(fork))!)
}

/** What the holder of the key signed at 4 entries, and that the log of 9 is not its future. */
function forkOfTwoSizes(): SignedFork {
  return {
    olderNote: forked.checkpoint(4),
    newerNote: log.checkpoint(9),
    otherRoot: log.root(4),
    proof: log.proof(4, 9),
  }
}

describe('a log that is known to have signed two pasts', () => {
  const tell = (to: Witness, fork: SignedFork) => to.addEvidence(utf8Of(forkText(fork)))

  test('is cosigned no more, from the submission that shows it on and over a restart', async () => {
    const strict = witness({ stopOnFork: true })
    await post(strict, log.submission(0, 5))
    expect(await statusOf(strict, forked.submission(5, 5))).toBe(403)
    expect(await statusOf(strict, log.submission(5, 9))).toBe(403)
    expect(await statusOf(strict, stranger.submission(0, 1))).toBe(404)
    const again = witness({ stopOnFork: true })
    expect(await statusOf(again, log.submission(5, 9))).toBe(403)
    expect(again.cosigned(originHash(log.origin, sha256))).toContain(log.checkpoint(5))
  })

  test('is cosigned no more when somebody else brings the evidence', async () => {
    const strict = witness({ stopOnFork: true })
    await post(strict, log.submission(0, 5))
    expect((await tell(strict, forkOfTwoSizes())).status).toBe(200)
    expect((await tell(strict, forkOfTwoSizes())).status).toBe(200)
    expect(forks).toEqual([log.origin])
    expect(await statusOf(strict, log.submission(5, 9))).toBe(403)
    expect(shownForks(strict).map(forkText)).toEqual([forkText(forkOfTwoSizes())])
  })

  test('is followed on, and shown up, by a witness that is told to', async () => {
    const lenient = witness()
    await post(lenient, log.submission(0, 5))
    await tell(lenient, forkOfTwoSizes())
    expect(await statusOf(lenient, log.submission(5, 9))).toBe(200)
    expect(shownForks(lenient)).toHaveLength(1)
  })

  const fork = forkOfTwoSizes()
  const other = new SubmittingLog('log.example/b', 1)
  test.each<readonly [number, string, Uint8Array]>([
    [400, 'no JSON', utf8Of('evidence')],
    [400, 'JSON of something else', utf8Of('{"forks":[]}')],
    [400, 'bytes that are no text', Uint8Array.of(0xff)],
    [400, 'a hash too short', utf8Of(forkText({ ...fork, otherRoot: new Uint8Array(31) }))],
    [400, 'a note without signatures', utf8Of(forkText({ ...fork, olderNote: log.text(4) }))],
    [
      404,
      'a log that is not followed',
      utf8Of(forkText({ ...fork, olderNote: other.checkpoint(4) })),
    ],
    [
      403,
      'a note of another key',
      utf8Of(forkText({ ...fork, newerNote: impostor.checkpoint(9) })),
    ],
    [422, 'one past twice', utf8Of(forkText({ ...fork, olderNote: log.checkpoint(4) }))],
    [422, 'a proof of another step', utf8Of(forkText({ ...fork, proof: log.proof(5, 9) }))],
    [
      422,
      'the larger tree first',
      utf8Of(forkText({ ...fork, olderNote: fork.newerNote, newerNote: fork.olderNote })),
    ],
  ])('is not made out of %i %s', async (status, _, body) => {
    const strict = witness({ stopOnFork: true })
    expect((await strict.addEvidence(body)).status).toBe(status)
    expect(forks).toEqual([])
    expect(await statusOf(strict, log.submission(0, 5))).toBe(200)
  })

  test('a log that nobody follows has no evidence to read', () => {
    expect(witness().evidenceAgainst(originHash(stranger.origin, sha256))).toBeNull()
  })
})
