/** A hub at work: some weeks of the demonstration's story on a real book, and its pages for whoever signs in. */
import { randomBytes } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import type pg from 'pg'
import { writeHistory } from '#apps/demonstration/history.ts'
import { personasOf } from '#apps/demonstration/personas.ts'
import type { StoryOptions } from '#apps/demonstration/plot.ts'
import { createPages } from '#apps/server/pages/pages.ts'
import { PUBLIC_TYPES } from '#apps/server/public-types.ts'
import type { Answer } from '#kernel/book/answer.ts'
import { addDays, legalDayOf } from '#kernel/time/legal-day.ts'
import type { BookPort, Request } from '#platform/book/port.ts'
import { nodeHashing } from '#platform/book/sealing-tools.ts'
import { Submissions } from '#platform/book/submissions.ts'
import { ensureBook } from '#platform/postgres/book-row.ts'
import type { DatabaseUrls } from '#platform/postgres/embedded.ts'
import { disclosuresFrom } from '#platform/postgres/log-reader-disclosures.ts'
import { PostgresLogReader } from '#platform/postgres/log-reader.ts'
import { listPersonas, savePersonas } from '#platform/sessions/persona.ts'
import { postgresSessions } from '#platform/sessions/postgres-sessions.ts'
import { createSessions } from '#platform/sessions/sessions.ts'
import { localSigner } from '#platform/signer/local.ts'
import { observatory } from '#services/observatory/index.ts'
import { parties } from '#services/parties/index.ts'
import { figuresFiles } from '#services/prepaid/api/figures-files.ts'
import { prepaid } from '#services/prepaid/index.ts'
import { openHub } from '#test/http/hub.ts'
import { keptNowhere, openRig, type Rig, systemClock } from '#test/slice/rig.ts'
import { readingPool, web } from './paged-hub.ts'

const BOOK = { name: 'sh', origin: 'sh.hub.example/book/1' }
const SLICES = [observatory, parties, prepaid]
const DAYS = 30

export interface WorkingHub {
  readonly app: FastifyInstance
  readonly pool: pg.Pool
  stop(): Promise<void>
}

export async function openWorkingHub(urls: DatabaseUrls): Promise<WorkingHub> {
  const secret = randomBytes(32)
  const signerFolder = mkdtempSync(join(tmpdir(), 'hongqiao-signer-'))
  const pool = readingPool(urls.app)
  const to = addDays(legalDayOf(Date.now()), -1)
  const story: StoryOptions = {
    seed: 11,
    shops: 4,
    consumers: 24,
    from: addDays(to, -DAYS),
    to,
    usesPerDay: 6,
  }
  await savePersonas(pool, personasOf(BOOK.name, story))
  await tellStory({ urls, secret, signerFolder, story })
  const rig = await openRig({ urls, book: BOOK.name, slices: SLICES, secret, signerFolder })
  const books = new Map([[BOOK.name, portOf(rig, new Submissions(secret))]])
  const log = new PostgresLogReader({
    pool,
    hashing: nodeHashing,
    signedCheckpoint: () => rig.writer.state.checkpoint,
    disclosuresOf: disclosuresFrom(pool, secret),
  })
  const sessions = createSessions(postgresSessions(pool), systemClock)
  const { app } = await openHub({
    books,
    sessions,
    log,
    publicTypes: PUBLIC_TYPES,
    routes: figuresFiles({ pool, books: () => [...books.keys()], nowMs: Date.now }),
    pages: createPages({
      pool,
      books,
      log,
      web,
      isDemonstration: true,
      publicTypes: PUBLIC_TYPES,
      signIn: { sessions, personas: () => listPersonas(pool), isLoopbackOnly: true },
    }),
  })
  return {
    app,
    pool,
    async stop() {
      await app.close()
      await rig.stop()
      await pool.end()
    },
  }
}

interface Telling {
  readonly urls: DatabaseUrls
  readonly secret: Uint8Array
  readonly signerFolder: string
  readonly story: StoryOptions
}

async function tellStory({ urls, secret, signerFolder, story }: Telling): Promise<void> {
  await ensureBook(urls.app, BOOK)
  const signer = await localSigner({ folder: signerFolder, origin: BOOK.origin, mayCreate: true })
  await writeHistory({
    book: BOOK,
    databaseUrl: urls.app,
    keys: { wrapping: secret, mac: secret },
    signer,
    erasures: keptNowhere,
    slices: SLICES,
    story,
    onProgress: () => undefined,
    onProblem: (message, error) => {
      throw new Error(message, { cause: error })
    },
  })
  await signer.close()
}

/** As the hub has it: each request is its own principal's. */
function portOf(rig: Rig, submissions: Submissions): BookPort {
  const submitOne = (request: Request): Promise<Answer> =>
    new Promise((resolve) => {
      const item = submissions.fromRequest(request, resolve)
      rig.writer.offer('principal', item === undefined ? [] : [item])
    })
  return {
    ...BOOK,
    verifierKey: rig.signer.verifierKey,
    state: () => rig.writer.state,
    submit: (requests) => Promise.all(requests.map(submitOne)),
    onChange: () => () => undefined,
    onBatch: () => () => undefined,
    releaseTimers: () => undefined,
    drain: () => Promise.resolve(),
  }
}
