/**
 * The network between one server and the database, as a thing that can be cut: a port of this machine that
 * leads to the database's socket.
 */
import { connect, createServer, type Server, type Socket } from 'node:net'

type State = 'whole' | 'cut' | 'silent'

export class DatabaseLink {
  readonly url: string
  readonly #server: Server
  readonly #pairs = new Set<readonly [Socket, Socket]>()
  #state: State = 'whole'

  private constructor(server: Server, url: string) {
    this.#server = server
    this.url = url
  }

  /** The url names a folder of sockets as its host, as that of the embedded PostgreSQL does. */
  static async open(target: string): Promise<DatabaseLink> {
    const given = new URL(target)
    const folder = given.searchParams.get('host')
    if (folder === null) throw new Error('a database on a Unix socket is expected')
    const path = `${folder}/.s.PGSQL.${given.port}`
    // A socket that is silent must not be drained either: what was sent waits in its buffers.
    const server = createServer({ pauseOnConnect: true, allowHalfOpen: false })
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    const address = server.address()
    if (typeof address !== 'object' || address === null) throw new Error('it listens on a port')
    given.searchParams.delete('host')
    given.port = String(address.port)
    const link = new DatabaseLink(server, given.href)
    server.on('connection', (near) => link.#join(near, path))
    return link
  }

  /** Every connection breaks, and no new one is made. */
  cut(): void {
    this.#state = 'cut'
    for (const pair of this.#pairs) this.#part(pair)
  }

  /** Nothing arrives any more, in either direction, and nobody is told. */
  silence(): void {
    this.#state = 'silent'
    for (const pair of this.#pairs) for (const socket of pair) socket.pause()
  }

  mend(): void {
    this.#state = 'whole'
    for (const pair of this.#pairs) {
      if (pair.some(({ destroyed }) => destroyed)) this.#part(pair)
      else for (const socket of pair) socket.resume()
    }
  }

  close(): void {
    this.cut()
    this.#server.close()
  }

  #part(pair: readonly [Socket, Socket]): void {
    this.#pairs.delete(pair)
    for (const socket of pair) socket.destroy()
  }

  #join(near: Socket, path: string): void {
    if (this.#state === 'cut') {
      near.destroy()
      return
    }
    const far = connect({ path })
    const pair = [near, far] as const
    this.#pairs.add(pair)
    for (const [from, to] of [pair, [far, near] as const]) {
      // Written by hand, since a pipe would resume what was paused.
      from.on('data', (bytes) => to.write(bytes))
      from.on('error', () => undefined)
      from.once('close', () => {
        // In a silence the other side is not told that this one has gone.
        if (this.#state !== 'silent') this.#part(pair)
      })
      if (this.#state === 'silent') from.pause()
      else from.resume()
    }
  }
}
