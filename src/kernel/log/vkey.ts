/**
 * Verifier keys of signed notes: c2sp.org/signed-note, `<name>+<key id>+<base64(type || public key)>`.
 * Ed25519 (0x01) and timestamped Ed25519 (0x04) are verified; ML-DSA-44 (0x06) is read and never
 * counted, so that a policy which already names such a key loads and still fails closed.
 */
import { base64Of, bytesFromBase64 } from '#kernel/std/base64.ts'
import { concatBytes } from '#kernel/std/bytes.ts'
import { err, ok, type Result } from '#kernel/std/result.ts'
import { utf8Of } from '#kernel/std/utf8.ts'
import { PUBLIC_KEY_BYTES } from './ed25519.ts'
import type { Sha256 } from './hash.ts'

export type KeyKind = 'ed25519' | 'cosignature' | 'ml-dsa-44'

export type NoteKey = {
  readonly name: string
  /** The first 32 bits of a hash: an identifier, not a fingerprint. */
  readonly id: number
  readonly kind: KeyKind
  readonly publicKey: Uint8Array
}

export type VkeyRefusal = 'vkey_malformed' | 'vkey_id_differs' | 'vkey_type_unsupported'

const KINDS: Readonly<Record<KeyKind, { readonly type: number; readonly bytes: number }>> = {
  ed25519: { type: 0x01, bytes: PUBLIC_KEY_BYTES },
  cosignature: { type: 0x04, bytes: PUBLIC_KEY_BYTES },
  'ml-dsa-44': { type: 0x06, bytes: 1312 },
}

/** Names hold no Unicode space and no plus sign; what else they may not hold, no note may. */
export function isKeyName(name: string): boolean {
  return name.isWellFormed() && /^[^\p{White_Space}+]+$/u.test(name)
}

export function noteKey({ name, kind, publicKey }: Omit<NoteKey, 'id'>, sha256: Sha256): NoteKey {
  const type = Uint8Array.of(KINDS[kind].type)
  const digest = sha256(concatBytes(utf8Of(`${name}\n`), type, publicKey))
  return { name, id: uint32(digest), kind, publicKey }
}

export function formatVkey({ name, id, kind, publicKey }: NoteKey): string {
  const material = concatBytes(Uint8Array.of(KINDS[kind].type), publicKey)
  return `${name}+${id.toString(16).padStart(8, '0')}+${base64Of(material)}`
}

export function parseVkey(text: string, sha256: Sha256): Result<NoteKey, VkeyRefusal> {
  // The base64 part may hold plus signs of its own: only the first two separate.
  const match = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/s.exec(text)
  if (match === null) return err('vkey_malformed')
  const [, name = '', id = '', encoded = ''] = match
  const material = bytesFromBase64(encoded)
  if (!isKeyName(name) || material === null) return err('vkey_malformed')
  const kind = kindOf(material)
  if (kind === null) return err('vkey_type_unsupported')
  const key = noteKey({ name, kind, publicKey: material.slice(1) }, sha256)
  if (key.publicKey.length !== KINDS[kind].bytes) return err('vkey_malformed')
  return key.id === Number.parseInt(id, 16) ? ok(key) : err('vkey_id_differs')
}

export function uint32(bytes: Uint8Array): number {
  const [a = 0, b = 0, c = 0, d = 0] = bytes
  return a * 2 ** 24 + b * 2 ** 16 + c * 2 ** 8 + d
}

function kindOf([type]: Uint8Array): KeyKind | null {
  if (type === KINDS.ed25519.type) return 'ed25519'
  if (type === KINDS.cosignature.type) return 'cosignature'
  return type === KINDS['ml-dsa-44'].type ? 'ml-dsa-44' : null
}
