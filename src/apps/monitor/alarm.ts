/**
 * What a monitor raises an alarm about, and the evidence that it keeps: a file that says everything an
 * outsider needs to see the same. Of a fork the file is proof by itself; the log has signed both notes.
 */
import { hash } from 'node:crypto'
import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { JsonObject } from '#kernel/std/json.ts'
import { utf8Of } from '#kernel/std/utf8.ts'
import { formatInstant } from '#kernel/time/clock.ts'
import { writeDurablySync } from '#platform/files/durable-file.ts'

export type AlarmKind =
  /** Not a checkpoint, or not signed by whom the policy trusts. */
  | 'checkpoint_refused'
  /** The policy's witnesses were asked for and have not cosigned. */
  | 'not_witnessed'
  /** Two signed checkpoints that no single tree can have. */
  | 'forked'
  /** The log shows a smaller tree than it has signed before. */
  | 'truncated'
  /** What the log serves does not hash to what it has signed. */
  | 'tile_wrong'
  /** An entry that does not hash to its tile, is not canonical, or cannot have happened. */
  | 'entry_wrong'
  /** Amounts do not sum up. */
  | 'money_wrong'

export class Alarm extends Error {
  override readonly name = 'Alarm'
  readonly kind: AlarmKind
  /** Signed notes, proofs, bytes: as text. */
  readonly evidence: JsonObject

  constructor(kind: AlarmKind, sentence: string, evidence: JsonObject) {
    super(sentence)
    this.kind = kind
    this.evidence = evidence
  }
}

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
