/**
 * The live state of a book as server-sent events: whatever changed, at most twice a second. Nothing is
 * queued for a reader: it gets the newest state, and one that does not read is let go.
 */
import type { ServerResponse } from 'node:http'
import type { FastifyReply } from 'fastify'
import type { BookPort } from '#platform/book/port.ts'
import { bookBody } from './log-routes.ts'
import { sendProblem } from './problem.ts'
import { type RawRoute, rawRoute } from './raw-route.ts'
import type { Books } from './route.ts'

export interface EventStreamLimits {
  readonly clientsMax: number
  readonly intervalMs: number
  readonly heartbeatMs: number
  /** What may wait in a socket before its reader counts as gone. */
  readonly waitingBytesMax: number
}

export const EVENT_STREAM_LIMITS: EventStreamLimits = {
  clientsMax: 200,
  intervalMs: 500,
  heartbeatMs: 15_000,
  waitingBytesMax: 65_536,
}

export interface EventStreams {
  /** One stream for all books, because a browser has few connections; and one for each. */
  readonly routes: readonly RawRoute[]
  /** Ends every stream: they would keep the server from closing. */
  close(): void
}

/** One stream of states with its readers. It listens to the book only while somebody reads. */
class Channel {
  readonly #book: BookPort
  readonly #limits: EventStreamLimits
  readonly #readers = new Set<ServerResponse>()
  #stopListening: (() => void) | undefined
  #pause: NodeJS.Timeout | undefined
  #heartbeat: NodeJS.Timeout | undefined
  #isStale = false

  constructor(book: BookPort, limits: EventStreamLimits) {
    this.#book = book
    this.#limits = limits
  }

  add(reader: ServerResponse): void {
    this.#readers.add(reader)
    reader.on('close', () => this.#remove(reader))
    reader.write(this.#frame())
    if (this.#stopListening !== undefined) return
    this.#stopListening = this.#book.onChange(() => this.#changed())
    this.#heartbeat = setInterval(() => this.#send(':\n\n'), this.#limits.heartbeatMs)
  }

  close(): void {
    for (const reader of this.#readers) reader.end()
    this.#readers.clear()
    this.#rest()
  }

  #remove(reader: ServerResponse): void {
    this.#readers.delete(reader)
    if (this.#readers.size === 0) this.#rest()
  }

  #rest(): void {
    this.#stopListening?.()
    this.#stopListening = undefined
    clearInterval(this.#heartbeat)
    clearTimeout(this.#pause)
    this.#pause = undefined
    this.#isStale = false
  }

  #changed(): void {
    if (this.#pause !== undefined) {
      this.#isStale = true
      return
    }
    this.#send(this.#frame())
    this.#pause = setTimeout(() => {
      this.#pause = undefined
      if (!this.#isStale) return
      this.#isStale = false
      this.#changed()
    }, this.#limits.intervalMs)
  }

  #send(text: string): void {
    for (const reader of this.#readers) {
      if (reader.writableLength > this.#limits.waitingBytesMax) reader.destroy()
      else reader.write(text)
    }
  }

  #frame(): string {
    return `event: state\ndata: ${JSON.stringify(bookBody(this.#book, this.#book.state()))}\n\n`
  }
}

export function createEventStreams(
  books: Books,
  limits: EventStreamLimits = EVENT_STREAM_LIMITS,
): EventStreams {
  const channels = new Map([...books].map(([name, book]) => [name, new Channel(book, limits)]))
  let clients = 0
  /** The socket becomes a reader of the channels; the framework is done with it. */
  const stream = (reply: FastifyReply, followed: readonly Channel[]): FastifyReply => {
    if (clients >= limits.clientsMax) {
      return sendProblem(reply.header('retry-after', '30'), 'not_ready')
    }
    clients += 1
    reply
      .type('text/event-stream; charset=utf-8')
      .header('cache-control', 'no-store')
      // A proxy that buffers would turn live into late.
      .header('x-accel-buffering', 'no')
      .header('connection', 'close')
      .hijack()
    reply.raw.on('close', () => {
      clients -= 1
    })
    for (const [name, value] of Object.entries(reply.getHeaders())) {
      if (value !== undefined) reply.raw.setHeader(name, value)
    }
    for (const channel of followed) channel.add(reply.raw)
    return reply
  }
  return {
    routes: [
      rawRoute({
        path: '/v1/events',
        summary: 'The states of all books as server-sent events, as of the stream of one book.',
        access: 'public',
        mediaType: 'text/event-stream',
        handle: (_request, reply) => stream(reply, [...channels.values()]),
      }),
      rawRoute({
        path: '/v1/books/:book/events',
        summary:
          'The state of a book as server-sent events, whenever it changes, at most twice a second.',
        access: 'public',
        mediaType: 'text/event-stream',
        handle(request, reply) {
          const [, name = ''] = /^\/v1\/books\/([a-z0-9-]+)\/events$/.exec(request.url) ?? []
          const channel = channels.get(name)
          return channel === undefined
            ? sendProblem(reply, 'book_not_found')
            : stream(reply, [channel])
        },
      }),
    ],
    close() {
      for (const channel of channels.values()) channel.close()
    },
  }
}
