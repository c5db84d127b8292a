/** Memory over a long time at a steady 1,000 commands a second: it should level off. */
import { signerProcess } from '#platform/signer/process.ts'
import type { Bench } from './bench.ts'
import { anyContract, nextUse } from './confirm.ts'
import { openWritingRig } from './writing-rig.ts'

const COMMANDS_PER_SECOND = 1000
const TICK_MS = 10
const SAMPLE_MS = 1000
const MIB = 2 ** 20

interface Memory {
  readonly rss: number
  readonly heap: number
}

function memoryNow(): Memory {
  const { rss, heapUsed } = process.memoryUsage()
  return { rss: rss / MIB, heap: heapUsed / MIB }
}

export async function measureSoak(bench: Bench, name: string): Promise<void> {
  const founded = await bench.stage.founded()
  const rig = await openWritingRig({ ...founded, openSigner: signerProcess })
  const forMs = bench.options.soakMinutes * 60_000
  const samples: Memory[] = []
  let asked = 0
  let answered = 0
  let failed = 0
  const act = async (): Promise<void> => {
    const [answer] = await rig.submit([nextUse(anyContract)])
    answered += 1
    if (answer?.kind !== 'recorded') failed += 1
  }
  const startMs = performance.now()
  await new Promise<void>((resolve) => {
    const ticking = setInterval(() => {
      const sinceMs = performance.now() - startMs
      const isOver = sinceMs >= forMs
      if (isOver && asked === answered) {
        clearInterval(ticking)
        resolve()
      }
      if (isOver) return
      if (sinceMs >= samples.length * SAMPLE_MS) samples.push(memoryNow())
      // What a late tick missed is asked for by the next one.
      for (const due = (sinceMs / 1000) * COMMANDS_PER_SECOND; asked < due; asked += 1) {
        void act()
      }
    }, TICK_MS)
  })
  const tookMs = performance.now() - startMs
  await rig.stop()
  await bench.stage.drop(founded.urls)
  bench.report(name, (answered - failed) / (tookMs / 1000), 'commands/s')
  reportMemory(bench, name, samples)
}

function reportMemory(bench: Bench, name: string, samples: readonly Memory[]): void {
  for (const kind of ['rss', 'heap'] as const) {
    const values = samples.map((sample) => sample[kind])
    // Each minute has the mark that is left after collections: its least value.
    const last = values.slice(-60)
    const first = values.slice(0, 60)
    bench.report(`${name}/${kind}/start`, Math.min(...first), 'MiB')
    bench.report(
      `${name}/${kind}/most`,
      values.reduce((a, b) => Math.max(a, b), 0),
      'MiB',
    )
    bench.report(`${name}/${kind}/end`, Math.min(...last), 'MiB')
  }
}
