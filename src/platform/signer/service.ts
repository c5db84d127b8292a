/**
 * `hongqiao signer --listen`: the signers of an installation for servers that share them. Each book keeps its
 * one signer process with its one lock and its one state, whoever asks: what two servers ask for is answered
 * in one order, and a server that lost its book is refused what would shrink the log.
 */
import { chmodSync, mkdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createServer, type TLSSocket } from 'node:tls'
import { assert } from '#kernel/std/assert.ts'
import { type SignerPlace, signerPlaceText } from '#platform/config/signer-place.ts'
import { StartupProblem } from '#platform/config/startup-problem.ts'
import type { Passphrase } from '#platform/keys/passphrase.ts'
import { keptSigner } from './kept.ts'
import { takeLock } from './lock.ts'
import { SIGNER_IDENTITY, SIGNER_TLS } from './secret.ts'
import { SignerRefused, type SignerPort } from './port.ts'
import { signerProcess } from './process.ts'
import { signerFolder } from './signer.ts'
import { answerLine, lineReader, parseOpen, parseRequest } from './wire.ts'
import type { OpenBook, SignerAnswer, SignerRequest } from './wire.ts'

export interface SignerServiceOptions {
  readonly dataFolder: string
  readonly place: SignerPlace
  readonly secret: Uint8Array
  /** Under which the keys lie; undefined for plain files. */
  readonly passphrase?: Passphrase | undefined
  readonly onNote: (sentence: string) => void
}

export interface SignerService {
  /** Where it listens; with port 0 the port that the system chose. */
  readonly place: SignerPlace
  close(): Promise<void>
}

/** Two servers with a connection a book, and those that broke and are not noticed yet. */
const CONNECTIONS_MAX = 64

export async function startSignerService(options: SignerServiceOptions): Promise<SignerService> {
  const { dataFolder, place, secret, onNote } = options
  const folder = dirname(signerFolder(dataFolder, 'any'))
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const releaseLock = takeLock(join(folder, 'service.lock'))
  if (releaseLock === null) {
    throw new StartupProblem(`Another signer service runs on ${folder}: stop it first.`)
  }
  const keepers = new Map<string, Keeper>()
  const sockets = new Set<TLSSocket>()
  const server = createServer({
    ...SIGNER_TLS,
    pskCallback: (_, identity) => (identity === SIGNER_IDENTITY ? Buffer.from(secret) : null),
  })
  server.maxConnections = CONNECTIONS_MAX
  server.on('tlsClientError', () => onNote('Somebody without the secret was turned away.'))
  server.on('secureConnection', (socket) => {
    sockets.add(socket.setNoDelay(true))
    socket.once('close', () => sockets.delete(socket))
    serveServer(socket, (book) => keeperOf(keepers, book, options))
  })
  // A socket that an earlier run left behind is nobody's, for the lock is ours.
  if ('path' in place) rmSync(place.path, { force: true })
  try {
    await new Promise<void>((done, failed) => {
      server.once('error', failed)
      server.listen({ ...place }, () => done())
    })
  } catch (cause) {
    releaseLock()
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new StartupProblem(`${signerPlaceText(place)} cannot be listened on (${why}).`, { cause })
  }
  if ('path' in place) chmodSync(place.path, 0o600)
  const address = server.address()
  return {
    place:
      typeof address === 'object' && address !== null && 'host' in place
        ? { ...place, port: address.port }
        : place,
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((done) => server.close(done))
      await Promise.all([...keepers.values()].map((keeper) => keeper.close()))
      releaseLock()
    },
  }
}

/** The one signer of one book. */
class Keeper {
  readonly #origin: string
  readonly #open: (mayCreate: boolean) => Promise<SignerPort>
  #port: Promise<SignerPort> | undefined

  constructor(origin: string, open: (mayCreate: boolean) => Promise<SignerPort>) {
    this.#origin = origin
    this.#open = open
  }

  async opened({ origin, mayCreate }: OpenBook): Promise<SignerPort> {
    if (origin !== this.#origin) {
      throw new StartupProblem(`This book is ${this.#origin} here, not ${origin}.`)
    }
    this.#port ??= this.#open(mayCreate)
    const opening = this.#port
    try {
      return await opening
    } catch (error) {
      // What an operator has mended is found mended by whoever asks next.
      if (this.#port === opening) this.#port = undefined
      throw error
    }
  }

  async close(): Promise<void> {
    const port = await this.#port?.catch(() => undefined)
    await port?.close()
  }
}

function keeperOf(
  keepers: Map<string, Keeper>,
  { book, origin }: OpenBook,
  { dataFolder, passphrase, onNote }: SignerServiceOptions,
): Keeper {
  const known = keepers.get(book)
  if (known !== undefined) return known
  const folder = signerFolder(dataFolder, book)
  const keeper = new Keeper(origin, (mayCreate) =>
    keptSigner({
      open: (isFirst) =>
        signerProcess({
          folder,
          origin,
          mayCreate: mayCreate && isFirst,
          ...(passphrase && { passphrase }),
        }),
      onHealth: ({ state, restarts }) => onNote(`The signer of ${book} is ${state} (${restarts}).`),
      onProblem: (message, error) => onNote(`${book}: ${message}: ${String(error)}`),
    }),
  )
  keepers.set(book, keeper)
  return keeper
}

/** One connection: it names its book, then asks; answers leave in the order of the questions. */
function serveServer(socket: TLSSocket, keeperFor: (book: OpenBook) => Keeper): void {
  let signer: Promise<SignerPort> | undefined
  let last: Promise<unknown> = Promise.resolve()
  const answerInOrder = (answer: () => Promise<SignerAnswer>): void => {
    const given = answerTo(answer)
    // It is looked at when its turn comes, which may be later than it fails.
    given.catch(() => undefined)
    last = last.then(async () => socket.write(answerLine(await given)))
    // What cannot be answered, such as a signer that stays away, ends the connection: that is heard.
    last.catch(() => socket.destroy())
  }
  const read = lineReader((line) => {
    if (signer === undefined) {
      const book = parseOpen(line)
      assert(book !== null, 'a server names its book first')
      signer = keeperFor(book).opened(book)
      const opened = signer
      answerInOrder(async () => {
        const { verifierKey, earlierKeys = [] } = await opened
        return { kind: 'ready', verifierKey, earlierKeys }
      })
      return
    }
    const request = parseRequest(line)
    assert(request !== null, 'a request that a server of ours writes')
    const opened = signer
    answerInOrder(async () => answerOf(await opened, request))
  })
  socket.on('error', () => undefined)
  socket.setEncoding('utf8')
  socket.on('data', (chunk: string) => {
    try {
      read(chunk)
    } catch {
      // Whoever has the secret and speaks otherwise is a release that does not fit this one.
      socket.destroy()
    }
  })
  socket.once('end', () => socket.end())
}

async function answerOf(signer: SignerPort, request: SignerRequest): Promise<SignerAnswer> {
  return request.kind === 'last'
    ? { kind: 'last', ...(await signer.last()) }
    : { kind: 'signed', checkpoint: await signer.sign(request) }
}

/** Refusals are answers; anything else ends the connection. */
async function answerTo(act: () => Promise<SignerAnswer>): Promise<SignerAnswer> {
  try {
    return await act()
  } catch (error) {
    if (error instanceof SignerRefused) return { kind: 'refused', reason: error.reason }
    if (error instanceof StartupProblem) return { kind: 'unusable', sentence: error.message }
    throw error
  }
}
