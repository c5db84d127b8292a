/**
 * Running numbers of parties: which entry of the book this is for a party, from 1 on. The number is a salted
 * field of the entry, disclosed to that party alone, so no reader of leaves learns a party's volume.
 */
import type { Disclosure } from './commitment.ts'

export type RunningNumber = { readonly party: string; readonly number: number }

const PREFIX = 'number/'

/** The name of the field that holds the running number of a party. */
export function numberField(party: string): string {
  return PREFIX + party
}

/** The running number that a disclosure states, or null if it states something else. */
export function runningNumberOf({ name, value }: Disclosure): RunningNumber | null {
  if (!name.startsWith(PREFIX) || typeof value !== 'number') return null
  if (!Number.isSafeInteger(value) || value < 1) return null
  return { party: name.slice(PREFIX.length), number: value }
}
