/** Processor time of processes: it says where the time goes, and shared machines blur it less than rates. */
import { readFileSync } from 'node:fs'

/** Linux counts in ticks of 10 ms for every reader, whatever the kernel was built with. */
const TICK_US = 10_000

/** User and system time of a process so far, or undefined where the system does not tell. */
export function processorTimeUs(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The program's name is in brackets and may hold anything; fields are counted from behind it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return (Number(fields[11]) + Number(fields[12])) * TICK_US
  } catch {
    return undefined
  }
}

export interface Spent {
  readonly nodeUs: number
  /** Undefined where the system does not tell, or the server is on another machine. */
  readonly postgresUs: number | undefined
}

/** Starts counting; the function that it answers with tells what this process and those have spent. */
export function countProcessorTime(pids: readonly number[]): () => Spent {
  const node = process.cpuUsage()
  const before = pids.map(processorTimeUs)
  return () => {
    const { user, system } = process.cpuUsage(node)
    let postgresUs: number | undefined = pids.length === 0 ? undefined : 0
    for (const [i, pid] of pids.entries()) {
      const from = before[i]
      const to = processorTimeUs(pid)
      if (from === undefined || to === undefined || postgresUs === undefined) postgresUs = undefined
      else postgresUs += to - from
    }
    return { nodeUs: user + system, postgresUs }
  }
}
