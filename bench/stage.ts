/**
 * The PostgreSQL of a bench: embedded on a temporary folder, or the one of DATABASE_URL. Each row is
 * measured in a database of its own, copied from one in which schools and contracts stand already.
 */
import { randomBytes } from 'node:crypto'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'
import { databaseUrl, type DatabaseUrls, startEmbedded } from '#platform/postgres/embedded.ts'
import { migrate } from '#platform/postgres/migrate.ts'
import { givenDatabase } from '#platform/postgres/migrate-roles.ts'
import { createClient } from '#platform/postgres/pool.ts'
import { makeSliceTables } from '#test/slice/rig.ts'
import { found } from './confirm.ts'
import { openWritingRig } from './writing-rig.ts'

/** A database in which the hub's book is founded, with what its writer needs to go on. */
export interface Founded {
  readonly urls: DatabaseUrls
  readonly signerFolder: string
  readonly secret: Uint8Array
}

interface Server {
  readonly urls: DatabaseUrls
  /** Whether processes of the server are processes of this machine. */
  readonly isHere: boolean
  stop(): Promise<void>
}

export class Stage {
  /** For whatever else a row keeps on disk. */
  readonly folder: string
  readonly isHere: boolean
  readonly version: string
  readonly #server: Server
  readonly #admin: pg.Client
  readonly #databases = new Set<string>()
  #template: { readonly name: string; readonly founded: Founded } | undefined

  private constructor(folder: string, server: Server, admin: pg.Client, version: string) {
    this.folder = folder
    this.isHere = server.isHere
    this.version = version
    this.#server = server
    this.#admin = admin
  }

  static async open(givenUrl: string | undefined): Promise<Stage> {
    const folder = mkdtempSync(join(tmpdir(), 'hongqiao-bench-'))
    const server = await openServer(folder, givenUrl)
    const admin = createClient(server.urls.owner, 'bench')
    // The server may go down first; whatever is asked after that fails by itself.
    admin.on('error', () => undefined)
    await admin.connect()
    const { rows } = await admin.query<{ server_version: string }>('show server_version')
    return new Stage(folder, server, admin, rows[0]?.server_version ?? 'unknown')
  }

  /** A database without tables. */
  async empty(): Promise<DatabaseUrls> {
    return this.#create('template1')
  }

  /** A database with the tables of the hub and of the bench's slice. */
  async migrated(): Promise<DatabaseUrls> {
    const urls = await this.empty()
    await migrate(urls.migrator)
    await makeSliceTables(urls)
    return urls
  }

  /** A copy of the founded book, as if it were the only one. */
  async founded(): Promise<Founded> {
    this.#template ??= await this.#found()
    const { name, founded } = this.#template
    const urls = await this.#create(name)
    const signerFolder = mkdtempSync(join(this.folder, 'signer-'))
    cpSync(founded.signerFolder, signerFolder, { recursive: true })
    await this.settle()
    return { ...founded, urls, signerFolder }
  }

  /** Every run begins with nothing left to write out of an earlier one. */
  async settle(): Promise<void> {
    await this.#admin.query('checkpoint')
  }

  async drop(urls: DatabaseUrls): Promise<void> {
    const name = new URL(urls.owner).pathname.slice(1)
    if (!this.#databases.delete(name)) return
    await this.#admin.query(`drop database ${name} with (force)`)
  }

  async close(): Promise<void> {
    for (const name of this.#databases) {
      await this.#admin.query(`drop database if exists ${name} with (force)`).catch(() => undefined)
    }
    await this.#admin.end().catch(() => undefined)
    await this.#server.stop()
    rmSync(this.folder, { recursive: true, force: true })
  }

  async #create(template: string): Promise<DatabaseUrls> {
    const name = `bench_${randomBytes(6).toString('hex')}`
    await this.#admin.query(`create database ${name} template ${template} owner hub_migrator`)
    this.#databases.add(name)
    const { owner, migrator, app } = this.#server.urls
    return {
      owner: databaseUrl(owner, name),
      migrator: databaseUrl(migrator, name),
      app: databaseUrl(app, name),
    }
  }

  async #found() {
    const urls = await this.migrated()
    const signerFolder = mkdtempSync(join(this.folder, 'signer-'))
    const secret = randomBytes(32)
    const rig = await openWritingRig({ urls, signerFolder, secret })
    await found(rig)
    await rig.stop()
    return {
      name: new URL(urls.owner).pathname.slice(1),
      founded: { urls, signerFolder, secret },
    }
  }
}

async function openServer(folder: string, givenUrl: string | undefined): Promise<Server> {
  if (givenUrl !== undefined) {
    return { urls: await givenDatabase(givenUrl), isHere: false, stop: () => Promise.resolve() }
  }
  const embedded = await startEmbedded({ folder, isFolderChosen: true })
  return { urls: embedded.urls, isHere: true, stop: () => embedded.stop() }
}
