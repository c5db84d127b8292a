/** All routes of prepaid money: the acts of its parties, and what each of them may read. */
import type pg from 'pg'
import type { Route } from '#platform/http/route.ts'
import { actRoutes } from './routes-acts.ts'
import { cardRoutes } from './routes-cards.ts'
import { moneyRoutes } from './routes-money.ts'
import { registerRoutes } from './routes-register.ts'

/** The clock says on which legal day a contract would be signed. */
export function prepaidRoutes(pool: pg.Pool, nowMs: () => number): readonly Route[] {
  return [...actRoutes, ...registerRoutes(pool, nowMs), ...cardRoutes(pool), ...moneyRoutes(pool)]
}
