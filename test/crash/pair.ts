/** Two servers, the signers that they share, and one database between them, each in processes of its own. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { Agent } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { type Embedded, startEmbedded } from '#platform/postgres/embedded.ts'
import { createClient } from '#platform/postgres/pool.ts'
import type { Policy } from '#kernel/log/policy.ts'
import { DatabaseLink } from './database-link.ts'
import { freePort, type HubPlace, HubProcess, operatorKeyOf } from './hub-process.ts'
import { madeUpClaim } from './made-up-claim.ts'
import { readPolicy } from './outsider.ts'
import { ask } from './post.ts'
import { Probe } from './probe.ts'

export interface Server {
  readonly place: HubPlace
  readonly link: DatabaseLink
  hub: HubProcess
}

/** Who has the book, as its row says. */
export interface Holder {
  readonly pid: number
  readonly epoch: number
  readonly size: number
}

type Environment = Readonly<Record<string, string>>

const UNTIL_MS_MAX = 60_000
const POLL_MS = 20
const OFFERED = 8
/** Claims that are offered to a server that must not take them have numbers that no client sends. */
const NEVER = 900_000_000

export class Pair {
  readonly servers: readonly [Server, Server]
  readonly probe: Probe
  readonly database: pg.Client
  /** What clients write down. */
  readonly journal: string
  readonly key: string
  readonly #folder: string
  readonly #postgres: Embedded
  readonly #signers: HubProcess
  readonly #hubs: HubProcess[]
  readonly #agent = new Agent({ keepAlive: false })
  #never = NEVER

  private constructor(
    folder: string,
    parts: { readonly postgres: Embedded; readonly signers: HubProcess },
    servers: readonly [Server, Server],
    looking: { readonly probe: Probe; readonly database: pg.Client },
  ) {
    this.#folder = folder
    this.#postgres = parts.postgres
    this.#signers = parts.signers
    this.servers = servers
    this.#hubs = servers.map(({ hub }) => hub)
    this.probe = looking.probe
    this.database = looking.database
    this.journal = join(folder, 'client.journal')
    // One key for both: whoever repeats an act at the other server is the same caller.
    this.key = operatorKeyOf(servers[0].place)
  }

  static async open(
    more: readonly [Environment, Environment] = [{}, {}],
    order: 'one-first' | 'at-once' = 'one-first',
  ): Promise<Pair> {
    const folder = mkdtempSync(join(tmpdir(), 'hongqiao-pair-'))
    // PostgreSQL's own user, where there is one, must be able to enter.
    chmodSync(folder, 0o755)
    const postgres = await startEmbedded({ folder: join(folder, 'database'), isFolderChosen: true })
    const keys = join(folder, 'keys')
    const signer = `unix:${join(folder, 'signer.sock')}`
    const signers = await HubProcess.start(
      {
        folder: join(folder, 'signers'),
        port: 0,
        args: ['signer', '--listen', signer],
        env: { HONGQIAO_KEYS: keys },
      },
      'The signers in',
    )
    const start = async (name: string, own: Environment): Promise<Server> => {
      const link = await DatabaseLink.open(postgres.urls.owner)
      mkdirSync(join(folder, name))
      const env = {
        DATABASE_URL: link.url,
        HONGQIAO_KEYS: keys,
        HONGQIAO_SIGNER: signer,
        HONGQIAO_DEMONSTRATION: 'off',
        ...own,
      }
      const place = { folder: join(folder, name), port: await freePort(), env }
      return { place, link, hub: await HubProcess.start(place) }
    }
    const servers: readonly [Server, Server] =
      order === 'at-once'
        ? await Promise.all([start('one', more[0]), start('two', more[1])])
        : // The first makes the keys that the second finds.
          [await start('one', more[0]), await start('two', more[1])]
    const database = createClient(postgres.urls.owner, 'failover test')
    await database.connect()
    const probe = await Probe.open(postgres.urls.owner, 'sh')
    return new Pair(folder, { postgres, signers }, servers, { probe, database })
  }

