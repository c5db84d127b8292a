/** On what the figures were measured; without it they say nothing. */
import { spawnSync } from 'node:child_process'
import { cpus, loadavg, totalmem } from 'node:os'

export interface Machine {
  readonly lines: readonly string[]
  /** Set when others use the machine too: figures are then lower than they would be. */
  readonly warning: string | undefined
}

/** Of the cores, taken by others at the start. */
const LOAD_SHARE_MAX = 0.25

export function describeMachine(postgresVersion: string): Machine {
  const cores = cpus()
  const load = loadavg()[0] ?? 0
  const gib = Math.round(totalmem() / 2 ** 30)
  const isBusy = load > cores.length * LOAD_SHARE_MAX
  return {
    lines: [
      `${cores.length} × ${cores[0]?.model.trim() ?? 'unknown processor'}, ${gib} GiB, ${process.platform} ${process.arch}`,
      `Node ${process.versions.node}, PostgreSQL ${postgresVersion}, fsync as configured`,
      `commit ${commit()}, ${new Date().toISOString().slice(0, 16)}Z, load average ${load.toFixed(2)} at the start`,
    ],
    warning: isBusy
      ? `The machine is busy (load ${load.toFixed(2)} on ${cores.length} cores): figures will be low and unsteady.`
      : undefined,
  }
}

function commit(): string {
  const hash = git('rev-parse', '--short=12', 'HEAD')
  if (hash === undefined) return 'unknown'
  return git('status', '--porcelain', '--untracked-files=no') === '' ? hash : `${hash} with changes`
}

function git(...args: readonly string[]): string | undefined {
  const { status, stdout } = spawnSync('git', args, { cwd: import.meta.dirname, encoding: 'utf8' })
  return status === 0 ? stdout.trim() : undefined
}
