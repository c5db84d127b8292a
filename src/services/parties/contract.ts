/**
 * The only door of the register of parties: who there is in a book, and who acts for whom. Organisations are
 * public by name; the name and the telephone of a person are secrets of that person, so that a leaf holds
 * a pseudonym alone. Ids are made by whoever asks, and asking twice is one act.
 */
import * as z from 'zod/mini'
import { PARTY_ID } from '#kernel/identity/principal.ts'
import { APPOINTMENTS, type AppointmentRole, type PartyKind } from '#kernel/parties/party.ts'
import { PLAIN_LINE } from '#kernel/std/plain-line.ts'

export const NAME_CHARS_MAX = 120

const text = (charsMax: number) =>
  z.string().check(z.minLength(1), z.maxLength(charsMax), z.regex(PLAIN_LINE))

const Party = z.string().check(z.regex(PARTY_ID))
const Name = z.strictObject({ en: text(NAME_CHARS_MAX), zh: text(NAME_CHARS_MAX) })

/** What the registry registers: itself it founds, and persons have an act of their own. */
export const ORGANISATION_KINDS = [
  'shop',
  'notary-office',
  'bank',
  'authority',
  'company',
] as const satisfies readonly PartyKind[]

/** What may be done for an organisation depends on what it is. */
export const ROLES_OF: Readonly<Record<PartyKind, readonly AppointmentRole[]>> = {
  person: [],
  registry: ['registrar'],
  shop: ['head', 'clerk'],
  'notary-office': ['notary'],
  bank: ['teller'],
  authority: ['inspector'],
  company: ['head', 'clerk'],
}

/** Every command: its type is `parties.` and its name here, its fields are these. */
export const COMMANDS = {
  /** Once in a book: whoever founds the registry is its first registrar. */
  found: z.strictObject({ registry: Party }),
  'register-organisation': z.strictObject({
    registry: Party,
    organisation: Party,
    kind: z.enum(ORGANISATION_KINDS),
    name: Name,
  }),
  'register-person': z.strictObject({
    /** The registry or a notary's office, for which the actor checked who it is. */
    by: Party,
    person: Party,
    /** Confidential. */
    name: text(NAME_CHARS_MAX),
    /** Confidential; digits as they are dialled, with a plus before the country. */
    phone: z.optional(z.string().check(z.regex(/^\+?\d[\d -]{5,22}\d$/))),
  }),
  appoint: z.strictObject({
    organisation: Party,
    person: Party,
    role: z.enum(APPOINTMENTS),
    /** For whom the actor appoints: the organisation itself, or the registry. */
    by: Party,
  }),
  dismiss: z.strictObject({ organisation: Party, person: Party, by: Party }),
} as const

export type CommandName = keyof typeof COMMANDS
export type PartiesCommand<N extends CommandName> = { readonly type: `parties.${N}` } & Readonly<
  z.infer<(typeof COMMANDS)[N]>
>

/** The refusals of each command, in order of precedence. */
export const REFUSALS = {
  found: ['registry_exists'],
  'register-organisation': ['party_differs', 'not_registrar'],
  'register-person': ['not_registrar', 'party_differs'],
  appoint: [
    'organisation_unknown',
    'not_appointer',
    'role_does_not_fit',
    'not_a_person',
    'appointed_otherwise',
    'organisation_led',
  ],
  dismiss: ['organisation_unknown', 'not_appointer', 'not_appointed', 'last_registrar'],
} as const satisfies Readonly<Record<CommandName, readonly string[]>>
export type PartiesRefusal = (typeof REFUSALS)[CommandName][number]

export const EVENTS = [
  'founded',
  'organisation-registered',
  'person-registered',
  'appointed',
  'dismissed',
] as const
export type EventType = `parties.${(typeof EVENTS)[number]}`

/** Leaves that anybody may read: an organisation and its public name. */
export const PUBLIC_EVENTS: readonly EventType[] = ['parties.organisation-registered']

/** An organisation as the public register shows it, with the entry that registered it. */
export const OrganisationView = z.strictObject({
  party: Party,
  kind: z.enum(ORGANISATION_KINDS),
  name: Name,
  entry: z.int(),
})
export type OrganisationView = z.infer<typeof OrganisationView>
