/** A book is taken while the server before it has its last tree signed: the signer is shared, and two ask at once. */
import { expect, test } from 'vitest'
import { append } from '#kernel/log/append.ts'
import { EMPTY_EDGE } from '#kernel/log/edge.ts'
import { utf8Of } from '#kernel/std/utf8.ts'
import { nodeHashing } from '#platform/book/sealing-tools.ts'
import { type Advance, type SignedState, SignerRefused } from '#platform/signer/port.ts'
import { refusalOf } from '#platform/signer/signer.ts'
import { advanceOf, entriesOf } from '#test/signer/log.ts'
import { advanceSigner, Checkpoints } from './checkpoints.ts'
import { Unsigned } from './tenure.ts'

const entries = entriesOf('a', 9)
const leaves = entries.map((entry) => nodeHashing.leaf(utf8Of(entry)))
const upTo = (size: number): SignedState => advanceOf(entries.slice(0, size), 0)

/** A signer that somebody else asks as well, each time after it has said what it signed last. */
function sharedSigner(start: SignedState, others: SignedState[]) {
  let last = start
  const signed: number[] = []
  const signer = {
    verifierKey: '',
    last: async () => {
      const said = last
      last = others.shift() ?? last
      return said
    },
    sign: async (to: Advance) => {
      const refusal = refusalOf(last, to, nodeHashing)
      if (refusal !== null) throw new SignerRefused(refusal)
      last = to
      signed.push(to.size)
      return `note of ${to.size}`
    },
    close: async () => undefined,
  }
  return { signer, signed }
}

async function advance(start: SignedState, others: SignedState[]) {
  const { signer, signed } = sharedSigner(start, others)
  const checkpoints = new Checkpoints(signer, nodeHashing)
  const { edge, root } = append(EMPTY_EDGE, leaves, nodeHashing)
  const store = { fullTiles: async () => new Map() }
  await advanceSigner(checkpoints, store, edge, { root, signed: 3 })
  return { signed, note: checkpoints.note }
}

test('what another server had signed between our two questions is gone on from', async () => {
  expect(await advance(upTo(3), [])).toEqual({ signed: [9], note: 'note of 9' })
  expect(await advance(upTo(3), [upTo(5)])).toEqual({ signed: [9], note: 'note of 9' })
  expect(await advance(upTo(3), [upTo(5), upTo(6), upTo(9)])).toMatchObject({ note: 'note of 9' })
})

test('a signer of another past is refused as before, and asked no more', async () => {
  const other = advanceOf(entriesOf('b', 5), 0)
  await expect(advance(other, [])).rejects.toThrow(Unsigned)
  await expect(advance(upTo(3), [other])).rejects.toThrow(Unsigned)
})
