/**
 * Trust policies: c2sp.org/tlog-policy. Which logs are known, which witnesses, and which of these must have
 * cosigned. A policy is read whole or not at all: a line that is not understood could be the one that
 * matters. Keys that verifiers could judge differently are refused here, once.
 *
 * The format has no word for a key that signs no more. Such a key is named in a comment of ours, so that other
 * readers do not know it and refuse what it signs:
 *
 *     #log-until <seconds since 1970> <vkey>
 *
 * For us its signature still counts under a checkpoint that the quorum had cosigned before that time, for then
 * it was made before, whoever has the key today.
 */
import { hexOf } from '#kernel/std/hex.ts'
import { wholeFromDecimal } from '#kernel/std/decimal.ts'
import { err, ok, type Result } from '#kernel/std/result.ts'
import { textFromUtf8 } from '#kernel/std/utf8.ts'
import { isSoundPublicKey } from './ed25519.ts'
import type { Sha256 } from './hash.ts'
import { type NoteKey, parseVkey } from './vkey.ts'

export type PolicyLog = {
  readonly key: NoteKey
  readonly url?: string
  /** A key that signs no more: when it ended, in milliseconds since 1970. */
  readonly untilMs?: number
}
export type PolicyWitness = { readonly name: string; readonly key: NoteKey; readonly url?: string }

/** A rule over cosigning witnesses: one of them, or so many of a group. */
export type Quorum =
  | { readonly kind: 'none' }
  | { readonly kind: 'witness'; readonly name: string }
  | {
      readonly kind: 'group'
      readonly name: string
      readonly threshold: number
      readonly members: readonly Quorum[]
    }

export type Policy = {
  readonly logs: readonly PolicyLog[]
  readonly witnesses: readonly PolicyWitness[]
  readonly quorum: Quorum
}

export type PolicyRefusal =
  | 'policy_too_long'
  | 'octet_not_allowed'
  | 'line_unknown'
  | 'key_refused'
  | 'key_repeated'
  | 'url_malformed'
  | 'name_repeated'
  | 'name_unknown'
  | 'member_repeated'
  | 'threshold_malformed'
  | 'quorum_missing'
  | 'quorum_repeated'

const LOG_UNTIL = '#log-until'
/** The last second that a date can hold. */
const SECONDS_MAX = 8_640_000_000_000

const POLICY_BYTES_MAX = 262_144
const LINES_MAX = 4096

/** Whether the witnesses of these policy names satisfy the rule. */
export function isQuorumMet(quorum: Quorum, cosigned: ReadonlySet<string>): boolean {
  if (quorum.kind === 'none') return true
  if (quorum.kind === 'witness') return cosigned.has(quorum.name)
  const met = quorum.members.filter((member) => isQuorumMet(member, cosigned))
  return met.length >= quorum.threshold
}

/** The policy that asks for the signature of the logs alone. */
export function policyText(logs: readonly LogKeys[]): string {
  return `${logs.map(logLines).join('')}quorum none\n`
}

/** The keys of one log: the one that signs, and those before it. */
export type LogKeys = {
  readonly verifierKey: string
  readonly earlierKeys?: readonly EarlierKey[]
}

export type EarlierKey = {
  readonly verifierKey: string
  /** When it ended, in seconds since 1970; null while it signs beside the new one. */
  readonly untilSeconds: number | null
}

/** The lines of a policy by which checkpoints of this log are known. */
export function logLines({ verifierKey, earlierKeys = [] }: LogKeys): string {
  const earlier = earlierKeys.map(({ verifierKey: vkey, untilSeconds }) =>
    untilSeconds === null ? `log ${vkey}\n` : `${LOG_UNTIL} ${untilSeconds} ${vkey}\n`,
  )
  return `log ${verifierKey}\n${earlier.join('')}`
}

export function parsePolicy(bytes: Uint8Array, sha256: Sha256): Result<Policy, PolicyRefusal> {
  if (bytes.length > POLICY_BYTES_MAX) return err('policy_too_long')
  if (!bytes.every(isAllowedOctet)) return err('octet_not_allowed')
  const lines = octetsOf(bytes).split('\n')
  if (lines.length > LINES_MAX) return err('policy_too_long')
  const draft = new Draft(sha256)
  for (const line of lines) {
    const words = line.split(/[ \t]+/).flatMap((word) => (word === '' ? [] : [wordOf(word)]))
    const [first = '#'] = words
    if (first.startsWith('#') && first !== LOG_UNTIL) continue
    const refusal = draft.read(words)
    if (refusal !== null) return err(refusal)
  }
  return draft.policy()
}

function isAllowedOctet(octet: number): boolean {
  return octet === 0x09 || octet === 0x0a || (octet >= 0x20 && octet !== 0x7f)
}

/** Each octet as one character: where lines and words end does not depend on what stands in them. */
function octetsOf(bytes: Uint8Array): string {
  let text = ''
  for (const octet of bytes) text += String.fromCharCode(octet)
  return text
}

