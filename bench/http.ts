/** The real server in a process of its own, and its clients in another. */
import { type ChildProcess, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { readOperatorKey } from '#platform/credentials/operator-key.ts'
import type { DatabaseUrls } from '#platform/postgres/embedded.ts'
import { type Bench, medianRun, reportRate } from './bench.ts'
import type { Rate } from './confirm.ts'
import { type ClientOrder, FromClient } from './http-wire.ts'

const PROGRAM = fileURLToPath(new URL('../src/apps/cli/main.ts', import.meta.url))
const CLIENT = fileURLToPath(new URL('./http-client.ts', import.meta.url))
const START_TIMEOUT_MS = 60_000

interface Served {
  readonly port: number
  readonly key: string
  stop(): Promise<void>
}

async function startHub(folder: string, urls: DatabaseUrls): Promise<Served> {
  const data = mkdtempSync(join(folder, 'hub-'))
  const child = spawn(process.execPath, [PROGRAM, 'start'], {
    env: {
      ...process.env,
      HONGQIAO_DATA: data,
      HONGQIAO_PORT: '0',
      HONGQIAO_LOG_LEVEL: 'warn',
      // They have a row of their own, and would share these two cores.
      HONGQIAO_WITNESSES: 'off',
      HONGQIAO_HISTORY: 'none',
      DATABASE_URL: urls.owner,
    },
    // The hub stops by itself when the channel closes, should the bench be ended.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const port = await portOf(child)
  const key = await readOperatorKey(data)
  if (key === null) throw new Error('a hub that started has a key')
  return {
    port,
    key,
    async stop() {
      const exited = once(child, 'exit')
      child.kill('SIGTERM')
      await exited
    },
  }
}

/** The hub says where it is when it is ready. */
function portOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    const said: string[] = []
    const timer = setTimeout(() => child.kill(), START_TIMEOUT_MS)
    child.once('exit', () => reject(new Error(`the hub did not start:\n${said.join('\n')}`)))
    for (const stream of [child.stdout, child.stderr]) {
      if (stream === null) continue
      createInterface({ input: stream }).on('line', (line) => {
        said.push(line)
        const port = /https?:\/\/[a-z0-9.]+:(\d+)/.exec(line)?.[1]
        if (port === undefined) return
        clearTimeout(timer)
        resolve(Number(port))
      })
    }
  })
}

async function runClient(order: ClientOrder): Promise<Rate> {
  const client = fork(CLIENT)
  try {
    client.send(order)
    const heard: unknown[] = await Promise.race([
      once(client, 'message'),
      once(client, 'exit').then(() => [{ kind: 'failed', reason: 'the client ended' }]),
    ])
    const message = FromClient.parse(heard[0])
    if (message.kind === 'failed') throw new Error(message.reason)
    return message.rate
  } finally {
    client.kill()
  }
}

async function measureHttp(
  bench: Bench,
  name: string,
  shape: Pick<ClientOrder, 'connections' | 'itemsPerRequest'>,
): Promise<void> {
  const urls = await bench.stage.empty()
  try {
    const hub = await startHub(bench.stage.folder, urls)
    try {
      const { rate } = await medianRun(bench, async () => {
        await bench.stage.settle()
        const { warmUpMs, forMs } = bench
        const { port, key } = hub
        return { rate: await runClient({ ...shape, port, key, warmUpMs, forMs }) }
      })
      // A request is one act or many; its latency is that of the request.
      reportRate(bench, name, { ...rate, perSecond: rate.perSecond * shape.itemsPerRequest })
    } finally {
      await hub.stop()
    }
  } finally {
    await bench.stage.drop(urls)
  }
}

export function measureSingle(bench: Bench, name: string): Promise<void> {
  return measureHttp(bench, name, { connections: 64, itemsPerRequest: 1 })
}

const BULK_CONNECTIONS = 4

export function measureBulk(bench: Bench, name: string): Promise<void> {
  return measureHttp(bench, name, { connections: BULK_CONNECTIONS, itemsPerRequest: 500 })
}
