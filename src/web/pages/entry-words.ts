/** An entry in words. A slice gives them for each type of its events. */
import type { JsonObject } from '#kernel/std/json.ts'
import type { Words } from '#web/kit/language.ts'
import type { EntryFact } from './views.ts'

/** What the body of one entry says. */
export type EntryTold = {
  /** Whom or what it concerns. */
  readonly subject: Words
  /** One sentence that says what happened. */
  readonly summary: Words
  readonly facts: readonly EntryFact[]
}

export type EntryWords = {
  /** What kind of thing happened; it may be said of every entry of the type. */
  readonly act: Words
  /** From a body in its newest version; null if it is not what was expected. */
  tell(body: JsonObject): EntryTold | null
}
