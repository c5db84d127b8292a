/** What a monitor raises an alarm about, with everything that an outsider needs to see the same. */
import type { JsonObject } from '#kernel/std/json.ts'

export const ALARM_KINDS = [
  /** Not a checkpoint, or not signed by whom the policy trusts. */
  'checkpoint_refused',
  /** The policy's witnesses were asked for and have not cosigned. */
  'not_witnessed',
  /** Two signed checkpoints that no single tree can have. */
  'forked',
  /** The log shows a smaller tree than it has signed before. */
  'truncated',
  /** What the log serves does not hash to what it has signed. */
  'tile_wrong',
  /** An entry that does not hash to its tile, is not canonical, or cannot have happened. */
  'entry_wrong',
  /** Amounts do not sum up. */
  'money_wrong',
] as const
export type AlarmKind = (typeof ALARM_KINDS)[number]

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
