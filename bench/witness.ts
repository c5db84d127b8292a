/**
 * Checkpoints that one witness process takes a second: each a new signature of a log that grew, a consistency
 * proof, a record on disk and a cosignature. Each log has one request under way, as a real one does.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { WitnessConfigFile } from '#apps/witness/config.ts'
import { append, consistencyOf } from '#kernel/log/append.ts'
import { formatCheckpoint } from '#kernel/log/checkpoint.ts'
import { type Edge, EMPTY_EDGE } from '#kernel/log/edge.ts'
import { formatSubmission } from '#kernel/log/witness.ts'
import { utf8Of } from '#kernel/std/utf8.ts'
import { nodeHashing } from '#platform/book/sealing-tools.ts'
import { createSigningKey, type SigningKey } from '#platform/signer/signing-key.ts'
import { startWitness } from '#platform/witnesses/child.ts'
import { type Bench, medianRun, reportRate } from './bench.ts'
import { measureRate, type Rate } from './confirm.ts'

/** What a busy book adds between two checkpoints would only make the log's own work longer. */
const ENTRIES_EACH = 8
const UNBOUNDED = 1_000_000

class BenchLog {
  readonly key: SigningKey
  #edge: Edge = EMPTY_EDGE

  constructor(path: string, origin: string) {
    this.key = createSigningKey(path, origin)
  }

  next(): string {
    const before = this.#edge.size
    const leaves = Array.from({ length: ENTRIES_EACH }, (_, at) =>
      nodeHashing.leaf(utf8Of(`${before + at}`)),
    )
    const grown = append(this.#edge, leaves, nodeHashing)
    this.#edge = grown.edge
    const proof = before === 0 ? [] : consistencyOf(grown, nodeHashing)
    const text = formatCheckpoint({
      origin: this.key.name,
      size: grown.edge.size,
      root: grown.root,
    })
    return formatSubmission(before, proof, this.key.signNote(text))
  }
}

export async function measureWitness(bench: Bench, name: string, count: number): Promise<void> {
  const { rate } = await medianRun(bench, async () => ({ rate: await oneRun(bench, count) }))
  reportRate(bench, name, rate)
}

async function oneRun({ warmUpMs, forMs }: Bench, count: number): Promise<Rate> {
  const folder = mkdtempSync(join(tmpdir(), 'hongqiao-bench-witness-'))
  mkdirSync(join(folder, 'logs'))
  const logs = Array.from(
    { length: count },
    (_, at) => new BenchLog(join(folder, 'logs', `${at}`), `bench.example/${at}`),
  )
  const configPath = join(folder, 'witness.json')
  const config: WitnessConfigFile = {
    name: 'bench.example/witness',
    folder: 'kept',
    port: 0,
    logs: logs.map(({ key }) => ({ origin: key.name, keys: [key.verifierKey] })),
    growthPerSecond: UNBOUNDED,
  }
  writeFileSync(configPath, JSON.stringify(config))
  const witness = await startWitness(configPath)
  const agent = new Agent({ keepAlive: true, maxSockets: count })
  try {
    const url = `${witness.address}/add-checkpoint`
    return await measureRate(
      { inFlight: count, warmUpMs, forMs, onCounting: () => undefined },
      (at) => post(agent, url, logs[at]?.next() ?? ''),
    )
  } finally {
    agent.destroy()
    await witness.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

function post(agent: Agent, url: string, body: string): Promise<void> {
  return new Promise((done, failed) => {
    const asked = request(url, { agent, method: 'POST' }, (response) => {
      response.resume()
      response.once('end', () => {
        if (response.statusCode === 200) done()
        else failed(new Error(`the witness answered ${response.statusCode}`))
      })
    })
    asked.once('error', failed)
    asked.end(body)
  })
}
