/** Two servers, the signers that they share, and one database between them, each in processes of its own. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { Agent } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { startEmbedded } from '#platform/postgres/embedded.ts'
import { createClient } from '#platform/postgres/pool.ts'
import type { Policy } from '#kernel/log/policy.ts'
import { DatabaseLink } from './database-link.ts'
import { freePort, type HubPlace, HubProcess, IS_UP, operatorKeyOf } from './hub-process.ts'
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

/** What both servers stand on. */
interface Base {
  readonly folder: string
  readonly keys: string
  readonly signer: string
  readonly ownerUrl: string
  readonly hubs: HubProcess[]
  readonly started: AsyncDisposableStack
}

async function startBase(started: AsyncDisposableStack): Promise<Base> {
  const folder = mkdtempSync(join(tmpdir(), 'hongqiao-pair-'))
  started.defer(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))
  // PostgreSQL's own user, where there is one, must be able to enter.
  chmodSync(folder, 0o755)
  const postgres = await startEmbedded({ folder: join(folder, 'database'), isFolderChosen: true })
  started.defer(() => postgres.stop())
  const keys = join(folder, 'keys')
  const signer = `unix:${join(folder, 'signer.sock')}`
  const signers = new HubProcess({
    folder: join(folder, 'signers'),
    port: 0,
    args: ['signer', '--listen', signer],
    env: { HONGQIAO_KEYS: keys },
  })
  started.defer(() => signers.end())
  await signers.untilSaid('The signers in')
  const hubs: HubProcess[] = []
  started.defer(async () => {
    // One that was stopped hears nothing but this.
    for (const hub of hubs) hub.signal('SIGKILL')
    for (const hub of hubs) await hub.end()
  })
  return { folder, keys, signer, ownerUrl: postgres.urls.owner, hubs, started }
}

async function startServer(base: Base, name: string, own: Environment): Promise<Server> {
  const link = await DatabaseLink.open(base.ownerUrl)
  base.started.defer(() => link.close())
  const folder = join(base.folder, name)
  mkdirSync(folder)
  const env = {
    DATABASE_URL: link.url,
    HONGQIAO_KEYS: base.keys,
    HONGQIAO_SIGNER: base.signer,
    HONGQIAO_DEMONSTRATION: 'off',
    ...own,
  }
  const place = { folder, port: await freePort(), env }
  const hub = new HubProcess(place)
  base.hubs.push(hub)
  await hub.untilSaid(IS_UP)
  return { place, link, hub }
}

export class Pair {
  readonly servers: readonly [Server, Server]
  readonly probe: Probe
  readonly database: pg.Client
  /** What clients write down. */
  readonly journal: string
  readonly key: string
  readonly #folder: string
  readonly #ownerUrl: string
  readonly #started: AsyncDisposableStack
  readonly #hubs: HubProcess[]
  readonly #agent = new Agent({ keepAlive: false })
  #never = NEVER

  private constructor(
    base: Base,
    servers: readonly [Server, Server],
    looking: { readonly probe: Probe; readonly database: pg.Client },
  ) {
    this.#folder = base.folder
    this.#ownerUrl = base.ownerUrl
    this.#hubs = base.hubs
    this.#started = base.started
    this.#started.defer(() => this.#agent.destroy())
    this.servers = servers
    this.probe = looking.probe
    this.database = looking.database
    this.journal = join(base.folder, 'client.journal')
    // One key for both: whoever repeats an act at the other server is the same caller.
    this.key = operatorKeyOf(servers[0].place)
  }

  static async open(
    more: readonly [Environment, Environment] = [{}, {}],
    order: 'one-first' | 'at-once' = 'one-first',
  ): Promise<Pair> {
    const started = new AsyncDisposableStack()
    try {
      const base = await startBase(started)
      const start = (name: string, own: Environment) => startServer(base, name, own)
      const servers: readonly [Server, Server] =
        order === 'at-once'
          ? await Promise.all([start('one', more[0]), start('two', more[1])])
          : // The first makes the keys that the second finds.
            [await start('one', more[0]), await start('two', more[1])]
      const database = createClient(base.ownerUrl, 'failover test')
      started.defer(() => database.end())
      await database.connect()
      const probe = await Probe.open(base.ownerUrl, 'sh')
      started.defer(() => probe.close())
      return new Pair(base, servers, { probe, database })
    } catch (error) {
      // What has started is ended, the last first, if what comes after it does not start.
      await started.disposeAsync()
      throw error
    }
  }

  async close(): Promise<void> {
    await this.#started.disposeAsync()
  }

  /** Another hub on the same database, which is not expected to stay. */
  startedBeside(name: string, env: Environment): HubProcess {
    const folder = join(this.#folder, name)
    mkdirSync(folder, { recursive: true })
    const own = { DATABASE_URL: this.#ownerUrl, HONGQIAO_DEMONSTRATION: 'off', ...env }
    const hub = new HubProcess({ folder, port: 0, env: own })
    this.#hubs.push(hub)
    return hub
  }

  /** For a tool of the operator, which reaches the database by itself. */
  environment(): Environment {
    return {
      DATABASE_URL: this.#ownerUrl,
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
    server.hub = new HubProcess(server.place)
    this.#hubs.push(server.hub)
    await server.hub.untilSaid(IS_UP)
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
