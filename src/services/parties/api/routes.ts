/** The register of parties by HTTP: organisations are public; registering and appointing are permitted acts. */
import type pg from 'pg'
import { z } from 'zod'
import { BookName, pageFields } from '#platform/http/fields.ts'
import { commandRoute, found, readRoute, type Route } from '#platform/http/route.ts'
import { COMMANDS, ORGANISATION_KINDS, OrganisationView } from '../contract.ts'
import type { PartiesCommand } from '../contract.ts'
import { listOrganisations } from '../store/organisations.ts'
import { refusalsOf } from './refusals.ts'

const Query = z.strictObject({
  kind: z.enum(ORGANISATION_KINDS).optional(),
  ...pageFields,
})

export function partiesRoutes(pool: pg.Pool): readonly Route[] {
  return [
    readRoute({
      path: '/v1/books/:book/organisations',
      summary: 'The organisations that are registered in a book, by id.',
      access: 'public',
      params: z.strictObject({ book: BookName }),
      query: Query,
      response: z.strictObject({ items: z.array(OrganisationView), next: z.string().optional() }),
      async read({ params: { book }, query: { kind, cursor = '', limit } }) {
        const items = await listOrganisations(pool, book, { kind, after: cursor, limit: limit + 1 })
        const shown = items.slice(0, limit)
        const last = items.length > limit ? shown.at(-1) : undefined
        return found(
          { items: [...shown], ...(last === undefined ? {} : { next: last.party }) },
          'brief',
        )
      },
    }),
    ...registering(),
    ...appointing(),
  ]
}

function registering(): readonly Route[] {
  return [
    commandRoute({
      path: '/v1/books/:book/registry',
      summary: 'Found the registry of a book, once; whoever does is its first registrar.',
      access: 'parties.register',
      body: COMMANDS.found,
      refusals: refusalsOf('found'),
      command: ({ body }): PartiesCommand<'found'> => ({ type: 'parties.found', ...body }),
    }),
    commandRoute({
      path: '/v1/books/:book/organisations',
      summary: 'Register an organisation; its name is public.',
      access: 'parties.register',
      body: COMMANDS['register-organisation'],
      refusals: refusalsOf('register-organisation'),
      command: ({ body }): PartiesCommand<'register-organisation'> => ({
        type: 'parties.register-organisation',
        ...body,
      }),
    }),
    commandRoute({
      path: '/v1/books/:book/persons',
      summary: 'Register a person; name and telephone become secrets of that person.',
      access: 'parties.register',
      body: COMMANDS['register-person'],
      refusals: refusalsOf('register-person'),
      command: ({ body }): PartiesCommand<'register-person'> => ({
        type: 'parties.register-person',
        ...body,
      }),
    }),
  ]
}

function appointing(): readonly Route[] {
  return [
    commandRoute({
      path: '/v1/books/:book/appointments',
      summary: 'Appoint a person to act for an organisation.',
      access: 'parties.appoint',
      body: COMMANDS.appoint,
      refusals: refusalsOf('appoint'),
      command: ({ body }): PartiesCommand<'appoint'> => ({ type: 'parties.appoint', ...body }),
    }),
    commandRoute({
      path: '/v1/books/:book/dismissals',
      summary: 'Dismiss a person from acting for an organisation.',
      access: 'parties.appoint',
      body: COMMANDS.dismiss,
      refusals: refusalsOf('dismiss'),
      command: ({ body }): PartiesCommand<'dismiss'> => ({ type: 'parties.dismiss', ...body }),
    }),
  ]
}
