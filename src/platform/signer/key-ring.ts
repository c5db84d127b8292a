/**
 * The keys of one signer or witness over the years, all of one name, in its folder:
 *
 *     key        signs
 *     key.old    signs beside it while readers change from one policy to the next
 *     key.next   is being made
 *     ended      keys that sign no more: verifier key, seconds since 1970, and why; a line each, public
 *
 * A change is made of steps that may be cut short anywhere: `settle` finishes what was begun.
 */
import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { EarlierKey } from '#kernel/log/policy.ts'
import { formatVkey, parseVkey } from '#kernel/log/vkey.ts'
import { wholeFromDecimal } from '#kernel/std/decimal.ts'
import { utf8Of } from '#kernel/std/utf8.ts'
import { sha256 } from '#platform/book/sealing-tools.ts'
import { StartupProblem } from '#platform/config/startup-problem.ts'
import { syncFolderSync, writeDurablySync } from '#platform/files/durable-file.ts'
import type { KeyStore } from '#platform/keys/key-store.ts'
import {
  createKeyFile,
  type KeyUse,
  type PrivateKey,
  readKeyFile,
  verifierKeyOf,
} from './key-file.ts'

export interface RingFiles {
  readonly key: string
  readonly old: string
  readonly next: string
  readonly ended: string
}

export type Ending = 'retired' | 'revoked'

export interface EndedKey {
  readonly verifierKey: string
  readonly untilSeconds: number
  readonly ending: Ending
}

/** What a folder has, as far as it is public. */
export interface PublicRing {
  readonly verifierKey: string
  /** The last one first. */
  readonly earlierKeys: readonly EarlierKey[]
}

const PUBLIC_MODE = 0o644

/** By the path of the key, which others know: the rest lies beside it. */
export function ringFiles(key: string): RingFiles {
  return { key, old: `${key}.old`, next: `${key}.next`, ended: join(dirname(key), 'ended') }
}

/** Whether a change of keys was cut short between two names: the key is there, and not yet at its path. */
export function isBeingChanged(key: string): boolean {
  const { old, next } = ringFiles(key)
  return existsSync(old) && existsSync(next)
}

/** The keys that sign, the newest first. Only who holds the folder may ask. */
export function readRing(key: string, kind: KeyUse, keys: KeyStore): readonly PrivateKey[] {
  const files = ringFiles(key)
  settle(files, kind)
  const current = readKeyFile(files.key, kind, keys)
  if (readEnded(files.ended).some(({ verifierKey }) => verifierKey === formatVkey(current.key))) {
    throw new StartupProblem(`${files.key} signs no more, and there is no key in its place.`)
  }
  if (!existsSync(files.old)) return [current]
  const old = readKeyFile(files.old, kind, keys)
  if (old.key.name !== current.key.name) {
    throw new StartupProblem(`${files.old} is of ${old.key.name}, not of ${current.key.name}.`)
  }
  return [current, old]
}

export function publicRing(key: string, kind: KeyUse): PublicRing {
  const files = ringFiles(key)
  const ended = readEnded(files.ended)
  const overlapping = existsSync(files.old) ? [verifierKeyOf(files.old, kind)] : []
  return {
    verifierKey: verifierKeyOf(files.key, kind),
    earlierKeys: [
      ...overlapping
        .filter((vkey) => !ended.some(({ verifierKey }) => verifierKey === vkey))
        .map((verifierKey) => ({ verifierKey, untilSeconds: null })),
      ...ended.toReversed().map(({ verifierKey, untilSeconds }) => ({ verifierKey, untilSeconds })),
    ],
  }
}

/**
 * A new key of the same name, made here or brought in a file; the one before signs beside it until it is retired.
 * Nobody may sign meanwhile.
 */
export function rotate(key: string, kind: KeyUse, keys: KeyStore, prepared?: string): void {
  const files = ringFiles(key)
  settle(files, kind)
  if (existsSync(files.old)) {
    throw new StartupProblem(`${files.old} still signs: retire it before the key is changed again.`)
  }
  const { name } = readKeyFile(files.key, kind, keys).key
  if (prepared === undefined) createKeyFile(files.next, name, kind, keys)
  else bring(prepared, files.next, { name, kind, keys })
  renameSync(files.key, files.old)
  settle(files, kind)
}

