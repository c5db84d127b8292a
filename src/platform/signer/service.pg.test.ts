/** Signers that two servers share. It needs no PostgreSQL, but starting processes takes seconds. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect as connectPlain } from 'node:net'
import { afterAll, expect, test } from 'vitest'
import { formatCheckpoint } from '#kernel/log/checkpoint.ts'
import { advanceOf, entriesOf } from '#test/signer/log.ts'
import { openSigner, type SignerChoice } from './choice.ts'
import { keptSigner, type SignerHealth } from './kept.ts'
import { signerProcess } from './process.ts'
import { remoteSigner } from './remote.ts'
import { signerSecret } from './secret.ts'
import { signerFolder } from './signer.ts'
import { type SignerService, startSignerService } from './service.ts'

const dataFolder = mkdtempSync(join(tmpdir(), 'hongqiao-shared-'))
const secret = signerSecret(join(dataFolder, 'keys', 'signer.secret'), true)
const sh = { book: 'sh', origin: 'sh.hub.example/book/1' }
const entries = entriesOf('a', 40)
const upTo = (size: number, older: number) => advanceOf(entries.slice(0, size), older)
const services: SignerService[] = []
const notes: string[] = []

async function listen(at: string | number): Promise<SignerService> {
  const place = typeof at === 'string' ? { path: at } : { host: '127.0.0.1', port: at }
  const onNote = (sentence: string) => notes.push(sentence)
  const service = await startSignerService({ dataFolder, place, secret, onNote })
  services.push(service)
  return service
}

afterAll(async () => {
  await Promise.all(services.map((service) => service.close()))
  rmSync(dataFolder, { recursive: true })
})

/** As a server opens it. */
async function serverOf(choice: SignerChoice, mayCreate = false) {
  const healths: SignerHealth[] = []
  const signer = await openSigner(
    choice,
    { ...sh, mayCreate },
    { onHealth: (health) => healths.push(health), onProblem: () => undefined },
  )
  return { signer, healths }
}

test('two servers have one signer, which refuses what lags behind, and outlives both', async () => {
  const path = join(dataFolder, 'signer.sock')
  // What a killed service leaves behind is in nobody's way.
  writeFileSync(path, '')
  const { place } = await listen(path)
  const choice: SignerChoice = { kind: 'shared', place, secret }
  await expect(serverOf(choice)).rejects.toMatchObject({ reason: 'state_missing' })
  const [one, two] = [await serverOf(choice, true), await serverOf(choice, true)]
  expect(two.signer.verifierKey).toBe(one.signer.verifierKey)
  const five = await one.signer.sign(upTo(5, 0))
  expect(five.startsWith(formatCheckpoint({ ...upTo(5, 0), origin: sh.origin }))).toBe(true)
  expect(await two.signer.last()).toEqual({ size: 5, root: upTo(5, 0).root })
  await two.signer.sign(upTo(9, 5))
  await expect(one.signer.sign(upTo(7, 5))).rejects.toMatchObject({ reason: 'size_smaller' })
  const fork = advanceOf([...entries.slice(0, 4), ...entriesOf('b', 9)], 9)
  await expect(one.signer.sign(fork)).rejects.toMatchObject({ reason: 'proof_invalid' })
  await one.signer.close()
  expect(await two.signer.sign(upTo(9, 9))).toContain('\n9\n')
  await two.signer.close()

  const elsewhere = { ...choice, ...sh, mayCreate: false, origin: 'js.hub.example/book/1' }
  await expect(remoteSigner(elsewhere)).rejects.toThrow('This book is sh.hub.example/book/1 here')
  const own: SignerChoice = { kind: 'own', passphrase: null, dataFolder }
  await expect(serverOf(own)).rejects.toThrow('Another signer holds')
  await expect(listen(0)).rejects.toThrow('Another signer service runs')
  await services.pop()?.close()
})

test('a signer that is killed is started again, and what it was asked is signed', async () => {
  const healths: SignerHealth[] = []
  const folder = signerFolder(dataFolder, sh.book)
  let pid = 0
  const signer = await keptSigner({
    async open() {
      const opened = await signerProcess({ folder, origin: sh.origin, mayCreate: false })
      pid = opened.pid
      return opened
    },
    onHealth: (health) => healths.push(health),
    onProblem: () => undefined,
  })
  const { size } = await signer.last()
  process.kill(pid, 'SIGKILL')
  expect(await signer.sign(upTo(size + 1, size))).toContain(`\n${size + 1}\n`)
  expect(healths).toEqual([
    { state: 'working', restarts: 0 },
    { state: 'away', restarts: 0 },
    { state: 'working', restarts: 1 },
  ])
  await signer.close()
})

test('whoever has not the secret hears nothing, and a service that ends is reached again', async () => {
  const { place } = await listen(0)
  const wrong = { ...sh, place, mayCreate: true, secret: new Uint8Array(32) }
  await expect(remoteSigner(wrong)).rejects.toThrow('reach the signer at tls://127.0.0.1')
  expect(notes).toContain('Somebody without the secret was turned away.')
  const heard = await new Promise<string>((done) => {
    let said = ''
    const plain = connectPlain({ host: '127.0.0.1', port: 'port' in place ? place.port : 0 })
    plain.on('data', (text) => (said += text.toString())).once('close', () => done(said))
    plain.write('open sh c2g= may-create\nlast\n')
  })
  expect(heard).not.toMatch(/ready|last|refused/)

  const { signer, healths } = await serverOf({ kind: 'shared', place, secret })
  const { size } = await signer.last()
  await services.pop()?.close()
  const asked = signer.sign(upTo(size + 1, size))
  await expect.poll(() => healths.at(-1)?.state).toBe('away')
  await listen('port' in place ? place.port : 0)
  expect(await asked).toContain(`\n${size + 1}\n`)
  await signer.close()
})
