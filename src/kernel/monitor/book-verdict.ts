/** What a check of a whole book comes to. Apart from the check, so that a page knows it without loading that. */
import type { Level } from '#kernel/log/signed-checkpoint.ts'
import type { AlarmKind } from './alarm.ts'

export type BookVerdict =
  | {
      readonly kind: 'sound'
      readonly origin: string
      readonly size: number
      readonly level: Level
      /** By the names of the policy. */
      readonly cosigners: readonly string[]
      readonly areEntriesRead: boolean
    }
  /** The reason stands in `alarm`; the sentence says where. */
  | { readonly kind: 'unsound'; readonly alarm: AlarmKind; readonly sentence: string }
  /** Files are missing or cannot be read, which says nothing about the book. */
  | { readonly kind: 'unreadable'; readonly sentence: string }

/** `sound: <level>`, or `<kind>: <reason>`: what must not depend on where a book is checked. */
export function bookVerdictWord(verdict: BookVerdict): string {
  switch (verdict.kind) {
    case 'sound':
      return `sound: ${verdict.level}${verdict.areEntriesRead ? '' : ', hashes alone'}`
    case 'unsound':
      return `unsound: ${verdict.alarm}`
    default:
      return 'unreadable'
  }
}
