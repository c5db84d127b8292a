/** The queue of a book: bounded, in order, all or none, and fair between its lanes. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Answer } from '#kernel/book/answer.ts'
import { LANE_LIMITS, Lanes, type Item, type Lane } from '#platform/book/lanes.ts'
import { Submissions } from '#platform/book/submissions.ts'
import { TESTER } from '../slice/rig.ts'

function item(lane: Lane, sizeBytes = 100): Item {
  const answer = (): void => undefined
  return {
    lane,
    submission: undefined,
    sizeBytes,
    answer,
    wanted: [],
    returns: 0,
    isAnswered: false,
  }
}

const items = (lane: Lane, count: number, sizeBytes = 100): Item[] =>
  Array.from({ length: count }, () => item(lane, sizeBytes))

const NO_BOUND = Number.MAX_SAFE_INTEGER

describe('a lane', () => {
  test('admits all or none, up to its commands', () => {
    const lanes = new Lanes()
    const { commandsMax } = LANE_LIMITS.timer
    expect(lanes.offer('timer', items('timer', commandsMax - 1))).toBe(true)
    expect(lanes.offer('timer', items('timer', 2))).toBe(false)
    expect(lanes.lengthOf('timer')).toBe(commandsMax - 1)
    expect(lanes.offer('timer', items('timer', 1))).toBe(true)
    expect(lanes.offer('principal', items('principal', 1))).toBe(true)
  })

  test('admits up to its bytes, and again what was taken', () => {
    const lanes = new Lanes()
    const { bytesMax } = LANE_LIMITS.timer
    expect(lanes.offer('timer', [item('timer', bytesMax)])).toBe(true)
    expect(lanes.offer('timer', [item('timer', 1)])).toBe(false)
    expect(lanes.take(1, NO_BOUND)).toHaveLength(1)
    expect(lanes.offer('timer', [item('timer', bytesMax)])).toBe(true)
  })

  test('gets its share of a batch while others wait, and all of it when none does', () => {
    const lanes = new Lanes()
    lanes.offer('timer', items('timer', 100))
    lanes.offer('reaction', items('reaction', 100))
    lanes.offer('principal', items('principal', 100))
    const counts = Object.groupBy(lanes.take(40, NO_BOUND), ({ lane }) => lane)
    expect(counts.timer).toHaveLength(10)
    expect(counts.reaction).toHaveLength(10)
    expect(counts.principal).toHaveLength(20)
    lanes.take(80, NO_BOUND)
    lanes.drain()
    lanes.offer('timer', items('timer', 100))
    expect(lanes.take(40, NO_BOUND)).toHaveLength(40)
  })

  test('gives no more bytes than asked, but at least one command', () => {
    const lanes = new Lanes()
    lanes.offer('principal', items('principal', 5, 400))
    expect(lanes.take(10, 1000)).toHaveLength(2)
    expect(lanes.take(10, 1)).toHaveLength(1)
    expect(lanes.take(0, 1000)).toHaveLength(0)
    expect(lanes.length).toBe(2)
  })

  test('takes back to the front, even when it is full, but nobody who was answered', () => {
    const lanes = new Lanes()
    const { commandsMax } = LANE_LIMITS.principal
    const all = items('principal', commandsMax)
    lanes.offer('principal', all)
    const [first, second, third] = lanes.take(3, NO_BOUND)
    lanes.offer('principal', items('principal', 3))
    if (second !== undefined) second.isAnswered = true
    lanes.putBack([first, second, third].filter((one) => one !== undefined))
    expect(lanes.lengthOf('principal')).toBe(commandsMax + 2)
    expect(lanes.offer('principal', items('principal', 1))).toBe(false)
    const again = lanes.take(3, NO_BOUND)
    expect([again[0] === first, again[1] === third, again[2] === all[3]]).toEqual([
      true,
      true,
      true,
    ])
  })
})

describe('over time a lane', () => {
  test('wakes whoever waits', async () => {
    const lanes = new Lanes()
    const arrived = lanes.arrival().then(() => 'arrived')
    lanes.offer('principal', items('principal', 1))
    expect(await arrived).toBe('arrived')
    await lanes.arrival()
    lanes.drain()
    const nudged = lanes.arrival().then(() => 'nudged')
    lanes.nudge()
    expect(await nudged).toBe('nudged')
  })

  test('keeps the order of each lane, whatever is taken and put back', () => {
    const step = fc.oneof(
      fc.record({ offer: fc.constantFrom('principal', 'timer', 'reaction'), count: fc.nat(5) }),
      fc.record({ take: fc.nat(6), kept: fc.nat(6) }),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const lanes = new Lanes()
        const admitted: Item[] = []
        const done: Item[] = []
        for (const one of steps) {
          if ('offer' in one) {
            const offered = items(one.offer, one.count)
            if (lanes.offer(one.offer, offered)) admitted.push(...offered)
          } else {
            const taken = lanes.take(one.take, NO_BOUND)
            done.push(...taken.slice(0, one.kept))
            lanes.putBack(taken.slice(one.kept))
          }
        }
        done.push(...lanes.drain())
        for (const lane of ['principal', 'timer', 'reaction'] as const) {
          const of = (all: readonly Item[]): Item[] => all.filter((given) => given.lane === lane)
          expect(of(done).every((given, i) => given === of(admitted)[i])).toBe(true)
        }
        expect(done).toHaveLength(admitted.length)
      }),
    )
  })
})

describe('a key that is on its way', () => {
  const request = (key: string, text: string) => ({
    command: { type: 'note.write', text },
    principal: TESTER,
    key,
  })

  test('is queued once, and everybody who sent it hears the one answer', () => {
    const submissions = new Submissions(new Uint8Array(32))
    const heard: Answer[] = []
    const hear = (answer: Answer): void => void heard.push(answer)
    const first = submissions.fromRequest(request('k', 'a'), hear)
    expect(submissions.fromRequest(request('k', 'a'), hear)).toBeUndefined()
    expect(submissions.fromRequest(request('k', 'b'), hear)).toBeUndefined()
    expect(submissions.openCount).toBe(1)
    const entry = { index: 1, leaf: '', path: '', disclosures: [] }
    const recorded = { kind: 'recorded', entries: [entry], checkpoint: '' } as const
    first?.answer({ ...recorded, repeated: false })
    expect(heard).toEqual([
      { ...recorded, repeated: false },
      { ...recorded, repeated: true },
      { kind: 'refused', refusal: { type: 'idempotency_key_reused' } },
    ])
    expect(submissions.openCount).toBe(0)
    expect(submissions.fromRequest(request('k', 'b'), hear)).toBeDefined()
  })

  test('is not needed for what is sent once: that commits to the same command, and is queued each time', () => {
    const submissions = new Submissions(new Uint8Array(32))
    const hear = (): void => undefined
    const { submission: keyed } = submissions.fromRequest(request('k', 'a'), hear) ?? {}
    const { submission: once } = submissions.sentOnce(request('k', 'a'), hear)
    expect({ ...once, idempotencyKey: keyed?.idempotencyKey }).toEqual(keyed)
    expect(once?.idempotencyKey).toBeUndefined()
    submissions.sentOnce(request('k', 'a'), hear)
    expect(submissions.openCount).toBe(1)
  })

  test('belongs to its principal', () => {
    const submissions = new Submissions(new Uint8Array(32))
    const hear = (): void => undefined
    const principal = {
      ...TESTER,
      party: 'pty_other',
      evidence: { ...TESTER.evidence, credential: 'crd_other' },
    }
    expect(submissions.fromRequest(request('k', 'a'), hear)).toBeDefined()
    expect(submissions.fromRequest({ ...request('k', 'a'), principal }, hear)).toBeDefined()
  })
})
