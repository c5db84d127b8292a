/**
 * A client in a process of its own, which outlives whatever is killed. It publishes claims as fast as it is
 * answered, and repeats what was not answered, or answered by "unknown", with the same key and body.
 */
import { Agent } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { formatReceipt } from '#kernel/log/receipt.ts'
import { formatProofLines } from '#kernel/log/proof.ts'
import { BulkAnswer, CommandAnswer } from '#platform/http/answer-body.ts'
import { Journal, type JournalLine } from './journal.ts'
import { madeUpClaim } from './made-up-claim.ts'
import { ask, type HttpAnswer } from './post.ts'

export const ClientOptions = z.strictObject({
  /** One server, or several: where one does not answer or does not write, the next one is asked. */
  ports: z.array(z.int()).min(1),
  key: z.string(),
  journal: z.string(),
  /** Requests of one claim that are under way at once. */
  singles: z.int(),
  bulks: z.int(),
  bulkItems: z.int(),
  /** The number of the first claim. */
  from: z.int().default(0),
  /** How long a server is waited for. */
  answerMs: z.int().default(40_000),
  /** At the end, so many acknowledged claims are sent once more. */
  repeatsMax: z.int().default(500),
})
export type ClientOptions = z.input<typeof ClientOptions>

/** To the parent; each message is the whole state of things. */
export const Progress = z.strictObject({
  sent: z.int(),
  recorded: z.int(),
  /** Requests that were sent again. */
  repeats: z.int(),
  /** Answers that no client should ever get. */
  faults: z.array(z.string()),
  isFinished: z.boolean(),
})
export type Progress = z.infer<typeof Progress>

const RETRY_MS = 200
const PROGRESS_MS = 25
const CHECKPOINT_MS = 100
const PATH = '/v1/books/sh/claims'

class Client {
  readonly #options: z.output<typeof ClientOptions>
  readonly #journal: Journal
  readonly #agent = new Agent({ keepAlive: true })
  readonly #faults: string[] = []
  #next = 0
  #recorded = 0
  #repeats = 0
  /** Which of the servers is asked. */
  #at = 0
  isFinishing = false

  constructor(options: z.output<typeof ClientOptions>, journal: Journal) {
    this.#options = options
    this.#next = options.from
    this.#journal = journal
  }