  async close(): Promise<void> {
    // One that was stopped hears nothing but this.
    for (const hub of this.#hubs) hub.signal('SIGKILL')
    for (const hub of this.#hubs) await hub.end()
    for (const { link } of this.servers) link.close()
    await this.#signers.end()
    await this.probe.close()
    await this.database.end()
    await this.#postgres.stop()
    this.#agent.destroy()
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 })
  }

  /** Another hub on the same database, which is not expected to stay. */
  startedBeside(name: string, env: Environment): HubProcess {
    const folder = join(this.#folder, name)
    mkdirSync(folder, { recursive: true })
    const own = { DATABASE_URL: this.#postgres.urls.owner, HONGQIAO_DEMONSTRATION: 'off', ...env }
    const hub = new HubProcess({ folder, port: 0, env: own })
    this.#hubs.push(hub)
    return hub
  }

  /** For a tool of the operator, which reaches the database by itself. */
  environment(): Environment {
    return {
      DATABASE_URL: this.#postgres.urls.owner,
      HONGQIAO_KEYS: join(this.#folder, 'keys'),
    }
  }

  async until(what: string, isSo: () => Promise<boolean>): Promise<void> {
    const deadline = performance.now() + UNTIL_MS_MAX
    while (!(await isSo())) {
      if (performance.now() > deadline) {
        const said = this.servers.map(({ hub }) => hub.said.slice(-2000)).join('\n--\n')
        throw new Error(`waited in vain until ${what}; the servers said:\n${said}`)
      }
      await sleep(POLL_MS)
    }
  }

  async holder(): Promise<Holder> {
    const { rows } = await this.database.query<{ owner: string; epoch: bigint; size: bigint }>(
      `select coalesce(lease_owner, '') as owner, epoch, size from book where book = 'sh'`,
    )
    const [row] = rows
    if (row === undefined) throw new Error('the book is there')
    const pid = Number(row.owner.split('/')[1])
    return { pid, epoch: Number(row.epoch), size: Number(row.size) }
  }

  async writing(): Promise<Server> {
    const { pid } = await this.holder()
    const server = this.servers.find(({ hub }) => hub.pid === pid)
    if (server === undefined) throw new Error(`the process ${pid} has the book and is no server`)
    return server
  }

  /** What a load balancer asks. */
  async saysItWrites({ place }: Server): Promise<boolean> {
    const { status } = await ask({
      agent: this.#agent,
      port: place.port,
      path: '/readyz/writes/sh',
    })
    return status === 200
  }

  async standsBy(server: Server): Promise<void> {
    await this.until('it stands by', async () => {
      const answer = await ask({ agent: this.#agent, port: server.place.port, path: '/readyz' })
      return answer.status === 200 && answer.body.includes('"sh":"standing-by"')
    })
  }

  /** Claims that nobody else sends, offered to this server alone: how each was answered. */
  offered({ place }: Server): Promise<number[]> {
    const asked = Array.from({ length: OFFERED }, async () => {
      const n = this.#never
      this.#never += 1
      const headers = { authorization: `Bearer ${this.key}`, 'idempotency-key': `never-${n}` }
      const path = '/v1/books/sh/claims'
      const body = JSON.stringify(madeUpClaim(n))
      return (await ask({ agent: this.#agent, port: place.port, path, headers, body })).status
    })
    return Promise.all(asked)
  }

  async startAgain(server: Server): Promise<void> {
    server.hub = await HubProcess.start(server.place)
    this.#hubs.push(server.hub)
  }

  async policy(): Promise<Policy> {
    const [server] = this.servers
    const { body } = await ask({
      agent: this.#agent,
      port: server.place.port,
      path: '/book/sh/policy',
    })
    return readPolicy(body)
  }

  /** With what the servers logged about it, by the request id that a fault quotes. */
  explained(fault: string): string {
    const id = /"requestId":"([^"]+)"/.exec(fault)?.[1] ?? 'no request id'
    const lines = this.#hubs.flatMap(({ said }) =>
      said.split('\n').filter((line) => line.includes(id)),
    )
    return [fault, ...lines].join('\n')
  }
}