/** A word as text. Octets that are no UTF-8 stand as lone surrogates, so that no two words are the same text. */
function wordOf(octets: string): string {
  const text = textFromUtf8(Uint8Array.from(octets, (octet) => octet.charCodeAt(0)))
  if (text !== null) return text
  const escaped = (octet: string): string => String.fromCharCode(0xdc00 + octet.charCodeAt(0))
  return octets.replaceAll(/[\u0080-\u00ff]/g, escaped)
}

/** What the lines so far have defined. Names are compared octet by octet, never normalised. */
class Draft {
  readonly #sha256: Sha256
  readonly #logs: PolicyLog[] = []
  readonly #witnesses: PolicyWitness[] = []
  readonly #rules = new Map<string, Quorum>()
  readonly #members = new Set<string>()
  readonly #keys = new Set<string>()
  #quorum: Quorum | undefined

  constructor(sha256: Sha256) {
    this.#sha256 = sha256
  }

  read([keyword, ...words]: readonly string[]): PolicyRefusal | null {
    if (keyword === 'log') return this.#readLog(words)
    if (keyword === LOG_UNTIL) return this.#readEnded(words)
    if (keyword === 'witness') return this.#readWitness(words)
    if (keyword === 'group') return this.#readGroup(words)
    return keyword === 'quorum' ? this.#readQuorum(words) : 'line_unknown'
  }

  policy(): Result<Policy, PolicyRefusal> {
    if (this.#quorum === undefined) return err('quorum_missing')
    return ok({ logs: this.#logs, witnesses: this.#witnesses, quorum: this.#quorum })
  }

  #readLog(words: readonly string[]): PolicyRefusal | null {
    const [vkey, url, surplus] = words
    if (vkey === undefined || surplus !== undefined) return 'line_unknown'
    if (!isUrl(url)) return 'url_malformed'
    const key = this.#readKey('log', vkey)
    if (!key.ok) return key.error
    this.#logs.push(url === undefined ? { key: key.value } : { key: key.value, url })
    return null
  }

  #readEnded([seconds = '', vkey = '', surplus]: readonly string[]): PolicyRefusal | null {
    const until = wholeFromDecimal(seconds)
    if (until === null || until > SECONDS_MAX || surplus !== undefined) return 'line_unknown'
    const key = this.#readKey('log', vkey)
    if (!key.ok) return key.error
    this.#logs.push({ key: key.value, untilMs: until * 1000 })
    return null
  }

  #readWitness(words: readonly string[]): PolicyRefusal | null {
    const [name, vkey, url, surplus] = words
    if (name === undefined || vkey === undefined || surplus !== undefined) return 'line_unknown'
    if (!isUrl(url)) return 'url_malformed'
    if (this.#isTaken(name)) return 'name_repeated'
    const key = this.#readKey('witness', vkey)
    if (!key.ok) return key.error
    // A witness states a time; a plain signature of the log's type would not.
    if (key.value.kind === 'ed25519') return 'key_refused'
    const witness = { name, key: key.value }
    this.#witnesses.push(url === undefined ? witness : { ...witness, url })
    this.#rules.set(name, { kind: 'witness', name })
    return null
  }

  #readGroup([name, count, ...names]: readonly string[]): PolicyRefusal | null {
    if (name === undefined || count === undefined || names.length === 0) return 'line_unknown'
    if (this.#isTaken(name)) return 'name_repeated'
    const members: Quorum[] = []
    for (const member of names) {
      const rule = this.#rules.get(member)
      if (rule === undefined) return 'name_unknown'
      // Each name counts in one place only, so no witness can be counted twice.
      if (this.#members.has(member)) return 'member_repeated'
      this.#members.add(member)
      members.push(rule)
    }
    const threshold = thresholdOf(count, members.length)
    if (threshold === null) return 'threshold_malformed'
    this.#rules.set(name, { kind: 'group', name, threshold, members })
    return null
  }

  #readQuorum([name, surplus]: readonly string[]): PolicyRefusal | null {
    if (name === undefined || surplus !== undefined) return 'line_unknown'
    if (this.#quorum !== undefined) return 'quorum_repeated'
    const rule: Quorum | undefined = name === 'none' ? { kind: 'none' } : this.#rules.get(name)
    if (rule === undefined) return 'name_unknown'
    this.#quorum = rule
    return null
  }

  #readKey(role: 'log' | 'witness', vkey: string): Result<NoteKey, PolicyRefusal> {
    const key = parseVkey(vkey, this.#sha256)
    if (!key.ok) return err('key_refused')
    const { kind, publicKey } = key.value
    if (kind !== 'ml-dsa-44' && !isSoundPublicKey(publicKey)) return err('key_refused')
    // The same key under another name or id is the same signer.
    const identity = `${role} ${hexOf(publicKey)}`
    if (this.#keys.has(identity)) return err('key_repeated')
    this.#keys.add(identity)
    return key
  }

  #isTaken(name: string): boolean {
    return name === 'none' || this.#rules.has(name)
  }
}

function thresholdOf(count: string, members: number): number | null {
  if (count === 'any') return 1
  if (count === 'all') return members
  const threshold = wholeFromDecimal(count)
  return threshold !== null && threshold >= 1 && threshold <= members ? threshold : null
}

function isUrl(url: string | undefined): boolean {
  return url === undefined || /^https?:\/\/./.test(url)
}
