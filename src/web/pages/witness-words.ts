/** What a witness is called on pages: a region's by its region, another by its name in the policy. */
import type { Words } from '#web/kit/language.ts'
import type { BookName } from './views.ts'

const OUTSIDE: Words = { en: 'an outside witness', zh: '外部见证方' }

export function wordsOfWitness(name: string, books: readonly BookName[]): Words {
  const region = books.find(({ id }) => id === name)?.name
  return region ?? (name === 'outside' ? OUTSIDE : { en: name, zh: name })
}
