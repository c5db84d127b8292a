/** Keys under a passphrase: the file that holds them, and the places where a passphrase may be. */
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { textFromUtf8, utf8Of } from '#kernel/std/utf8.ts'
import { describeKeyFile, keyFiles } from './key-store.ts'
import { parsePassphraseAt, Passphrase, readPassphrase } from './passphrase.ts'
import { isSealed, labelOf, seal, unseal } from './sealed.ts'

const folder = mkdtempSync(join(tmpdir(), 'hongqiao-keys-'))
afterAll(() => rmSync(folder, { recursive: true }))

const passphrase = new Passphrase('correct horse battery')
const quick = { label: 'what it is', passphrase, logN: 4 }

describe('a sealed secret', () => {
  test('opens with its passphrase, and with no other', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 300 }), (secret) => {
        const sealed = seal(secret, quick)
        expect(unseal(sealed, passphrase)).toEqual({ ok: true, value: secret })
        expect(unseal(sealed, new Passphrase('correct horse batterz'))).toEqual({
          ok: false,
          error: 'passphrase_wrong',
        })
      }),
      { numRuns: 30 },
    )
  })

  test('tells what it is and nothing else', () => {
    const text = textFromUtf8(seal(utf8Of('PRIVATE'), quick))
    expect(text).toMatch(
      /^hongqiao-sealed\/1\nwhat it is\nscrypt 4 8 1 \S{24}\naes-256-gcm \S{16} \S+\n$/,
    )
    expect(text).not.toContain('PRIVATE')
    expect(labelOf(utf8Of(text ?? ''))).toBe('what it is')
  })

  test('is not opened with any one character changed, its label included', () => {
    const sealed = seal(utf8Of('secret'), quick)
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Uint8Array.from(sealed)
      changed[at] = (changed[at] ?? 0) ^ 1
      expect([at, unseal(changed, passphrase).ok]).toEqual([at, false])
    }
  })

  // Written by this program in November 2026. It must open for ever.
  test('of the first form stays readable', () => {
    const text = `hongqiao-sealed/1
installation
scrypt 10 8 1 KfE417Yx8sTmc9ymfvkOIA==
aes-256-gcm bjOwQjW47c2lp1Qi Nv2q4/tVa9agKrk6uZar/W3jzsN9SDlGvTU=
`
    expect(unseal(utf8Of(text), new Passphrase('a passphrase of 2026'))).toEqual({
      ok: true,
      value: utf8Of('the secret'),
    })
  })

  test('may be typed on any keyboard: composed or not, it is the same', () => {
    const sealed = seal(utf8Of('s'), {
      ...quick,
      passphrase: new Passphrase('caf\u00e9 long enough'),
    })
    expect(unseal(sealed, new Passphrase('cafe\u0301 long enough')).ok).toBe(true)
  })

  test.each([
    ['asks for more memory than there is', (text: string) => text.replace('scrypt 4', 'scrypt 30')],
    ['has a line too many', (text: string) => `${text}more\n`],
    ['is cut off', (text: string) => text.slice(0, -1)],
    ['names another cipher', (text: string) => text.replace('aes-256-gcm', 'aes-256-cbc')],
    ['has no label', (text: string) => text.replace('what it is', '')],
  ])('that %s is not tried', (_, change) => {
    const text = change(textFromUtf8(seal(utf8Of('s'), quick)) ?? '')
    expect(unseal(utf8Of(text), passphrase)).toEqual({ ok: false, error: 'sealed_malformed' })
  })
})

describe('a key file', () => {
  test('is plain without a passphrase, sealed with one, and both are read', () => {
    const [plain, sealed] = [join(folder, 'plain'), join(folder, 'sealed')]
    keyFiles().write(plain, utf8Of('key'), 'label')
    keyFiles(passphrase, 4).write(sealed, utf8Of('key'), 'label')
    expect(isSealed(readFileSync(plain))).toBe(false)
    expect(describeKeyFile(sealed)).toEqual({ isSealed: true, label: 'label' })
    for (const path of [plain, sealed]) {
      expect(textFromUtf8(keyFiles(passphrase).read(path))).toBe('key')
    }
    expect(() => keyFiles().read(sealed)).toThrow('say with HONGQIAO_PASSPHRASE where it is')
    expect(() => keyFiles(new Passphrase('another passphrase')).read(sealed)).toThrow(
      'does not open with this passphrase, or was changed',
    )
    writeFileSync(sealed, readFileSync(sealed).subarray(0, -1))
    expect(() => keyFiles(passphrase).read(sealed)).toThrow('is damaged')
  })

  test.skipIf(process.platform === 'win32')('that others can read is not read', () => {
    const path = join(folder, 'open')
    writeFileSync(path, 'key', { mode: 0o644 })
    expect(() => keyFiles().read(path)).toThrow('is open to others')
  })
})

