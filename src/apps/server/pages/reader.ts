/** Who reads: what a page shows of them, where they may go, and how far their pages are kept. */
import { randomBytes } from 'node:crypto'
import { homeOf, placesOf } from '#apps/web/places.ts'
import { isPermitted, type Role } from '#kernel/identity/principal.ts'
import type { Viewer } from '#platform/sessions/session.ts'
import type { DoneAct, ReturnedForm } from '#web/kit/page-context.ts'
import type { HubWeb, Keeping, PageRoute, Sending } from './page.ts'

/** What all pages of a hub share. */
export interface Site {
  readonly web: HubWeb
  readonly isDemonstration: boolean
  readonly hasSignIn: boolean
  /** Changes with every build of the web. */
  readonly version: string
  /** The paths of pages, as they stand in routes. */
  readonly paths: ReadonlySet<string>
}

export interface Showing {
  readonly viewer: Viewer | null
  readonly isPrivate: boolean
  readonly returned?: ReturnedForm
  readonly done?: DoneAct | null
  /** Of the page that a form came back to; otherwise it is made anew. */
  readonly formKey?: string
}

const KEY_BYTES = 16
export const FORM_KEY = /^[A-Za-z0-9_-]{22}$/

export function sendingFor(site: Site, showing: Showing): Sending {
  const { viewer, returned = null, done = null } = showing
  return {
    web: site.web,
    version: site.version,
    reader: viewer?.principal.evidence.credential ?? '',
    keeping: keepingOf(showing),
    frame: {
      demonstration: site.isDemonstration,
      places: placesOf(viewer?.principal.roles ?? null).filter(({ href }) => site.paths.has(href)),
      visit: {
        person: viewer?.person ?? null,
        hasSignIn: site.hasSignIn,
        formKey: formKeyFor(showing),
        returned,
        done,
      },
    },
  }
}

function keepingOf({ viewer, isPrivate, returned }: Showing): Keeping {
  if (isPrivate || returned !== undefined) return 'none'
  return viewer === null ? 'shared' : 'own'
}

function formKeyFor({ isPrivate, formKey }: Showing): string {
  if (formKey !== undefined) return formKey
  return isPrivate ? randomBytes(KEY_BYTES).toString('base64url') : ''
}

export type Admission = 'admitted' | 'signed-out' | 'forbidden'

export function admissionTo(access: PageRoute['access'], viewer: Viewer | null): Admission {
  if (access === undefined || access === 'public') return 'admitted'
  if (viewer === null) return 'signed-out'
  if (access === 'signed-in') return 'admitted'
  return isPermitted(viewer.principal, access) ? 'admitted' : 'forbidden'
}

/** Where somebody with these roles begins. */
export function beginningOf(roles: readonly Role[]): string {
  return homeOf(roles) ?? '/'
}
