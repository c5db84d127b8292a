/** Progress of long work: a bar for a person, a line every few seconds for a log. */
import cliProgress from 'cli-progress'
import { note } from './note.ts'

export interface Progress {
  update(done: number, total: number): void
  stop(): void
}

const LINE_EVERY_MS = 5000
const MIB = 1024 * 1024

/** `what` says what is done, as in "Backup". */
export function bytesProgress(what: string): Progress {
  return process.stderr.isTTY ? bar(what) : lines(what)
}

function bar(what: string): Progress {
  const format = `${what} {bar} {value} of {total} MiB, {eta_formatted} left`
  const shown = new cliProgress.SingleBar(
    { format, stream: process.stderr },
    cliProgress.Presets.shades_classic,
  )
  shown.start(0, 0)
  return {
    update(done, total) {
      shown.setTotal(mib(Math.max(done, total)))
      shown.update(mib(done))
    },
    stop: () => shown.stop(),
  }
}

function lines(what: string): Progress {
  let toldMs = performance.now()
  return {
    update(done, total) {
      if (performance.now() - toldMs < LINE_EVERY_MS) return
      toldMs = performance.now()
      note(`${what}: ${mib(done)} of ${mib(Math.max(done, total))} MiB.`)
    },
    stop: () => undefined,
  }
}

function mib(bytes: number): number {
  return Math.round(bytes / MIB)
}
