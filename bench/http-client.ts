/**
 * The clients of the HTTP rows, in a process of their own. They speak HTTP/1.1 on plain sockets, because
 * they share the machine with what they measure: a full client would cost as much as the server.
 */
import { randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import type { Claim } from '#services/observatory/contract.ts'
import { measureRate, type Rate } from './confirm.ts'
import { ClientOrder, type FromClient } from './http-wire.ts'

const run = randomBytes(4).toString('hex')
let claims = 0

/** A claim that nobody has made before. */
function nextClaim(): Claim {
  claims += 1
  return {
    indicator: 'key-projects',
    area: 'HUB',
    period: '2023',
    kind: 'count',
    value: String(100 + (claims % 900)),
    unit: 'count',
    source: {
      id: `bench-${run}`,
      reference: 'A claim of the bench, about as long as one that was read in a newspaper',
      locator: `paragraph ${claims}`,
    },
    publisher: 'Bench',
    date: '2024-03-02',
    notes: ['scope_doubtful', 'stock_or_flow_unclear'],
  }
}

/** One connection, kept alive: it sends a request and waits for the whole answer. */
class Connection {
  readonly #socket: Socket
  #received: Buffer = Buffer.alloc(0)
  #wanted:
    | { resolve(answer: { status: number; body: Buffer }): void; reject(e: Error): void }
    | undefined

  constructor(port: number) {
    this.#socket = connect({ port, host: '127.0.0.1', noDelay: true })
    this.#socket.on('data', (chunk: Buffer) => this.#receive(chunk))
    this.#socket.on('error', (error) => this.#wanted?.reject(error))
    this.#socket.on('close', () =>
      this.#wanted?.reject(new Error('the server closed a connection')),
    )
  }

  ask(request: string): Promise<{ readonly status: number; readonly body: Buffer }> {
    return new Promise((resolve, reject) => {
      this.#wanted = { resolve, reject }
      this.#socket.write(request)
    })
  }

  close(): void {
    this.#wanted = undefined
    this.#socket.destroy()
  }

  #receive(chunk: Buffer): void {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk])
    const headEnd = this.#received.indexOf('\r\n\r\n')
    if (headEnd < 0) return
    const head = this.#received.toString('latin1', 0, headEnd)
    const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1]
    if (length === undefined) {
      this.#wanted?.reject(new Error(`an answer without a length: ${head}`))
      return
    }
    const end = headEnd + 4 + Number(length)
    if (this.#received.length < end) return
    const body = this.#received.subarray(headEnd + 4, end)
    this.#received = this.#received.subarray(end)
    this.#wanted?.resolve({ status: Number(head.slice(9, 12)), body })
  }
}

function requestOf({ port, key, itemsPerRequest }: ClientOrder): string {
  const isBulk = itemsPerRequest > 1
  const path = `/v1/books/sh/claims${isBulk ? '/bulk' : ''}`
  const body = isBulk
    ? JSON.stringify({ items: Array.from({ length: itemsPerRequest }, nextClaim) })
    : JSON.stringify(nextClaim())
  const head = [
    `POST ${path} HTTP/1.1`,
    `host: localhost:${port}`,
    `authorization: Bearer ${key}`,
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
    ...(isBulk ? [] : [`idempotency-key: ${run}-${claims}`]),
  ]
  return `${head.join('\r\n')}\r\n\r\n${body}`
}

const RECORDED = Buffer.from('"outcome":"recorded"')

function assertRecorded(
  { status, body }: { readonly status: number; readonly body: Buffer },
  itemsPerRequest: number,
): void {
  const said = (): string => `${status} ${body.toString('utf8', 0, 400)}`
  if (status < 200 || status > 299) throw new Error(`the hub answered ${said()}`)
  if (itemsPerRequest === 1) return
  let recorded = 0
  for (let at = body.indexOf(RECORDED); at >= 0; at = body.indexOf(RECORDED, at + 1)) recorded += 1
  if (recorded !== itemsPerRequest) throw new Error(`${recorded} items were recorded: ${said()}`)
}

async function obey(order: ClientOrder): Promise<Rate> {
  const { connections: inFlight, itemsPerRequest, warmUpMs, forMs, port } = order
  const connections = Array.from({ length: inFlight }, () => new Connection(port))
  try {
    return await measureRate(
      { inFlight, warmUpMs, forMs, onCounting: () => undefined },
      async (at) => {
        const connection = connections[at]
        if (connection === undefined) throw new Error('each caller has a connection')
        assertRecorded(await connection.ask(requestOf(order)), itemsPerRequest)
      },
    )
  } finally {
    for (const connection of connections) connection.close()
  }
}

process.once('message', (message: unknown) => {
  const say = (answer: FromClient): unknown => process.send?.(answer)
  obey(ClientOrder.parse(message)).then(
    (rate) => say({ kind: 'rate', rate }),
    (error: unknown) => say({ kind: 'failed', reason: String(error) }),
  )
})
