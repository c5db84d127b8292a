/**
 * Reading what was recorded. Facts are read as they were written, not by the schema of today, which may
 * have grown stricter: a member that is missing or of another type means a corrupt log, and throws.
 */
import { assert } from './assert.ts'
import { isJsonArray, isJsonObject } from './canonical-json.ts'
import type { Json, JsonObject } from './json.ts'

export function textIn(object: JsonObject, name: string): string {
  const value = object[name]
  assert(typeof value === 'string', `${name} is a text`)
  return value
}

/** Null where the member is absent. */
export function findText(object: JsonObject, name: string): string | null {
  return object[name] === undefined ? null : textIn(object, name)
}

export function wholeIn(object: JsonObject, name: string): number {
  const value = object[name]
  assert(typeof value === 'number' && Number.isSafeInteger(value), `${name} is a whole number`)
  return value
}

/** Null where the member is absent. */
export function findWhole(object: JsonObject, name: string): number | null {
  return object[name] === undefined ? null : wholeIn(object, name)
}

export function flagIn(object: JsonObject, name: string): boolean {
  const value = object[name]
  assert(typeof value === 'boolean', `${name} is true or false`)
  return value
}

export function objectIn(object: JsonObject, name: string): JsonObject {
  const value = object[name]
  assert(value !== undefined && isJsonObject(value), `${name} is an object`)
  return value
}

export function listIn(object: JsonObject, name: string): readonly Json[] {
  const value = object[name]
  assert(value !== undefined && isJsonArray(value), `${name} is a list`)
  return value
}
