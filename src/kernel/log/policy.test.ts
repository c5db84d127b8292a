/** Trust policies: what a rule over witnesses means, and every way in which a file is refused. */
import { ed25519 } from '@noble/curves/ed25519.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { describe, expect, test } from 'vitest'
import { utf8Of } from '#kernel/std/utf8.ts'
import { isQuorumMet, parsePolicy } from './policy.ts'
import { formatVkey, type KeyKind, noteKey } from './vkey.ts'

function vkeyOf(name: string, seed: number, kind: KeyKind = 'ed25519'): string {
  const publicKey = ed25519.getPublicKey(new Uint8Array(32).fill(seed))
  return formatVkey(noteKey({ name, kind, publicKey }, sha256))
}

const log = `log ${vkeyOf('log.example/a', 1)}`
const w = (name: string, seed: number) =>
  `witness ${name} ${vkeyOf(`w${seed}.example`, seed, 'cosignature')}`
const read = (...lines: string[]) => parsePolicy(utf8Of(`${lines.join('\n')}\n`), sha256)

describe('policies', () => {
  test('say who must have cosigned', () => {
    const parsed = read(
      '# the regions and one from outside',
      log,
      `${w('js', 2)} https://js.example/`,
      `  ${w('zj', 3)}\t`,
      w('ccpit', 4),
      w('uni', 5),
      '',
      'group regions any js zj',
      'group outside 2 ccpit uni',
      'group final all regions outside',
      'quorum final',
    )
    const policy = parsed.ok ? parsed.value : null
    expect(policy?.witnesses.map(({ name }) => name)).toEqual(['js', 'zj', 'ccpit', 'uni'])
    const isMet = (...names: string[]) =>
      policy !== null && isQuorumMet(policy.quorum, new Set(names))
    expect(isMet('js', 'ccpit', 'uni')).toBe(true)
    expect(isMet('zj', 'ccpit', 'uni')).toBe(true)
    expect(isMet('js', 'zj', 'uni')).toBe(false)
    expect(isMet('ccpit', 'uni')).toBe(false)
    expect(isMet()).toBe(false)
  })

  test('may ask for no witness, and for one', () => {
    const none = read(log, 'quorum none')
    expect(none.ok && isQuorumMet(none.value.quorum, new Set())).toBe(true)
    const one = read(log, w('a', 2), 'quorum a')
    expect(one.ok && isQuorumMet(one.value.quorum, new Set())).toBe(false)
    expect(one.ok && isQuorumMet(one.value.quorum, new Set(['a']))).toBe(true)
  })

  test('keep names apart that only look the same', () => {
    expect(read(w('K', 2), w('\u212a', 3), 'group g all K \u212a', 'quorum g').ok).toBe(true)
  })

  test('take octets that are no UTF-8 as they are: in comments, and in names', () => {
    // tlog-policy, character set: all octets with the high bit set are opaque.
    const octets = (text: string) => Uint8Array.from(text, (octet) => octet.charCodeAt(0))
    const readOctets = (...lines: string[]) => parsePolicy(octets(`${lines.join('\n')}\n`), sha256)
    const [a, b] = [w('a\xff', 2), w('a\xfe', 3)]
    const group = 'group g all a\xff a\xfe'
    const parsed = readOctets('# \xff\x80', a, b, group, 'quorum g')
    expect(parsed.ok && parsed.value.witnesses.length).toBe(2)
    expect(readOctets(a, 'quorum a\xfe')).toEqual({ ok: false, error: 'name_unknown' })
    // The same octets are the same name, whatever else stands on the line: here a name in UTF-8.
    const named = w('\xc3\xa9', 4)
    expect(readOctets(named, `# \xff`, 'quorum \xc3\xa9')).toEqual(read(w('é', 4), 'quorum é'))
  })

  test('hold 32 of each kind', () => {
    const logs = Array.from({ length: 32 }, (_, at) => `log ${vkeyOf(`l${at}`, at + 1)}`)
    const witnesses = Array.from({ length: 32 }, (_, at) => w(`w${at}`, at + 100))
    const groups = Array.from({ length: 32 }, (_, at) => `group g${at} any w${at}`)
    expect(read(...logs, ...witnesses, ...groups, 'quorum g31').ok).toBe(true)
  })
})

const smallOrder = noteKey(
  { name: 'x', kind: 'ed25519', publicKey: new Uint8Array(32).with(0, 1) },
  sha256,
)
test.each([
  ['quorum_missing', [log]],
  ['quorum_repeated', ['quorum none', 'quorum none']],
  ['name_unknown', ['quorum a', w('a', 2)]],
  ['name_unknown', [w('a', 2), 'group g any a none', 'quorum g']],
  ['name_unknown', ['group g any g', 'quorum g']],
  ['name_repeated', [w('a', 2), w('a', 3), 'quorum a']],
  ['name_repeated', [w('none', 2), 'quorum none']],
  ['name_repeated', [w('a', 2), 'group a any a', 'quorum a']],
  ['member_repeated', [w('a', 2), 'group g any a a', 'quorum g']],
  ['member_repeated', [w('a', 2), 'group g any a', 'group h any a', 'quorum g']],
  ['threshold_malformed', [w('a', 2), 'group g 0 a', 'quorum g']],
  ['threshold_malformed', [w('a', 2), 'group g 2 a', 'quorum g']],
  ['threshold_malformed', [w('a', 2), 'group g 01 a', 'quorum g']],
  ['threshold_malformed', [w('a', 2), 'group g some a', 'quorum g']],
  ['line_unknown', [w('a', 2), 'group g any', 'quorum g']],
  ['line_unknown', ['Quorum none']],
  ['line_unknown', ['quorum none # at first']],
  ['url_malformed', [`${log} # ours`, 'quorum none'].map((l) => l.replace('# ours', '#'))],
  ['key_repeated', [log, `log ${vkeyOf('log.example/b', 1)}`, 'quorum none']],
  ['key_repeated', [w('a', 2), w('b', 2), 'quorum a']],
  ['key_refused', [`witness a ${vkeyOf('w', 2, 'ed25519')}`, 'quorum a']],
  ['key_refused', [`log ${formatVkey(smallOrder)}`, 'quorum none']],
  ['key_refused', ['log nonsense', 'quorum none']],
  ['octet_not_allowed', ['quorum none\r']],
  ['octet_not_allowed', ['# \u007f', 'quorum none']],
])('refuse with %s: %j', (reason, lines) => {
  expect(read(...lines)).toEqual({ ok: false, error: reason })
})
