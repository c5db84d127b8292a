/** Is it alive, is it ready, how is it doing: for whoever runs it and for the machine that watches it. */
import { formatInstant } from '#kernel/time/clock.ts'
import type { ArchiveState } from '#platform/backup/archiving.ts'
import type { SignerHealth } from '#platform/signer/kept.ts'
import type { Metrics } from '#platform/telemetry/metrics.ts'
import { sendJson } from './answer-body.ts'
import { isLoopback } from './host.ts'
import { sendProblem } from './problem.ts'
import { type RawRoute, rawRoute } from './raw-route.ts'
import type { Books } from './route.ts'

/** Resolves when the thing works; whatever it rejects with stays in the log. */
export type Check = () => Promise<unknown>

const CHECK_TIMEOUT_MS = 1000

export interface Health {
  readonly checks: Readonly<Record<string, Check>>
  readonly books: Books
  readonly metrics: Metrics
  /** Where the write-ahead log is archived. */
  readonly archive?: (() => ArchiveState) | undefined
}

export function healthRoutes({ checks, books, metrics, archive }: Health): readonly RawRoute[] {
  let running: Promise<Readonly<Record<string, boolean>>> | undefined
  // However many ask at once, each check runs once.
  const runOnce = () => {
    running ??= runAll(checks).finally(() => {
      running = undefined
    })
    return running
  }
  return [
    rawRoute({
      path: '/healthz',
      summary: 'Answers while the process lives, and says how signers and the archive are.',
      access: 'public',
      mediaType: 'application/json',
      isProbe: true,
      handle(_request, reply) {
        const signers: Record<string, SignerHealth> = {}
        for (const [name, { signer }] of books) if (signer !== undefined) signers[name] = signer
        const archived = archive && { archive: archiveBody(archive()) }
        return sendJson(reply.header('cache-control', 'no-store'), {
          alive: true,
          signers,
          ...archived,
        })
      },
    }),
    rawRoute({
      path: '/readyz',
      summary: 'Whether the database answers and each book can be read here: 200, otherwise 503.',
      access: 'public',
      mediaType: 'application/json',
      isProbe: true,
      async handle(_request, reply) {
        const checked = await runOnce()
        const phases = Object.fromEntries(
          [...books].map(([name, book]) => [name, book.state().phase]),
        )
        const isReady =
          Object.values(checked).every(Boolean) &&
          Object.values(phases).every((phase) => phase === 'writing' || phase === 'standing-by')
        reply.code(isReady ? 200 : 503).header('cache-control', 'no-store')
        return sendJson(reply, { ready: isReady, checks: checked, books: phases })
      },
    }),
    ...writingRoutes(books),
    rawRoute({
      path: '/metrics',
      summary: 'Measurements in the Prometheus text format, for callers on this machine.',
      access: 'public',
      mediaType: 'text/plain',
      isProbe: true,
      async handle(request, reply) {
        if (!isLoopback(request.ip)) return sendProblem(reply, 'forbidden')
        const text = await metrics.text()
        return reply.header('cache-control', 'no-store').type(metrics.contentType).send(text)
      },
    }),
  ]
}

/** Why it fails is in the log: it names folders of this machine. */
function archiveBody({ last, waiting, failingSinceMs }: ArchiveState) {
  return {
    lastSegment: last?.segment ?? null,
    lastAt: last === null ? null : formatInstant(last.atMs),
    waitingSegments: waiting,
    failingSince: failingSinceMs === null ? null : formatInstant(failingSinceMs),
  }
}

/** For whoever sends commands to one of several servers: only the one that writes a book takes them. */
function writingRoutes(books: Books): readonly RawRoute[] {
  return ['', ...books.keys()].map((book) =>
    rawRoute({
      path: book === '' ? '/readyz/writes' : `/readyz/writes/${book}`,
      summary:
        book === ''
          ? 'Whether this server writes every book: 200, otherwise 503.'
          : `Whether this server writes the book ${book}: 200, otherwise 503.`,
      access: 'public',
      mediaType: 'application/json',
      isProbe: true,
      handle(_request, reply) {
        const asked = [...books].filter(([name]) => book === '' || name === book)
        const phases = asked.map(([name, one]) => [name, one.state().phase] as const)
        const isWriting = phases.every(([, phase]) => phase === 'writing')
        reply.code(isWriting ? 200 : 503).header('cache-control', 'no-store')
        return sendJson(reply, { writing: isWriting, books: Object.fromEntries(phases) })
      },
    }),
  )
}

async function runAll(
  checks: Readonly<Record<string, Check>>,
): Promise<Readonly<Record<string, boolean>>> {
  const results = Object.entries(checks).map(
    async ([name, check]) => [name, await isPassed(check)] as const,
  )
  return Object.fromEntries(await Promise.all(results))
}

async function isPassed(check: Check): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<boolean>()
  const timer = setTimeout(() => resolve(false), CHECK_TIMEOUT_MS)
  const passed = check().then(
    () => true,
    () => false,
  )
  try {
    return await Promise.race([passed, late])
  } finally {
    clearTimeout(timer)
  }
}