const secret = 'not to be seen anywhere'

describe('a passphrase', () => {
  test('is in a file, behind a descriptor, or in a variable', () => {
    const path = join(folder, 'passphrase')
    writeFileSync(path, `${secret}\n`, { mode: 0o600 })
    expect(readPassphrase({ kind: 'file', path }, {}).reveal()).toBe(secret)
    const fd = openSync(path, 'r')
    expect(readPassphrase({ kind: 'fd', fd }, {}).reveal()).toBe(secret)
    closeSync(fd)
    expect(readPassphrase({ kind: 'env', name: 'P' }, { P: secret }).reveal()).toBe(secret)
  })

  test.each([
    ['file:/run/p', { kind: 'file', path: '/run/p' }],
    ['fd:3', { kind: 'fd', fd: 3 }],
    ['fd:0', { kind: 'fd', fd: 0 }],
    [
      'command:/bin/pass show hub',
      { kind: 'command', program: '/bin/pass', args: ['show', 'hub'] },
    ],
    ['command:pass show hub', null],
    ['command:/bin/pass  hub', null],
    ['command:', null],
    ['env:HUB_PASS', { kind: 'env', name: 'HUB_PASS' }],
    ['fd:1', null],
    ['fd:x', null],
    ['env:1=2', null],
    [secret, null],
    ['file:', null],
  ])('is named by %s', (text, at) => {
    expect(parsePassphraseAt(text)).toEqual(at)
  })

  test.each(['short', 'two lines\nof which', 'x'.repeat(2000), ''])(
    'that is no line of 12 bytes or more is refused, unsaid',
    (text) => {
      const read = () => readPassphrase({ kind: 'env', name: 'P' }, { P: text })
      expect(read).toThrow('The passphrase in the variable P is not one line of 12 to 1024 bytes.')
    },
  )

  test('is not told by printing, quoting or inspecting it', () => {
    const held = new Passphrase(secret)
    const said = [String(held), JSON.stringify({ held }), inspect({ held }, { showHidden: true })]
    for (const text of said) {
      expect(text).toContain('[passphrase]')
      expect(text).not.toContain(secret)
    }
  })
})

describe.skipIf(process.platform === 'win32')('a passphrase that a program prints', () => {
  const program = join(folder, 'vault')
  const at = { kind: 'command', program, args: ['hub'] } as const
  const written = (script: string): void => {
    writeFileSync(program, `#!/bin/sh\n${script}\n`, { mode: 0o700 })
  }

  test('is what it prints, told its arguments and what surrounds us but for passwords', () => {
    written('echo "$1 $PLACE$DATABASE_URL is where it lies"')
    const environment = { PLACE: 'vault', DATABASE_URL: 'postgres://hub:geheim@x/y' }
    expect(readPassphrase(at, environment).reveal()).toBe('hub vault is where it lies')
  })

  test.each([
    [`echo ${secret}; exit 3`, 'ended with code 3'],
    [`echo ${secret}; kill -9 $$`, 'was ended by SIGKILL'],
    [`while :; do echo ${secret}; done`, 'prints more than a line of 1024 bytes'],
    [`echo ${secret}; exec sleep 60`, 'did not end within 0.2 s', 200],
    ['echo short', 'is not one line of 12 to 1024 bytes'],
    [`echo ${secret}; echo and another`, 'is not one line of 12 to 1024 bytes'],
  ])('%s: is refused, and its output unsaid', (script, said, timeoutMs = 60_000) => {
    written(script)
    const read = () => readPassphrase(at, {}, timeoutMs)
    expect(read).toThrow(said)
    expect(read).not.toThrow(secret)
  })

  test('is not there, or is no program', () => {
    const nobody = { kind: 'command', program: join(folder, 'nobody'), args: [] } as const
    expect(() => readPassphrase(nobody, {})).toThrow('cannot be run (ENOENT)')
  })
})