/** The key that signs beside the newest one signs no more, and its file is gone. */
export function retire(key: string, kind: KeyUse, untilSeconds: number): void {
  const files = ringFiles(key)
  settle(files, kind)
  if (!existsSync(files.old)) throw new StartupProblem(`No key signs beside ${files.key}.`)
  const verifierKey = verifierKeyOf(files.old, kind)
  appendEnded(files.ended, { verifierKey, untilSeconds, ending: 'retired' })
  settle(files, kind)
}

/** The key of this id signs no more, from a time on that may have passed. A new one takes its place if it has to. */
export function revoke(
  key: string,
  kind: KeyUse,
  keys: KeyStore,
  { id, sinceSeconds }: { readonly id: string; readonly sinceSeconds: number },
): void {
  const files = ringFiles(key)
  settle(files, kind)
  const at = [files.key, files.old].find(
    (path) => existsSync(path) && idIn(verifierKeyOf(path, kind)) === id,
  )
  if (at === undefined)
    throw new StartupProblem(`No key with the id ${id} signs in ${dirname(key)}.`)
  const verifierKey = verifierKeyOf(at, kind)
  // The name alone is read, so a key that nobody can open any more can be revoked as well.
  if (at === files.key) createKeyFile(files.next, nameIn(verifierKey), kind, keys)
  appendEnded(files.ended, { verifierKey, untilSeconds: sinceSeconds, ending: 'revoked' })
  settle(files, kind)
}

/** Copies a key that was made elsewhere, so that it lies here as the others do. */
function bring(
  from: string,
  to: string,
  { name, kind, keys }: { readonly name: string; readonly kind: KeyUse; readonly keys: KeyStore },
): void {
  const { key } = readKeyFile(from, kind, keys)
  if (key.name !== name) {
    throw new StartupProblem(`${from} is of ${key.name}, and the new key must be of ${name}.`)
  }
  keys.write(to, keys.read(from), formatVkey(key))
}

/** Throws StartupProblem for a file that is not ours. */
export function readEnded(path: string): readonly EndedKey[] {
  if (!existsSync(path)) return []
  const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1)
  return lines.map((line) => {
    const [verifierKey = '', seconds = '', ending] = line.split(' ')
    const untilSeconds = wholeFromDecimal(seconds)
    const isSound = parseVkey(verifierKey, sha256).ok && untilSeconds !== null
    if (!isSound || (ending !== 'retired' && ending !== 'revoked')) {
      throw new StartupProblem(`${path} is damaged: put it back from its backup.`)
    }
    return { verifierKey, untilSeconds, ending }
  })
}

function appendEnded(path: string, ended: EndedKey): void {
  const all = [...readEnded(path), ended]
  const lines = all.map((one) => `${one.verifierKey} ${one.untilSeconds} ${one.ending}\n`)
  writeDurablySync(path, utf8Of(lines.join('')), PUBLIC_MODE)
}

/** Finishes a change that was cut short. What is listed as ended has no file any more. */
function settle(files: RingFiles, kind: KeyUse): void {
  const ended = new Set(readEnded(files.ended).map(({ verifierKey }) => verifierKey))
  const isEnded = (path: string) => existsSync(path) && ended.has(verifierKeyOf(path, kind))
  if (isEnded(files.old)) rmSync(files.old)
  const isReplaced = isEnded(files.key) || (!existsSync(files.key) && existsSync(files.old))
  if (isReplaced && existsSync(files.next)) renameSync(files.next, files.key)
  syncFolderSync(dirname(files.key))
}

function idIn(verifierKey: string): string {
  const [, id = ''] = verifierKey.split('+')
  return id
}

function nameIn(verifierKey: string): string {
  const [name = ''] = verifierKey.split('+')
  return name
}
