/** The page of one's own data, for whoever is signed in, and that of erasures for others. */
import type pg from 'pg'
import type { SubjectRows } from '#platform/postgres/subject-rows.ts'
import { loadErasures, loadMyData } from '#services/privacy/api/pages.ts'
import { erasuresPath, myDataPath } from '#services/privacy/web/paths.ts'
import { actOf } from './entry-words.ts'
import { footOf, type Heads } from './heads.ts'
import type { PageRoute } from './page.ts'

export interface PrivacyPages {
  readonly pool: pg.Pool
  readonly heads: Heads
  readonly nowMs: () => number
  /** Opens to a reader what is held on it; without it there is no such page. */
  readonly opening: { readonly wrappingKey: Uint8Array; readonly rows: readonly SubjectRows[] }
}

export function privacyPages({ pool, heads, nowMs, opening }: PrivacyPages): readonly PageRoute[] {
  const { wrappingKey, rows } = opening
  return [
    {
      path: myDataPath,
      access: 'privacy.ask',
      async load({ principal, viewer }) {
        const { book } = viewer.person
        const reporting = { pool, installationKey: wrappingKey, rows, nowMs: nowMs() }
        const [view, head] = await Promise.all([
          loadMyData(reporting, { book, party: principal.party }, actOf),
          heads.find(book),
        ])
        return { name: 'myData', view, path: myDataPath, foot: head && footOf(head) }
      },
    },
    {
      path: erasuresPath,
      access: 'privacy.act-for',
      async load({ principal, viewer }) {
        const { book } = viewer.person
        const [view, head] = await Promise.all([
          loadErasures(pool, book, principal),
          heads.find(book),
        ])
        return { name: 'erasures', view, path: erasuresPath, foot: head && footOf(head) }
      },
    },
  ]
}