  progress(isFinished: boolean): Progress {
    const sent = this.#next - this.#options.from
    const [recorded, repeats] = [this.#recorded, this.#repeats]
    return { sent, recorded, repeats, faults: this.#faults.slice(0, 10), isFinished }
  }

  async run(): Promise<void> {
    const { singles, bulks, bulkItems } = this.#options
    const watch = this.#watchCheckpoints()
    await Promise.all([
      ...Array.from({ length: singles }, () => this.#publishAll(1)),
      ...Array.from({ length: bulks }, () => this.#publishAll(bulkItems)),
    ])
    await this.#repeatSome()
    await watch
    await this.#journal.close()
    this.#agent.destroy()
  }

  async #publishAll(count: number): Promise<void> {
    while (!this.isFinishing) {
      const from = this.#next
      this.#next += count
      await this.#journal.write([{ kind: 'sent', from, to: from + count }])
      await (count === 1 ? this.#publish(from) : this.#publishBulk(from, count))
      this.#recorded += count
    }
  }

  /** An acknowledged claim that is sent again must be the same entry; the journal shows whether it is. */
  async #repeatSome(): Promise<void> {
    const { from, repeatsMax } = this.#options
    const step = Math.max(1, Math.floor((this.#next - from) / repeatsMax))
    for (let n = from; n < this.#next; n += step) await this.#publish(n)
  }

  async #publish(n: number): Promise<void> {
    const headers = this.#headers({ 'idempotency-key': `claim-${n}` })
    const body = JSON.stringify(madeUpClaim(n))
    const text = await this.#untilRecorded(async () => {
      const answer = await ask({ ...this.#target(PATH), headers, body })
      return answer.status === 200 || answer.status === 201 ? answer.body : this.#missed(answer)
    })
    const { repeated, receipts } = CommandAnswer.parse(JSON.parse(text))
    const lines = receipts.map((receipt) => recordedLine(n, repeated, JSON.stringify(receipt)))
    await this.#journal.write(lines)
  }

  async #publishBulk(from: number, count: number): Promise<void> {
    const items = Array.from({ length: count }, (_, at) => madeUpClaim(from + at))
    const headers = this.#headers({})
    const body = JSON.stringify({ items })
    await this.#untilRecorded(async () => {
      const answer = await ask({ ...this.#target(`${PATH}/bulk`), headers, body })
      if (answer.status !== 200) return this.#missed(answer)
      const { lines, unknown } = linesOf(from, answer.body)
      // What was acknowledged stands, although the rest has to be asked for again.
      await this.#journal.write(lines)
      return unknown.length === 0 ? answer.body : this.#missedItems(unknown)
    })
  }

  async #untilRecorded(attempt: () => Promise<string | undefined>): Promise<string> {
    while (true) {
      const asked = this.#at
      const text = await attempt().catch((error: unknown) => {
        // No answer: whether it was recorded is not known.
        if (!(error instanceof Error && 'code' in error)) throw error
        return undefined
      })
      if (text !== undefined) return text
      this.#repeats += 1
      // Of many that fail at once, the first moves all of them to the next server.
      if (this.#at === asked) this.#at += 1
      await sleep(RETRY_MS)
    }
  }

  #missed({ status, body }: HttpAnswer): undefined {
    if (status !== 503) this.#faults.push(`${status} ${body}`)
  }

  #missedItems(outcomes: readonly string[]): undefined {
    for (const outcome of outcomes) {
      if (outcome !== 'unavailable') this.#faults.push(`an item was ${outcome}`)
    }
  }

  async #watchCheckpoints(): Promise<void> {
    while (!this.isFinishing) {
      const answer = await ask(this.#target('/book/sh/checkpoint')).catch(() => undefined)
      if (answer?.status === 200) {
        await this.#journal.write([{ kind: 'checkpoint', note: answer.body }])
      } else if (answer !== undefined && answer.status !== 404) this.#missed(answer)
      await sleep(CHECKPOINT_MS)
    }
  }

  #target(path: string) {
    const { ports, answerMs } = this.#options
    const port = ports[this.#at % ports.length] ?? 0
    return { agent: this.#agent, port, path, timeoutMs: answerMs }
  }

  #headers(more: Readonly<Record<string, string>>) {
    return { authorization: `Bearer ${this.#options.key}`, ...more }
  }
}

function recordedLine(n: number, repeated: boolean, receipt: string): JournalLine {
  return { kind: 'recorded', n, repeated, receipt }
}

function linesOf(
  from: number,
  body: string,
): { readonly lines: readonly JournalLine[]; readonly unknown: readonly string[] } {
  const { checkpoints, items } = BulkAnswer.parse(JSON.parse(body))
  const lines: JournalLine[] = []
  const unknown: string[] = []
  for (const [place, item] of items.entries()) {
    if (item.outcome !== 'recorded') {
      unknown.push(item.outcome)
      continue
    }
    for (const { index, leaf, path, disclosures } of item.entries) {
      const proof = formatProofLines(index, path, checkpoints[item.checkpoint] ?? '')
      const receipt = formatReceipt({ leaf, proof, disclosures })
      lines.push(recordedLine(from + place, item.repeated, receipt))
    }
  }
  return { lines, unknown }
}

async function main(): Promise<void> {
  const options = ClientOptions.parse(JSON.parse(process.argv[2] ?? ''))
  const client = new Client(options, await Journal.open(options.journal))
  process.once('message', () => (client.isFinishing = true))
  // Without its parent nobody would ever end it.
  process.once('disconnect', () => process.exit(1))
  const timer = setInterval(() => process.send?.(client.progress(false)), PROGRESS_MS)
  await client.run()
  clearInterval(timer)
  process.send?.(client.progress(true), () => process.exit(0))
}

if (process.argv[1] === import.meta.filename) await main()
