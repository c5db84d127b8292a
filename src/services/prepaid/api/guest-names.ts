/** Customers as a counter says them: a surname and four digits, enough to recognise who stands there. */
import type { PartyId } from '#kernel/identity/principal.ts'
import type { KnownPerson } from '#platform/postgres/persons.ts'
import { erasedWords } from '#platform/http/erased-words.ts'
import type { Words } from '../contract.ts'
import type { GuestName } from '../web/counter-views.ts'
import type { ShopAsking } from './shop-asking.ts'

export const TAIL_DIGITS = 4

const HAN = /\p{Script=Han}/u
const UNNAMED: Words = { en: 'Customer', zh: '顾客' }

export const UNKNOWN_GUEST: GuestName = { name: UNNAMED, tail: null }

/** `Chen H.` and `陈*`: of a name in both scripts each language takes its own. */
export function shortName(name: string): Words {
  const parts = name.trim().split(/\s+/)
  const han = parts.filter((part) => HAN.test(part))
  const latin = parts.filter((part) => !HAN.test(part))
  const zh = han.map(hidden).join('')
  const en = latin.map((part, place) => (place === 0 ? part : `${firstOf(part)}.`)).join(' ')
  if (zh === '' && en === '') return UNNAMED
  return { en: en === '' ? zh : en, zh: zh === '' ? en : zh }
}

/** The first character, and a star for each further one. */
function hidden(name: string): string {
  return firstOf(name) + '*'.repeat(Math.max(0, Array.from(name).length - 1))
}

/** A character of a rare name may be two of JavaScript's. */
function firstOf(name: string): string {
  return Array.from(name)[0] ?? ''
}

/** Null where there are fewer digits than that. */
export function tailOf(phone: string | null): string | null {
  const digits = (phone ?? '').replaceAll(/\D/g, '')
  return digits.length < TAIL_DIGITS ? null : digits.slice(-TAIL_DIGITS)
}

export function guestName(person: KnownPerson | undefined): GuestName {
  if (person === undefined) return UNKNOWN_GUEST
  if (person.name === null) return { name: erasedWords(person.erasedAtMs), tail: null }
  return { name: shortName(person.name), tail: tailOf(person.phone) }
}

export type GuestNames = (consumer: PartyId) => GuestName

export async function namesOfGuests(
  { persons, book }: ShopAsking,
  consumers: readonly PartyId[],
): Promise<GuestNames> {
  const known = await persons.of(book, consumers)
  return (consumer) => guestName(known.get(consumer))
}
