/** Keys of one name over the years: what an old policy verifies, what a new one does, and a change cut short. */
import { copyFileSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { formatCheckpoint } from '#kernel/log/checkpoint.ts'
import { type LogKeys, logLines, parsePolicy, policyText } from '#kernel/log/policy.ts'
import { openCheckpoint } from '#kernel/log/signed-checkpoint.ts'
import { utf8Of } from '#kernel/std/utf8.ts'
import { nodeHashing, sha256 } from '#platform/book/sealing-tools.ts'
import { keyFiles } from '#platform/keys/key-store.ts'
import { Passphrase } from '#platform/keys/passphrase.ts'
import { type CosigningKey, createCosigningKey, readCosigningKey } from './cosigning-key.ts'
import { createKeyFile } from './key-file.ts'
import { publicRing, readEnded, retire, revoke, rotate } from './key-ring.ts'
import { verifyWithNode } from './node-ed25519.ts'
import { createSigningKey, readSigningKey } from './signing-key.ts'

const ORIGIN = 'sh.hub.example/book/1'
const CHANGED_SECONDS = 1_795_312_800
const keys = keyFiles()
const checkpoint = formatCheckpoint({ origin: ORIGIN, size: 0, root: nodeHashing.empty })

let folder = ''
let path = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hongqiao-ring-'))
  path = join(folder, 'key')
})
afterEach(() => rmSync(folder, { recursive: true }))

/** The level, or why the checkpoint is refused. */
async function judge(note: string, policy: string): Promise<string> {
  const parsed = parsePolicy(utf8Of(policy), sha256)
  if (!parsed.ok) return parsed.error
  const opened = await openCheckpoint(note, [parsed.value], verifyWithNode)
  return opened.ok ? opened.value.level : opened.error
}

const idOf = (verifierKey: string) => verifierKey.split('+')[1] ?? ''

describe('the keys of a book are changed', () => {
  test('with an overlap: both sign, and readers with either policy verify', async () => {
    const before = createSigningKey(path, ORIGIN)
    const [oldNote, oldPolicy] = [before.signNote(checkpoint), policyText([before])]
    rotate(path, 'ed25519', keys)
    const during = readSigningKey(path)
    expect(during.verifierKey).not.toBe(before.verifierKey)
    expect(during.earlierKeys).toEqual([{ verifierKey: before.verifierKey, untilSeconds: null }])
    const note = during.signNote(checkpoint)
    const newAlone = policyText([{ verifierKey: during.verifierKey }])
    expect(await judge(note, oldPolicy)).toBe('logged')
    expect(await judge(note, newAlone)).toBe('logged')
    expect(await judge(oldNote, policyText([during]))).toBe('logged')
    expect(await judge(oldNote, newAlone)).toBe('log_signature_missing')
    expect(() => rotate(path, 'ed25519', keys)).toThrow('still signs: retire it')
  })

  test('and the old one is retired: its file is gone, and its receipts verify by the old policy for ever', async () => {
    const before = createSigningKey(path, ORIGIN)
    const [oldNote, oldPolicy] = [before.signNote(checkpoint), policyText([before])]
    rotate(path, 'ed25519', keys)
    retire(path, 'ed25519', CHANGED_SECONDS)
    const after = readSigningKey(path)
    expect(existsSync(`${path}.old`)).toBe(false)
    expect(readEnded(join(folder, 'ended'))).toEqual([
      { verifierKey: before.verifierKey, untilSeconds: CHANGED_SECONDS, ending: 'retired' },
    ])
    expect(after.signNote(checkpoint).match(/^\u2014/gm)).toHaveLength(1)
    expect(await judge(after.signNote(checkpoint), policyText([after]))).toBe('logged')
    expect(await judge(after.signNote(checkpoint), oldPolicy)).toBe('log_signature_missing')
    expect(await judge(oldNote, oldPolicy)).toBe('logged')
    expect(await judge(oldNote, policyText([after]))).toBe('log_key_ended')
    expect(() => retire(path, 'ed25519', CHANGED_SECONDS)).toThrow('No key signs beside')
  })

  test('again and again: every earlier key is named, the last one first', () => {
    const vkeys = [createSigningKey(path, ORIGIN).verifierKey]
    for (const seconds of [1, 2, 3]) {
      rotate(path, 'ed25519', keys)
      retire(path, 'ed25519', seconds)
      vkeys.unshift(publicRing(path, 'ed25519').verifierKey)
    }
    const { verifierKey, earlierKeys } = publicRing(path, 'ed25519')
    expect([verifierKey, ...earlierKeys.map((key) => key.verifierKey)]).toEqual(vkeys)
    expect(parsePolicy(utf8Of(policyText([readSigningKey(path)])), sha256).ok).toBe(true)
  })

  test('to one that was made elsewhere, if it has the name', () => {
    createSigningKey(path, ORIGIN)
    const [brought, strange] = [join(folder, 'brought'), join(folder, 'strange')]
    const { verifierKey } = createSigningKey(brought, ORIGIN)
    createKeyFile(strange, 'other.example/book/1', 'ed25519')
    expect(() => rotate(path, 'ed25519', keys, strange)).toThrow('is of other.example/book/1')
    rotate(path, 'ed25519', keys, brought)
    expect(readSigningKey(path).verifierKey).toBe(verifierKey)
  })
})

