/**
 * The courier ends at every place where it waits for something: just before it was done, and just after, with the
 * answer lost. Whoever comes next carries on: nothing is lost, and nothing is said twice.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Courier, type CourierOptions } from '#services/handover/api/courier.ts'
import {
  type CourierPlaces,
  postgresCourierPlaces,
  readStretch,
} from '#services/handover/store/courier.ts'
import { act, ask, KEEPER, openWritten, type Written } from './written.ts'

let hub: Written
beforeAll(async () => {
  hub = await openWritten()
})
afterAll(() => hub.stop())

/** What a courier waits for, in the order of one round with two answers of which the first is put aside. */
const AWAITED = [
  'places.read',
  'readStretch',
  'provenEntry',
  'submit',
  'places.park',
  'places.write',
  'provenEntry',
  'submit',
  'places.write',
  // Where the stretch ends.
  'places.write',
]

type Fault = 'before' | 'after'

class Killed extends Error {}

/** Counts what is waited for, and ends the courier at one of them. */
class Faults {
  readonly awaited: string[] = []
  readonly #at: number
  readonly #fault: Fault

  constructor(at: number, fault: Fault) {
    this.#at = at
    this.#fault = fault
  }

  async pass<T>(name: string, work: () => Promise<T>): Promise<T> {
    const isHere = this.awaited.length === this.#at
    this.awaited.push(name)
    if (isHere && this.#fault === 'before') throw new Killed(name)
    const done = await work()
    if (isHere) throw new Killed(name)
    return done
  }
}

const NEVER = -1

/** The way from sh to js. `refused`: the entry that js turns away for good, as only a defect of either could bring about. */
function courierWith(faults: Faults, refused: number): Courier {
  const { js, sh, pool, log } = hub
  const places = postgresCourierPlaces(pool, { book: 'sh', destination: 'js' })
  const faulty: CourierPlaces = {
    read: () => faults.pass('places.read', () => places.read()),
    write: (place) => faults.pass('places.write', () => places.write(place)),
    park: (entry, why) => faults.pass('places.park', () => places.park(entry, why)),
  }
  let carried = NEVER
  const options: CourierOptions = {
    from: sh,
    to: {
      name: 'js',
      origin: js.origin,
      submit: (requests) =>
        faults.pass('submit', async () =>
          carried === refused
            ? [{ kind: 'refused', refusal: { type: 'proof_wrong' } }]
            : js.submit(requests),
        ),
    },
    log: {
      provenEntry(book, index, viewer) {
        carried = index
        return faults.pass('provenEntry', () => log.provenEntry(book, index, viewer))
      },
    },
    places: faulty,
    readStretch: (from) => faults.pass('readStretch', () => readStretch(pool, 'sh', from)),
    onProblem: () => undefined,
  }
  return new Courier(options)
}

/** Sends, and receives there: answers the entry of the answer. */
async function answered(consignment: string): Promise<number> {
  const { js, sh } = hub
  const entry = await hub.send(consignment, 3)
  const receipt = await hub.receiptOf(js, entry, null)
  const fields = { receipt, packages: 3, damaged: 0, seal: 'intact' } as const
  return act(sh, KEEPER, ask('receive', fields))
}

async function parkedEntries(): Promise<readonly number[]> {
  const { rows } = await hub.pool.query<{ entry: bigint }>(
    `select entry from handover_courier_parked where book = 'sh' and destination = 'js' order by 1`,
  )
  return rows.map(({ entry }) => Number(entry))
}

/** Entries of js that took note of this answer. */
async function notedTimes(entry: number): Promise<number> {
  const { rows } = await hub.pool.query<{ n: number }>(
    `select count(*)::int as n from entry where book = 'js' and type = 'handover.acknowledged'
       and convert_from(leaf, 'UTF8')::jsonb #>> '{body,answer,entry}' = $1`,
    [String(entry)],
  )
  return rows[0]?.n ?? 0
}

const placeOf = () => postgresCourierPlaces(hub.pool, { book: 'sh', destination: 'js' }).read()

beforeAll(async () => {
  // What is in the book already is looked through, so that each round below has its own two answers and no more.
  await courierWith(new Faults(NEVER, 'before'), NEVER).round()
})

test('without a fault a round waits for these, in this order', async () => {
  const refused = await answered('csg_plain-a')
  await answered('csg_plain-b')
  const faults = new Faults(NEVER, 'before')
  expect(await courierWith(faults, refused).round()).toBe('rest')
  expect(faults.awaited).toEqual(AWAITED)
})

const PLACES = AWAITED.flatMap((name, at) =>
  (['before', 'after'] as const).map((fault) => [`${fault} ${name} (${at})`, at, fault] as const),
)

describe('a courier that ends', () => {
  test.each(PLACES)('%s loses nothing, and says nothing twice', async (_name, at, fault) => {
    const refused = await answered(`csg_refused-${at}-${fault}`)
    const good = await answered(`csg_good-${at}-${fault}`)
    await expect(courierWith(new Faults(at, fault), refused).round()).rejects.toThrow(Killed)

    // Whatever its place says was looked through was also dealt with.
    const { nextEntry } = await placeOf()
    const dealt = {
      refused: (await parkedEntries()).includes(refused),
      good: (await notedTimes(good)) === 1,
    }
    expect([nextEntry <= refused || dealt.refused, nextEntry <= good || dealt.good]).toEqual([
      true,
      true,
    ])

    // Another one comes, as after a start.
    expect(await courierWith(new Faults(NEVER, 'before'), refused).round()).toBe('rest')
    expect([await notedTimes(good), await notedTimes(refused)]).toEqual([1, 0])
    expect((await parkedEntries()).filter((entry) => entry === refused)).toEqual([refused])
    expect(await placeOf()).toEqual({ nextEntry: good + 1, waitsFor: null })
  })
})

test('two couriers of the same way, as two servers have them, say each answer once', async () => {
  const answers = [await answered('csg_both-a'), await answered('csg_both-b')]
  const both = [1, 2].map(() => courierWith(new Faults(NEVER, 'before'), NEVER).round())
  expect(await Promise.all(both)).toEqual(['rest', 'rest'])
  for (const answer of answers) expect(await notedTimes(answer)).toBe(1)
})
