/**
 * `hongqiao start`: database, migrations, server, in this order, and back in the opposite one. Any
 * of Ctrl-C, SIGTERM, the end of the process that started us and the end of the database stops it.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { runServer, type RunningHub } from '#apps/server/main.ts'
import { type Config, readConfig } from '#platform/config/config.ts'
import { StartupProblem } from '#platform/config/startup-problem.ts'
import { openDatabase } from '#platform/postgres/embedded-or-given.ts'
import { migrate } from '#platform/postgres/migrate.ts'
import { note } from './note.ts'

/** Who waits for a commit waits in vain then: no answer says what is true, that its outcome is unknown. */
const GOODBYE_MS = 1000

export async function run(): Promise<number> {
  const config = readConfig(process.env)
  // Asked for before anything runs, so that an early Ctrl-C is kept and obeyed.
  const asked = stopRequest()
  const database = await openDatabase(config, note)
  try {
    for (const name of await migrate(database.urls.migrator)) note(`Applied ${name}.`)
    const server = await listen(config, () => runServer(config, database.urls, note))
    for (const sentence of server.notes) note(sentence)
    note(
      `Hongqiao is at ${server.address} and keeps its records in ${database.place}. Ctrl-C stops it.`,
    )
    const reason = await Promise.race([asked, database.ended.then(() => 'database ended' as const)])
    if (reason === 'asked') {
      note('Stopping …')
      await server.stop()
      return 0
    }
    note('The database has ended, so the hub stops.')
    await Promise.race([server.stop(), sleep(GOODBYE_MS)])
    return 1
  } finally {
    await database.close()
  }
}

function stopRequest(): Promise<'asked'> {
  return new Promise((done) => {
    // Kept for ever: a second Ctrl-C, or npm's own after the terminal's, must not cut the stop short.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.on(signal, () => done('asked'))
    // The bootstrap holds a channel to us, which closes when it is killed.
    process.once('disconnect', () => done('asked'))
  })
}

async function listen(config: Config, serve: () => Promise<RunningHub>): Promise<RunningHub> {
  try {
    return await serve()
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
    const at = `${config.host}:${config.port}`
    if (code === 'EADDRINUSE') {
      throw new StartupProblem(
        `${at} is in use by another program: stop it, or set HONGQIAO_PORT to another port.`,
        { cause },
      )
    }
    if (code === 'EACCES' || code === 'EADDRNOTAVAIL') {
      throw new StartupProblem(
        `${at} cannot be listened on (${code}): set HONGQIAO_HOST and HONGQIAO_PORT to an address of this machine.`,
        { cause },
      )
    }
    throw cause
  }
}
