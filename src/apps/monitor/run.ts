/**
 * A running monitor: looks at a log once, or again and again until it is asked to stop. What it finds goes to
 * standard output, a line of JSON each; an alarm ends it, for what follows a fork proves nothing more.
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Registry } from '#kernel/book/registry.ts'
import type { Policy } from '#kernel/log/policy.ts'
import type { Level } from '#kernel/log/signed-checkpoint.ts'
import type { JsonObject } from '#kernel/std/json.ts'
import { formatInstant } from '#kernel/time/clock.ts'
import { StartupProblem } from '#platform/config/startup-problem.ts'
import { takeLock } from '#platform/signer/lock.ts'
import { Alarm } from '#kernel/monitor/alarm.ts'
import type { NumbersAt } from '#kernel/monitor/disclosed-numbers.ts'
import { keepEvidence } from './evidence.ts'
import { httpReader } from './http-source.ts'
import { Mirror } from './mirror.ts'
import { Monitor, type Look } from '#kernel/monitor/monitor.ts'
import { SourceAway, sourceOf } from '#kernel/monitor/source.ts'
import { MonitorStore } from './store.ts'
import { nodeTools } from './tools.ts'

export const SOUND = 0
export const ALARMED = 1
/** The log could not be read: nothing is known. */
export const AWAY = 3

export interface MonitorCall {
  /** The prefix of the log, without a slash at the end. */
  readonly url: string
  /** Its memory and its evidence. One log a folder, one process a folder. */
  readonly folder: string
  readonly policies: readonly Policy[]
  readonly level: Level
  /** With a key entries are read and replayed; the key needs `entries.read`. */
  readonly entries: {
    readonly key: string
    readonly registry: Registry
    readonly numbersAt: NumbersAt
  } | null
  /** Where a copy of the book is kept; null for none. */
  readonly mirror: string | null
  readonly isOnce: boolean
  readonly intervalMs: number
  readonly write: (line: string) => void
  readonly nowMs: () => number
  readonly stopped: AbortSignal
}

const BEHIND_ATTEMPTS_MAX = 4
const BEHIND_PAUSE_MS = 2_000
const PROGRESS_MS = 5_000
const AWAY_PAUSE_MAX_MS = 300_000

export async function runMonitor(call: MonitorCall): Promise<number> {
  mkdirSync(call.folder, { recursive: true })
  const unlock = takeLock(join(call.folder, 'lock'))
  if (unlock === null) throw new StartupProblem(`Another monitor uses ${call.folder}.`)
  const store = new MonitorStore(join(call.folder, 'monitor.sqlite'))
  try {
    return await follow(call, store)
  } finally {
    store.close()
    unlock()
  }
}

function monitorOf(call: MonitorCall, store: MonitorStore, mirror: Mirror | null): Monitor {
  const { url, policies, level, entries } = call
  const read = httpReader({ url, key: entries?.key })
  let toldMs = performance.now()
  return new Monitor({
    ...nodeTools,
    source: sourceOf(mirror === null ? read : mirror.keeping(read)),
    store,
    policies,
    level,
    registry: entries?.registry ?? null,
    ...(entries === null ? {} : { numbersAt: entries.numbersAt }),
    behind: { attemptsMax: BEHIND_ATTEMPTS_MAX, pause: () => pause(BEHIND_PAUSE_MS) },
    onProgress(size, of) {
      if (performance.now() - toldMs < PROGRESS_MS) return
      toldMs = performance.now()
      tell(call, { event: 'progress', size, of })
    },
  })
}

async function follow(call: MonitorCall, store: MonitorStore): Promise<number> {
  const mirror = call.mirror === null ? null : new Mirror(call.mirror)
  const monitor = monitorOf(call, store, mirror)
  const { isOnce, intervalMs, stopped } = call
  stopped.addEventListener('abort', () => monitor.stop())
  let away = 0
  while (!stopped.aborted) {
    // oxlint-disable-next-line no-await-in-loop -- one look after the other.
    const ended = await look(call, monitor)
    away = ended === AWAY ? away + 1 : 0
    const verified = store.findPlace()?.verified ?? ''
    // oxlint-disable-next-line no-await-in-loop -- see above.
    if (ended === SOUND && verified !== '') await mirror?.keepCheckpoint(verified)
    if (ended === ALARMED || isOnce) return ended
    const pauseMs = Math.min(AWAY_PAUSE_MAX_MS, intervalMs * 2 ** Math.min(away, 10))
    // oxlint-disable-next-line no-await-in-loop -- see above.
    await pause(pauseMs, undefined, { signal: stopped }).catch(() => undefined)
  }
  return SOUND
}

async function look(call: MonitorCall, monitor: Monitor): Promise<number> {
  const startMs = performance.now()
  try {
    const seen = await monitor.look()
    if (seen !== null) tell(call, checkpointLine(seen, performance.now() - startMs, call))
    return SOUND
  } catch (error) {
    if (error instanceof SourceAway) {
      tell(call, { event: 'away', reason: error.message })
      return AWAY
    }
    if (!(error instanceof Alarm)) throw error
    const path = keepEvidence(join(call.folder, 'evidence'), monitor.origin, error, call.nowMs())
    tell(call, {
      event: 'alarm',
      kind: error.kind,
      origin: monitor.origin,
      sentence: error.message,
      evidence: path ?? 'not kept: there is too much already',
    })
    return ALARMED
  }
}

function checkpointLine(
  { origin, size, grown, level, cosigners }: Look,
  tookMs: number,
  { entries }: MonitorCall,
): JsonObject {
  return {
    event: 'checkpoint',
    origin,
    size,
    grown,
    level,
    cosigners: [...cosigners],
    entriesRead: entries !== null,
    tookMs: Math.round(tookMs),
  }
}

function tell({ write, nowMs }: MonitorCall, line: JsonObject): void {
  write(`${JSON.stringify({ at: formatInstant(nowMs()), ...line })}\n`)
}
