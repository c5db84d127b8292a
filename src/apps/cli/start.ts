/**
 * `hongqiao start`: database, migrations, server, in this order, and back in the opposite one. Any
 * of Ctrl-C, SIGTERM, the end of the process that started us and the end of the database stops it.
 */
import { createServer, type Server } from 'node:http'
import { type Config, readConfig } from '#platform/config/config.ts'
import { StartupProblem } from '#platform/config/startup-problem.ts'
import { openDatabase } from '#platform/postgres/embedded-or-given.ts'
import { migrate } from '#platform/postgres/migrate.ts'
import { note } from './note.ts'

type Running = { readonly address: string; stop(): Promise<void> }

export async function run(): Promise<number> {
  const config = readConfig(process.env)
  // Asked for before anything runs, so that an early Ctrl-C is kept and obeyed.
  const asked = stopRequest()
  const database = await openDatabase(config, note)
  try {
    for (const name of await migrate(database.urls.migrator)) note(`Applied ${name}.`)
    const server = await listen(config, runServer)
    note(
      `Hongqiao is at ${server.address} and keeps its records in ${database.place}. Ctrl-C stops it.`,
    )
    const reason = await Promise.race([asked, database.ended.then(() => 'database ended' as const)])
    note(reason === 'database ended' ? 'The database has ended, so the hub stops.' : 'Stopping …')
    await server.stop()
    return reason === 'database ended' ? 1 : 0
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

async function listen(config: Config, serve: typeof runServer): Promise<Running> {
  try {
    return await serve(config)
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

/** The seam: the composition root takes this place, with the database urls as its second argument. */
async function runServer(config: Config): Promise<Running> {
  const server = createServer((_, response) =>
    response.writeHead(503).end('The hub has no pages yet.\n'),
  )
  await new Promise<void>((done, failed) => {
    server.once('error', failed)
    server.listen(config.port, config.host, done)
  })
  return { address: addressOf(server), stop: () => close(server) }
}

function addressOf(server: Server): string {
  const address = server.address()
  if (address === null || typeof address === 'string')
    throw new Error('a server that listens on a port')
  const host = address.address === '127.0.0.1' ? 'localhost' : address.address
  return `http://${host}:${address.port}`
}

function close(server: Server): Promise<void> {
  return new Promise((done) => {
    server.close(() => done())
    server.closeAllConnections()
  })
}
