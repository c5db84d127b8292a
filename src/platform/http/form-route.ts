/**
 * Forms as a slice gives them, in the spirit of route.ts: who may send, what is parsed, which command it
 * becomes, which sentences answer. Statuses, keys, the defence against other sites, and showing the page
 * again with what was typed are made from these in one place. A form belongs to a page: what is refused is
 * answered with that page, what is recorded leads to one that shows the receipt.
 */
import type { $ZodType } from 'zod/v4/core'
import type { Answer } from '#kernel/book/answer.ts'
import type { Command } from '#kernel/book/slice.ts'
import type { Permission, Principal } from '#kernel/identity/principal.ts'
import type { JsonObject } from '#kernel/std/json.ts'
import type { Person } from '#platform/sessions/session.ts'
import type { Books, Language, ProblemTexts, Words } from './route.ts'

export interface FormCall<P, F> {
  /** The `:name`s of the path. */
  readonly params: P
  readonly fields: F
  readonly principal: Principal
  readonly person: Person
  readonly language: Language
  readonly books: Books
  /**
   * What makes a double click or a reload one act: the same whenever this very form is sent again, 43
   * characters of base64url. Ids that the asker makes are made from it: `contentId('use_', [call.key])`.
   */
  readonly key: string
}

/** The command that a form becomes. `key` replaces the form's own key by one of the act's nature. */
export interface FormAct {
  readonly book: string
  readonly command: Command
  readonly key?: string
}

/** What was done outside of the books, so that there is no receipt: where to go, without the language. */
export interface FormElsewhere {
  readonly leadsTo: string
}

/** What cannot become a command: a type of the form's `refusals`. */
export interface FormRefused {
  readonly refused: string
  readonly params?: JsonObject
}

export type FormDoing = FormAct | FormRefused | FormElsewhere

export type RecordedAnswer = Extract<Answer, { kind: 'recorded' }>

export interface FormRoute<P = unknown, F = unknown, Name extends string = string> {
  /** Where it is sent, without the language; each form of a page has its own. */
  readonly path: `/${string}`
  /** The page that it stands on, in terms of the same `:name`s; that path itself if unset. */
  readonly page?: `/${string}`
  readonly permission: Permission
  /** A strict object with each `:name` of the path, as text; without it they stay as they are. */
  readonly params?: $ZodType<P>
  /** A strict object; see form-fields.ts. A date is one field here. */
  readonly schema: $ZodType<F>
  /** What to say at a field whose value will not do: what would. */
  readonly sentences: Readonly<Record<Name, Words>>
  /** The sentences of everything that `command` and the command's decide may refuse. */
  readonly refusals: ProblemTexts
  /** A sentence made from what the refusal says, e.g. with its sum; null where the plain one will do. */
  tell?(type: string, params: JsonObject): Words | null
  /** The field that a refusal is about. */
  readonly fieldOf?: Readonly<Record<string, Name>>
  command(call: FormCall<P, F>): FormDoing | Promise<FormDoing>
  /** Where to go, without the language; to the page of the form if unset. The receipt is shown there. */
  done?(call: FormCall<P, F>, answer: RecordedAnswer): string
}

/** Only infers: inside, the functions know the types that the form's own schemas parse. */
export function formRoute<F, P = Readonly<Record<string, string>>>(
  route: FormRoute<P, F, keyof F & string>,
): FormRoute {
  return route
}
