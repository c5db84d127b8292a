/**
 * The two roles on a server that somebody else runs (DATABASE_URL). The hub connects with the
 * login it was given and takes the role at the start of each session, so one URL is enough. The
 * embedded server has separate logins instead.
 */
import { StartupProblem } from '#platform/config/startup-problem.ts'
import type { DatabaseUrls } from './embedded.ts'
import { createClient } from './pool.ts'

const MAJOR_MIN = 18

/** `variable` is where the address came from, for whoever must mend it. */
export async function givenDatabase(url: string, variable = 'DATABASE_URL'): Promise<DatabaseUrls> {
  const client = createClient(url, 'roles')
  try {
    await client.connect()
  } catch (cause) {
    const why = cause instanceof Error ? cause.message || 'no answer' : String(cause)
    throw new StartupProblem(
      `The server of ${variable} cannot be used (${why}): check the address, the login and that it runs.`,
      { cause },
    )
  }
  try {
    const { rows } = await client.query<{ major: number }>(
      "select current_setting('server_version_num')::int / 10000 as major",
    )
    const major = rows[0]?.major ?? 0
    if (major < MAJOR_MIN) {
      throw new StartupProblem(
        `The server of ${variable} is PostgreSQL ${major}: Hongqiao needs ${MAJOR_MIN} or later.`,
      )
    }
    await client.query(ROLES_SQL)
  } catch (cause) {
    if (cause instanceof StartupProblem) throw cause
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new StartupProblem(
      `The roles hub_migrator and hub_app cannot be set up with the login of ${variable} (${why}): let an administrator run docs/configuration.md's statements once.`,
      { cause },
    )
  } finally {
    await client.end()
  }
  return { owner: url, migrator: inRole(url, 'hub_migrator'), app: inRole(url, 'hub_app') }
}

/** Does nothing where an administrator has done it before. */
const ROLES_SQL = `do $$
declare wanted text;
begin
  foreach wanted in array array['hub_migrator', 'hub_app'] loop
    if not exists (select from pg_roles where rolname = wanted) then
      execute format('create role %I nologin', wanted);
    end if;
    if not pg_has_role(wanted, 'set') then
      execute format('grant %I to current_user', wanted);
    end if;
  end loop;
  if not has_schema_privilege('hub_migrator', 'public', 'create') then
    grant create, usage on schema public to hub_migrator;
  end if;
end $$`

function inRole(url: string, role: string): string {
  const other = new URL(url)
  const given = other.searchParams.get('options')
  other.searchParams.set('options', [given, `-c role=${role}`].filter(Boolean).join(' '))
  return other.href
}
