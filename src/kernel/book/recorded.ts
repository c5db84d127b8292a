/** An entry as reactions and replay see it: read from its leaf, older versions put in today's terms. */
import { assert } from '#kernel/std/assert.ts'
import { readLeaf, type Leaf } from '#kernel/log/leaf.ts'
import type { JsonObject } from '#kernel/std/json.ts'
import type { Registry } from './registry.ts'
import type { EventHandler, Recorded } from './slice.ts'

/** Brings the body of an older version up, one version at a time. */
export function upcast(handler: EventHandler, from: number, body: JsonObject): JsonObject {
  let current = body
  for (let v = from; v < handler.v; v += 1) {
    const next = handler.upcasts?.[v]
    assert(next !== undefined, `version ${v} of an event has an upcast`)
    current = next(current)
  }
  return current
}

/** Facts are never refused: a leaf that no slice knows means that this release is too old for the book. */
export function recordedOf(registry: Registry, index: number, leaf: Leaf): Recorded {
  const handler = registry.events.get(leaf.type)
  assert(handler !== undefined, `the event ${leaf.type} of entry ${index} is known`)
  assert(leaf.v <= handler.v, `version ${leaf.v} of ${leaf.type} is known`)
  const { type, atMs, actor, parties } = leaf
  return {
    type,
    v: handler.v,
    body: upcast(handler, leaf.v, leaf.body),
    index,
    atMs,
    actor,
    parties,
  }
}

export function recordedOfBytes(registry: Registry, index: number, bytes: Uint8Array): Recorded {
  const leaf = readLeaf(bytes)
  assert(leaf.ok, `entry ${index} has a canonical leaf`)
  return recordedOf(registry, index, leaf.value)
}
