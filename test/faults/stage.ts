/** A book with a school and contracts, whose writer has faults between itself and the database. */
import { rmSync } from 'node:fs'
import { afterAll, expect } from 'vitest'
import type { Answer } from '#kernel/book/answer.ts'
import type { DatabaseUrls } from '#platform/postgres/embedded.ts'
import type { BookStore } from '#platform/book/store.ts'
import { createClient } from '#platform/postgres/pool.ts'
import type { SignerPort } from '#platform/signer/port.ts'
import { freshDatabase } from '../pg/database.ts'
import type { EscrowCommand } from '../slice/commands.ts'
import { makeSliceTables, openRig, type Rig, type RigOptions } from '../slice/rig.ts'
import { changed } from './changed.ts'
import { checkHub } from './check-hub.ts'
import { Journal } from './journal.ts'
import { FaultySessions } from './sessions.ts'

/** The secret of the installation: the same before and after a restart. */
export const SECRET = new Uint8Array(32).fill(7)

export const YEAR_MS = 365 * 86_400_000

export async function sliceDatabase(): Promise<DatabaseUrls> {
  const urls = await freshDatabase()
  await makeSliceTables(urls)
  return urls
}

export interface Stage {
  readonly urls: DatabaseUrls
  readonly journal: Journal
  readonly rig: Rig
  readonly faults: FaultySessions
  /** What the person on duty was told, as `message: error`. */
  readonly problems: string[]
  ask(...commands: readonly EscrowCommand[]): Promise<readonly Answer[]>
  /** What is wrong with the book, held against the journal. */
  check(): Promise<readonly string[]>
  /** Stops the writer; then nothing may be wrong. */
  finish(): Promise<void>
}

export async function openStage(
  options: Partial<RigOptions> & {
    readonly journal?: Journal
    /** Whether the book is somebody else's at first. */
    readonly standsBy?: boolean
  } = {},
): Promise<Stage> {
  const urls = options.urls ?? (await sliceDatabase())
  const journal = options.journal ?? new Journal()
  const problems: string[] = []
  let faults: FaultySessions | undefined
  const rig = await openRig({
    urls,
    secret: SECRET,
    onProblem: (message, error) => problems.push(`${message}: ${String(error)}`),
    ...options,
    wrapSessions(source) {
      faults = new FaultySessions(source)
      return options.wrapSessions?.(faults) ?? faults
    },
  })
  if (faults === undefined) throw new Error('the rig opens connections')
  if (options.standsBy !== true) {
    // A busy machine may take longer to connect than callers are kept waiting.
    await expect.poll(() => rig.writer.state.phase, POLL).toMatch(/^(writing|stopped)$/)
  }
  const { verifierKey } = rig.signer
  const sessions = faults
  afterAll(async () => {
    await sessions.close()
    if (options.signerFolder === undefined)
      rmSync(rig.signerFolder, { recursive: true, force: true })
  })
  return {
    urls,
    journal,
    rig,
    faults,
    problems,
    ask: (...commands) => journal.ask(rig, ...commands),
    check: () => checkHub({ urls, verifierKey, journal }),
    async finish() {
      await rig.stop()
      await sessions.close()
      expect(await checkHub({ urls, verifierKey, journal })).toEqual([])
    },
  }
}

/** For what takes moments, on a machine that may be busy. */
export const POLL = { timeout: 60_000, interval: 20 }

/** One signer for two writers: each is told that it is its own, and neither closes it. */
export function sharedSigner(signer: SignerPort): SignerPort {
  return {
    verifierKey: signer.verifierKey,
    last: () => signer.last(),
    sign: (to) => signer.sign(to),
    close: async () => undefined,
  }
}

/** As somebody who may change what the hub's own role may not. */
export async function asMigrator(urls: DatabaseUrls, text: string): Promise<void> {
  const client = createClient(urls.migrator, 'faults')
  await client.connect()
  await client.query(text)
  await client.end()
}

/** A store whose calls wait while its writer is paused, as a process does that the system has stopped. */
export class PausedStore {
  #gate: Promise<void> = Promise.resolve()
  #open: () => void = () => undefined

  pause(): void {
    this.#gate = new Promise((resolve) => {
      this.#open = resolve
    })
  }

  resume(): void {
    this.#open()
  }

  wrap(store: BookStore): BookStore {
    const later = async <T>(act: () => Promise<T>): Promise<T> => {
      await this.#gate
      return act()
    }
    return changed(store, {
      takeLease: (owner, leaseMs) => later(() => store.takeLease(owner, leaseMs)),
      retakeLease: (owner, epoch, leaseMs) => later(() => store.retakeLease(owner, epoch, leaseMs)),
      renewLease: (tenure) => later(() => store.renewLease(tenure)),
      isCurrent: (epoch, size) => later(() => store.isCurrent(epoch, size)),
      load: (table, keys) => later(() => store.load(table, keys)),
      findIdempotent: (keys) => later(() => store.findIdempotent(keys)),
      write: (batch, tenure) => later(() => store.write(batch, tenure)),
    })
  }
}

export const found: EscrowCommand = { type: 'escrow.found' }

export function admit(school: string): EscrowCommand {
  return { type: 'escrow.admit-school', school }
}

export function openContract(
  contract: string,
  more: Partial<Extract<EscrowCommand, { type: 'escrow.open' }>> = {},
): EscrowCommand {
  return {
    type: 'escrow.open',
    contract,
    school: 'swim',
    consumer: `of-${contract}`,
    priceMinor: '100000',
    entries: 10,
    expiresAtMs: Date.now() + YEAR_MS,
    phone: '13800000000',
    ...more,
  }
}

export function confirm(classUse: string, contract: string): EscrowCommand {
  return { type: 'escrow.confirm', classUse, contract, amountMinor: '900', feeMinor: '100' }
}

/** The book that most tests begin with: founded, one school, two contracts. */
export const BEGINNING: readonly EscrowCommand[] = [
  found,
  admit('swim'),
  openContract('c1'),
  openContract('c2'),
]