describe('a key that others may have read is revoked', () => {
  test('what it signs counts only if witnesses saw it before', async () => {
    const stolen = createSigningKey(path, ORIGIN)
    const witness = createCosigningKey(join(mkdtempSync(join(folder, 'w-')), 'key'), 'w.example/1')
    revoke(path, 'ed25519', keys, { id: idOf(stolen.verifierKey), sinceSeconds: CHANGED_SECONDS })
    const after = readSigningKey(path)
    const policy = witnessed(after, witness)
    const note = (seconds: number | null, signed = stolen.signNote(checkpoint)) =>
      seconds === null ? signed : signed + witness.cosign(checkpoint, BigInt(seconds))
    expect(await judge(note(null), policy)).toBe('log_key_ended')
    expect(await judge(note(CHANGED_SECONDS), policy)).toBe('log_key_ended')
    expect(await judge(note(CHANGED_SECONDS - 1), policy)).toBe('witnessed')
    expect(await judge(note(null, after.signNote(checkpoint)), policy)).toBe('logged')
    // Readers that know nothing of our comment refuse what it signs, whoever saw it.
    const plain = policy.replace(/^#.*\n/gm, '')
    expect(await judge(note(CHANGED_SECONDS - 1), plain)).toBe('log_signature_missing')
  })

  test('in an overlap, either of the two', () => {
    const first = createSigningKey(path, ORIGIN).verifierKey
    rotate(path, 'ed25519', keys)
    const second = readSigningKey(path).verifierKey
    revoke(path, 'ed25519', keys, { id: idOf(second), sinceSeconds: 5 })
    const third = readSigningKey(path)
    expect(third.earlierKeys).toEqual([
      { verifierKey: first, untilSeconds: null },
      { verifierKey: second, untilSeconds: 5 },
    ])
    revoke(path, 'ed25519', keys, { id: idOf(first), sinceSeconds: 6 })
    expect(existsSync(`${path}.old`)).toBe(false)
    expect(readSigningKey(path).verifierKey).toBe(third.verifierKey)
    expect(() => revoke(path, 'ed25519', keys, { id: idOf(first), sinceSeconds: 7 })).toThrow(
      'No key with the id',
    )
  })

  test('though nobody has its passphrase any more', () => {
    const lost = createSigningKey(path, ORIGIN, keyFiles(new Passphrase('nobody knows it'), 4))
    revoke(path, 'ed25519', keys, { id: idOf(lost.verifierKey), sinceSeconds: 5 })
    expect(readSigningKey(path).earlierKeys).toEqual([
      { verifierKey: lost.verifierKey, untilSeconds: 5 },
    ])
  })
})

describe('a change that was cut short is finished by whoever comes next', () => {
  const files = () => [path, `${path}.old`, `${path}.next`].map((at) => existsSync(at))

  test('between the two names of a rotation', () => {
    const first = createSigningKey(path, ORIGIN).verifierKey
    const { verifierKey } = createSigningKey(`${path}.next`, ORIGIN)
    renameSync(path, `${path}.old`)
    expect(readSigningKey(path)).toMatchObject({
      verifierKey,
      earlierKeys: [{ verifierKey: first, untilSeconds: null }],
    })
    expect(files()).toEqual([true, true, false])
  })

  test('before the first name: the new key was never used, and is made anew', () => {
    const first = createSigningKey(path, ORIGIN).verifierKey
    createSigningKey(`${path}.next`, ORIGIN)
    expect(readSigningKey(path)).toMatchObject({ verifierKey: first, earlierKeys: [] })
    rotate(path, 'ed25519', keys)
    expect(files()).toEqual([true, true, false])
  })

  test('when a key was listed as ended and its file was still there', () => {
    createSigningKey(path, ORIGIN)
    rotate(path, 'ed25519', keys)
    copyFileSync(`${path}.old`, join(folder, 'kept'))
    retire(path, 'ed25519', 5)
    renameSync(join(folder, 'kept'), `${path}.old`)
    expect(
      readSigningKey(path)
        .signNote(checkpoint)
        .match(/^\u2014/gm),
    ).toHaveLength(1)
    expect(files()).toEqual([true, false, false])
  })

  test('when a key was revoked and the new one had no name yet', () => {
    const first = createSigningKey(path, ORIGIN).verifierKey
    copyFileSync(path, join(folder, 'kept'))
    revoke(path, 'ed25519', keys, { id: idOf(first), sinceSeconds: 5 })
    const { verifierKey } = readSigningKey(path)
    renameSync(path, `${path}.next`)
    renameSync(join(folder, 'kept'), path)
    expect(readSigningKey(path).verifierKey).toBe(verifierKey)
    expect(files()).toEqual([true, false, false])
  })

  test('and a key that ended never signs, whatever lies there', () => {
    const first = createSigningKey(path, ORIGIN).verifierKey
    copyFileSync(path, join(folder, 'kept'))
    revoke(path, 'ed25519', keys, { id: idOf(first), sinceSeconds: 5 })
    renameSync(join(folder, 'kept'), path)
    expect(() => readSigningKey(path)).toThrow('signs no more, and there is no key in its place')
  })
})

describe('the keys of a witness', () => {
  test('overlap as well: one answer has both lines, and either key meets its policy', async () => {
    const log = createSigningKey(join(mkdtempSync(join(folder, 'l-')), 'key'), ORIGIN)
    const before = createCosigningKey(path, 'w.example/1')
    rotate(path, 'cosignature', keys)
    const during = readCosigningKey(path)
    const note = log.signNote(checkpoint) + during.cosign(checkpoint, 5n)
    expect(during.cosign(checkpoint, 5n).match(/^\u2014 w\.example\/1 /gm)).toHaveLength(2)
    for (const verifierKey of [before.verifierKey, during.verifierKey]) {
      expect(await judge(note, witnessed(log, { ...during, verifierKey }))).toBe('witnessed')
    }
    const both = `${logLines(log)}witness a ${before.verifierKey}\nwitness b ${during.verifierKey}\n`
    expect(await judge(note, `${both}group w any a b\nquorum w\n`)).toBe('witnessed')
    retire(path, 'cosignature', 9)
    const late = log.signNote(checkpoint) + readCosigningKey(path).cosign(checkpoint, 10n)
    expect(await judge(late, witnessed(log, before))).toBe('logged')
    expect(await judge(late, witnessed(log, during))).toBe('witnessed')
  })
})

test('no file of a ring but the sealed ones holds anything secret', () => {
  const sealing = keyFiles(new Passphrase('a passphrase of the test'), 4)
  createSigningKey(path, ORIGIN, sealing)
  rotate(path, 'ed25519', sealing)
  retire(path, 'ed25519', 5)
  for (const name of ['key', 'ended']) {
    expect(readFileSync(join(folder, name), 'utf8')).not.toContain('PRIVATE')
  }
  expect(() => readSigningKey(path, keyFiles())).toThrow('is under a passphrase')
})

/** The log with all its keys, and one witness that must have cosigned. */
function witnessed(log: LogKeys, { verifierKey }: Pick<CosigningKey, 'verifierKey'>): string {
  return `${logLines(log)}witness w ${verifierKey}\nquorum w\n`
}

test('a policy refuses a key that is named twice, and a time that is none', () => {
  const { verifierKey } = createSigningKey(path, ORIGIN)
  const read = (lines: string) => parsePolicy(utf8Of(`${lines}quorum none\n`), sha256)
  expect(read(`log ${verifierKey}\n#log-until 5 ${verifierKey}\n`)).toMatchObject({ ok: false })
  for (const time of ['', '-1', '05', 'soon', '9'.repeat(15)]) {
    expect(read(`#log-until ${time} ${verifierKey}\n`)).toMatchObject({ ok: false })
  }
  expect(read(`#log-until 5 ${verifierKey}\n# log-until is a comment here\n`)).toMatchObject({
    ok: true,
  })
})
