import { expect, test } from 'vitest'
import { keptSigner, SignerAway, type SignerHealth } from './kept.ts'
import { SignerRefused, type SignerPort } from './port.ts'

/** A signer whose every request fails with what it is told. */
function failing(verifierKey: string, error: () => Error | undefined): SignerPort {
  const answer = async <T>(value: T): Promise<T> => {
    const failure = error()
    if (failure !== undefined) throw failure
    return value
  }
  return {
    verifierKey,
    last: () => answer({ size: 3, root: new Uint8Array(32) }),
    sign: () => answer('signed'),
    close: async () => undefined,
  }
}

const step = { size: 4, root: new Uint8Array(32), proof: [] }

async function kept(open: (isFirst: boolean) => SignerPort) {
  const healths: SignerHealth[] = []
  const signer = await keptSigner({
    open: async (isFirst) => open(isFirst),
    onHealth: (health) => healths.push(health),
    onProblem: () => undefined,
    patienceMs: 200,
  })
  return { signer, healths }
}

test('tries end, with the last reason, and later ones begin anew', async () => {
  let isBack = false
  let opened = 0
  const { signer, healths } = await kept(() => {
    opened += 1
    return failing('k', () => (isBack ? undefined : new Error('the disk is full')))
  })
  await expect(signer.sign(step)).rejects.toThrow(SignerAway)
  await expect(signer.sign(step)).rejects.toThrow('The signer is away (the disk is full).')
  expect(opened).toBeGreaterThan(2)
  expect(opened).toBeLessThan(20)
  isBack = true
  expect(await signer.sign(step)).toBe('signed')
  expect(healths[0]).toEqual({ state: 'working', restarts: 0 })
  expect(healths[1]).toEqual({ state: 'away', restarts: 0 })
  expect(healths.at(-1)).toEqual({ state: 'working', restarts: opened - 1 })
})

test('a refusal is an answer: nothing is opened again', async () => {
  let opened = 0
  const { signer } = await kept(() => {
    opened += 1
    return failing('k', () => new SignerRefused('size_smaller'))
  })
  await expect(signer.sign(step)).rejects.toThrow(SignerRefused)
  expect(opened).toBe(1)
})

test('a signer that comes back with another key is none', async () => {
  const { signer } = await kept((isFirst) =>
    failing(isFirst ? 'k' : 'other', () => (isFirst ? new Error('killed') : undefined)),
  )
  await expect(signer.last()).rejects.toThrow('came back with the key other in place of k')
})
