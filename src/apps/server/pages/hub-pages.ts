/** The first page, the page that checks receipts, and the page that explains. */
import type pg from 'pg'
import { policyOf } from '#platform/http/log-routes.ts'
import { loadHeadlines } from '#services/observatory/api/pages.ts'
import { countAllClaims } from '#services/observatory/store/claims.ts'
import { figureLine } from '#services/observatory/web/figure-line.ts'
import { auditPath } from '#services/observatory/web/audit-paths.ts'
import { figuresPath } from '#services/observatory/web/paths.ts'
import { aboutPath, homePath, verifyPath } from '#web/pages/paths.ts'
import { type EntryListing, listEntries } from './entry-lines.ts'
import type { SuccessionRow } from '#platform/postgres/successions.ts'
import { loadHeld } from '#services/prepaid/api/held.ts'
import { footOf, type Heads, stateOf } from './heads.ts'
import type { PageRoute } from './page.ts'

export interface HubPages {
  readonly pool: pg.Pool
  readonly bookNames: readonly string[]
  readonly heads: Heads
  readonly listing: EntryListing
  /** Logs that were closed: their receipts verify for ever. */
  readonly closed: readonly SuccessionRow[]
}

const LATEST_ENTRIES = 8

/** A receipt of this very hub, as the pages link to it. */
const RECEIPT_PATH = /^\/v1\/books\/[a-z][a-z0-9-]{0,31}\/entries\/\d{1,16}\/receipt$/

export function hubPages({
  pool,
  bookNames,
  heads,
  listing,
  closed,
}: HubPages): readonly PageRoute[] {
  return [
    {
      path: homePath,
      async load() {
        const at = await heads.all()
        const [headlines, figuresCount, latest, held] = await Promise.all([
          loadHeadlines(pool, bookNames),
          countAllClaims(pool, bookNames),
          listEntries(listing, at, { limit: LATEST_ENTRIES }),
          loadHeld(pool, bookNames),
        ])
        const [first, ...others] = at
        return {
          name: 'home',
          view: {
            figures: headlines.map(figureLine),
            figuresCount,
            figuresHref: figuresPath,
            auditHref: auditPath,
            held,
            books: [stateOf(first), ...others.map(stateOf)],
            latest,
          },
          path: homePath,
          foot: footOf(first),
        }
      },
    },
    {
      path: verifyPath,
      async load({ query }) {
        const at = await heads.all()
        const receipt = query.get('receipt') ?? ''
        const asked = RECEIPT_PATH.test(receipt) ? `?receipt=${encodeURIComponent(receipt)}` : ''
        return {
          name: 'verify',
          view: {
            policies: [
              ...at.map(({ port, name }) => ({
                ...name,
                origin: port.origin,
                policy: policyOf(port),
              })),
              ...closed.map(closedPolicy),
            ],
          },
          path: `${verifyPath}${asked}`,
          foot: footOf(at[0]),
        }
      },
    },
    {
      path: aboutPath,
      async load() {
        const [first] = await heads.all()
        return { name: 'about', view: {}, path: aboutPath, foot: footOf(first) }
      },
    },
  ]
}

/** Receipts of a log that was closed verify for ever, so its policy stays. */
function closedPolicy({ origin, policy }: SuccessionRow) {
  const id = origin.replaceAll(/[^a-z0-9]/g, '-')
  return { id, name: { en: `${origin} (closed)`, zh: `${origin}（已关闭）` }, origin, policy }
}
