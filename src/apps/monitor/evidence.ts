/** The evidence that a monitor keeps: a file for each finding. Of a fork it is proof by itself: both notes are signed. */
import { hash } from 'node:crypto'
import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Alarm } from '#kernel/monitor/alarm.ts'
import { utf8Of } from '#kernel/std/utf8.ts'
import { formatInstant } from '#kernel/time/clock.ts'
import { writeDurablySync } from '#platform/files/durable-file.ts'

const FORMAT = 'hongqiao-evidence/1'
/** Beyond this many files another one tells nothing new. */
const EVIDENCE_MAX = 256
const MODE = 0o644

/** Answers where the evidence lies, or null where there is too much already. */
export function keepEvidence(
  folder: string,
  origin: string,
  { kind, message, evidence }: Alarm,
  nowMs: number,
): string | null {
  mkdirSync(folder, { recursive: true })
  const said = { format: FORMAT, kind, origin, sentence: message, ...evidence }
  const name = `${kind}-${hash('sha256', JSON.stringify(said)).slice(0, 16)}.json`
  const path = join(folder, name)
  const kept = readdirSync(folder)
  // The same finding is the same file, however often it is found.
  if (kept.includes(name)) return path
  if (kept.length >= EVIDENCE_MAX) return null
  const text = JSON.stringify({ ...said, foundAt: formatInstant(nowMs) }, null, 2)
  writeDurablySync(path, utf8Of(`${text}\n`), MODE)
  return path
}
