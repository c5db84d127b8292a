/** The routes of all services, as the server has them and as the client is made from. */
import type pg from 'pg'
import type { LogReader } from '#platform/http/log-reader.ts'
import type { RawRoute } from '#platform/http/raw-route.ts'
import type { Route } from '#platform/http/route.ts'
import { handoverRoutes } from '#services/handover/api/routes.ts'
import { exportRoutes } from '#services/observatory/api/export.ts'
import { observatoryRoutes } from '#services/observatory/api/routes.ts'
import { auditRoutes } from '#services/observatory/api/audits.ts'
import { KeptKnown } from '#services/observatory/api/known-figures.ts'
import { periodRoutes } from '#services/privacy/api/periods.ts'
import { erasureRoutes, subjectRoutes } from '#services/privacy/api/routes.ts'
import { partiesSubjectRows } from '#services/parties/store/subject-rows.ts'
import { prepaidSubjectRows } from '#services/prepaid/store/subject-rows.ts'
import type { SubjectRows } from '#platform/postgres/subject-rows.ts'
import { partiesRoutes } from '#services/parties/api/routes.ts'
import { figuresFiles } from '#services/prepaid/api/figures-files.ts'
import { prepaidRoutes } from '#services/prepaid/api/routes.ts'
import { statementRoute } from '#services/prepaid/api/statement-file.ts'

export interface Surroundings {
  readonly pool: pg.Pool
  /** Short names of the books that are served. */
  readonly books: () => readonly string[]
  readonly log: LogReader
  readonly nowMs: () => number
  /** Opens to a person what is held on it. */
  readonly wrappingKey: Uint8Array
}

/** What each service keeps of a person. */
export const subjectRows: readonly SubjectRows[] = [...partiesSubjectRows, ...prepaidSubjectRows]

export function serviceRoutes({
  pool,
  books,
  log,
  nowMs,
  wrappingKey,
}: Surroundings): readonly (Route | RawRoute)[] {
  return [
    ...observatoryRoutes(pool),
    ...auditRoutes(new KeptKnown(pool, books)),
    ...exportRoutes(pool, books),
    ...partiesRoutes(pool),
    ...handoverRoutes(pool, log),
    ...prepaidRoutes(pool, nowMs),
    statementRoute(pool, nowMs),
    ...figuresFiles({ pool, books, nowMs }),
    ...subjectRoutes(
      () => ({ pool, installationKey: wrappingKey, rows: subjectRows, nowMs: nowMs() }),
      books,
    ),
    ...erasureRoutes,
    ...periodRoutes(pool),
  ]
}
