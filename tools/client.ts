/** `npm run client`: writes the types of the client anew, from the routes as they are. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { format } from 'oxfmt'
import { serviceRoutes } from '#apps/server/routes.ts'
import { bookRoutes, entryRoutes } from '#platform/http/log-routes.ts'
import { openApi } from '#platform/http/openapi.ts'
import { createPool } from '#platform/postgres/pool.ts'
import { fakeLog } from '#test/http/fake-log.ts'
import { clientTypes } from './client-types.ts'

export const CLIENT_TYPES = 'src/client/paths.ts'

/** Nothing is read: routes are only described. */
export async function writtenClient(): Promise<string> {
  const pool = createPool({
    url: 'postgres://nobody@127.0.0.1:1/none',
    name: 'client',
    connectionsMax: 1,
    statementTimeoutMs: 1,
    lockTimeoutMs: 1,
    idleInTransactionTimeoutMs: 1,
    connectTimeoutMs: 1,
    onIdleError: () => undefined,
  })
  const routes = [
    ...bookRoutes(new Map()),
    ...entryRoutes(fakeLog, new Set()),
    ...serviceRoutes({
      pool,
      books: () => [],
      log: fakeLog,
      nowMs: () => 0,
      wrappingKey: new Uint8Array(32),
    }),
  ]
  const text = clientTypes(openApi(routes, '0'))
  const { code, errors } = await format(CLIENT_TYPES, text, {
    printWidth: 100,
    semi: false,
    singleQuote: true,
  })
  if (errors.length > 0) throw new Error('the types of the client are no TypeScript')
  return code
}

if (import.meta.main) {
  writeFileSync(join(import.meta.dirname, '..', CLIENT_TYPES), await writtenClient())
}
