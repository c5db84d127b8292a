/** The ceremonies of keys as they are typed. They need no PostgreSQL, but they start processes. */
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { installationKeys, installationKeysPath } from '#platform/keys/installation-keys.ts'
import { keyFiles } from '#platform/keys/key-store.ts'
import { Passphrase } from '#platform/keys/passphrase.ts'
import { isSealed } from '#platform/keys/sealed.ts'
import { readSigningKey } from '#platform/signer/signing-key.ts'
import { Signer, signerFiles, signerFolder } from '#platform/signer/signer.ts'
import { openWitnessFolder } from '#apps/witness/store.ts'

const PROGRAM = fileURLToPath(new URL('main.ts', import.meta.url))
const ORIGIN = 'sh.hub.example/book/1'
const data = mkdtempSync(join(tmpdir(), 'hongqiao-ceremonies-'))
const witness = join(data, 'a-witness')
const { key } = signerFiles(signerFolder(data, 'sh'))
const installation = installationKeysPath(join(data, 'keys'))
const first = 'the first passphrase'
const second = 'the second passphrase'

afterAll(() => rmSync(data, { recursive: true }))

async function hongqiao(args: readonly string[], typed = '', passphrase?: string) {
  const secret = passphrase === undefined ? {} : { HONGQIAO_PASSPHRASE: 'env:P', P: passphrase }
  const child = spawn(process.execPath, [PROGRAM, 'key', ...args], {
    env: { HONGQIAO_DATA: data, ...secret },
  })
  let said = ''
  child.stdout.on('data', (text: Buffer) => (said += text.toString()))
  child.stderr.on('data', (text: Buffer) => (said += text.toString()))
  child.stdin.end(typed)
  const code = await new Promise<number | null>((done) => child.once('close', done))
  expect(said).not.toMatch(/PRIVATE|passphrase (?:first|second)|the (?:first|second) passphrase/)
  return { code, said }
}

/** Each starts a dozen processes, and some derive a key from a passphrase. */
const SLOW_MS = 240_000

test(
  'keys that lie plain come under a passphrase, and from one to another',
  async () => {
    Signer.open({ folder: signerFolder(data, 'sh'), origin: ORIGIN, mayCreate: true }).close()
    const { wrapping } = installationKeys(installation, { mayCreate: true, keys: keyFiles() })
    const { verifierKey } = readSigningKey(key)

    expect((await hongqiao(['encrypt'])).code).toBe(1)
    const closed = await hongqiao(['encrypt'], '', first)
    expect([closed.code, closed.said.match(/is under the passphrase now/g)?.length]).toEqual([0, 2])
    for (const path of [key, installation]) expect(isSealed(readFileSync(path))).toBe(true)
    expect((await hongqiao(['encrypt'], '', first)).said).toContain('under a passphrase already')

    const ring = await hongqiao(['ring'])
    expect(ring.said).toContain(`signs    ${verifierKey}  under a passphrase`)
    expect(ring.said).toContain('wraps    under a passphrase')

    const old = join(data, 'old-passphrase')
    writeFileSync(old, `${first}\n`, { mode: 0o600 })
    expect((await hongqiao(['encrypt', '--from', `file:${old}`], '', second)).code).toBe(0)
    const keys = keyFiles(new Passphrase(second))
    expect(readSigningKey(key, keys).verifierKey).toBe(verifierKey)
    expect(installationKeys(installation, { mayCreate: false, keys }).wrapping).toEqual(
      Uint8Array.from(wrapping),
    )
    expect(() => readSigningKey(key, keyFiles(new Passphrase(first)))).toThrow('does not open')
  },
  SLOW_MS,
)

test(
  'a key that was made elsewhere takes over, and one that was read by others is revoked',
  async () => {
    const made = join(data, 'made-elsewhere')
    const fresh = await hongqiao(['new', made, '--name', ORIGIN, '--use', 'log'], '', second)
    expect([fresh.code, fresh.said.startsWith(`${ORIGIN}+`)]).toEqual([0, true])
    expect((await hongqiao(['new', made, '--name', ORIGIN, '--use', 'log'], '', second)).code).toBe(
      1,
    )
    const taken = ['rotate', '--book', 'sh', '--next', made]
    expect((await hongqiao(taken, `${ORIGIN}\n`, second)).code).toBe(0)
    expect(readSigningKey(key, keyFiles(new Passphrase(second))).verifierKey).toBe(
      fresh.said.trim(),
    )

    const [, id = ''] = fresh.said.split('+')
    const since = '2026-11-30T08:00:00.000Z'
    const revoking = ['revoke', '--book', 'sh', '--id', id, '--since', since]
    const late = await hongqiao([...revoking.slice(0, -1), '2999-01-01T00:00:00.000Z'], '', second)
    expect(late.said).toContain('that has passed')
    const revoked = await hongqiao(revoking, `${ORIGIN}\n`, second)
    expect(revoked.said).toContain(`revoked  ${fresh.said.trim()}  ${since}`)
    expect((await hongqiao(['retire', '--book', 'sh'], `${ORIGIN}\n`)).code).toBe(0)
  },
  SLOW_MS,
)

test(
  'a witness changes its key while it does not run',
  async () => {
    const { key: before, close } = openWitnessFolder(witness, 'w.example/1')
    const rotate = ['rotate', '--witness', witness]
    const held = await hongqiao(rotate, 'w.example/1\n')
    expect([held.code, existsSync(join(witness, 'key.old'))]).toEqual([1, false])
    close()
    expect((await hongqiao(rotate, 'w.example/1\n')).code).toBe(0)
    const again = openWitnessFolder(witness, 'w.example/1')
    expect(readFileSync(join(witness, 'verifier-key'), 'utf8')).toBe(
      `${again.key.verifierKey}\n${before.verifierKey}\n`,
    )
    again.close()
  },
  SLOW_MS,
)

test(
  'what is asked wrongly is answered by how to ask',
  async () => {
    const wrong = [
      ['rotate'],
      ['rotate', '--book', '../sh'],
      ['rotate', '--book', 'sh', '--witness', witness],
      ['new', 'somewhere', '--name', 'a b', '--use', 'log'],
      ['encrypt', '--from', 'my passphrase', key],
    ]
    const answers = await Promise.all(wrong.map((args) => hongqiao(args, '', second)))
    expect(answers.map(({ code, said }) => [code, said.includes('hongqiao key rotate')])).toEqual(
      wrong.map(() => [1, true]),
    )
  },
  SLOW_MS,
)
