/** One writer on a founded book, under load, with the processor time that each command takes. */
import { signerProcess } from '#platform/signer/process.ts'
import type { SessionSource } from '#platform/postgres/session.ts'
import type { Slice } from '#kernel/book/slice.ts'
import type { WriterLimits } from '#platform/book/writer-options.ts'
import type { Rig } from '#test/slice/rig.ts'
import { medianRun, reportRate, type Bench } from './bench.ts'
import { confirmRate, type PickContract, type Rate } from './confirm.ts'
import { countProcessorTime, type Spent } from './processor-time.ts'
import type { Founded } from './stage.ts'
import { openWritingRig } from './writing-rig.ts'

export interface BookLoad {
  readonly inFlight: number
  readonly pick?: PickContract
  readonly limits?: Partial<WriterLimits>
  readonly slices?: readonly Slice[]
}

export interface BookRun {
  readonly rate: Rate
  /** Of this process: the writer, and the callers that keep it busy. */
  readonly nodeUs: number
  readonly postgresUs: number | undefined
  readonly commandsPerBatch: number
}

/** Notes the backends of a writer's connections. */
function notingBackends(source: SessionSource, backends: number[]): SessionSource {
  return {
    async open() {
      const session = await source.open()
      backends.push(session.backend)
      return session
    },
  }
}

export interface RunningBook {
  readonly rig: Rig
  run(bench: Bench): Promise<BookRun>
}

export async function openBookUnderLoad(
  bench: Bench,
  founded: Founded,
  load: BookLoad,
): Promise<RunningBook> {
  const backends: number[] = []
  let batches = 0
  let commands = 0
  const rig = await openWritingRig({
    ...founded,
    ...(load.limits === undefined ? {} : { limits: load.limits }),
    ...(load.slices === undefined ? {} : { slices: load.slices }),
    openSigner: signerProcess,
    wrapSessions: (source) => notingBackends(source, backends),
    onBatch(batch) {
      batches += 1
      commands += batch.commands
    },
    onProblem: (message, error) => bench.progress(`${message}: ${String(error)}`),
  })
  return {
    rig,
    async run({ stage, warmUpMs, forMs }) {
      await stage.settle()
      let spent: (() => Spent) | undefined
      const rate = await confirmRate(rig, {
        inFlight: load.inFlight,
        warmUpMs,
        forMs,
        ...(load.pick === undefined ? {} : { pick: load.pick }),
        onCounting() {
          batches = 0
          commands = 0
          spent = countProcessorTime(stage.isHere ? backends : [])
        },
      })
      // The last callers are answered after the time is up: what was decided since it began is what counts.
      const { nodeUs = 0, postgresUs } = spent?.() ?? {}
      return {
        rate,
        nodeUs: nodeUs / commands,
        postgresUs: postgresUs === undefined ? undefined : postgresUs / commands,
        commandsPerBatch: commands / batches,
      }
    },
  }
}

/** Opens a book, measures it, reports everything about it, and takes it away. */
export async function measureBook(bench: Bench, name: string, load: BookLoad): Promise<BookRun> {
  const founded = await bench.stage.founded()
  const book = await openBookUnderLoad(bench, founded, load)
  try {
    const run = await medianRun(bench, () => book.run(bench))
    reportRate(bench, name, run.rate)
    bench.report(`${name}/node`, run.nodeUs, 'µs/command')
    if (run.postgresUs !== undefined) {
      bench.report(`${name}/postgres`, run.postgresUs, 'µs/command')
    }
    bench.report(`${name}/batch`, run.commandsPerBatch, 'commands')
    return run
  } finally {
    await book.rig.stop()
    await bench.stage.drop(founded.urls)
  }
}
