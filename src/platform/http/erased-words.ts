/** What is said in the place of a value that was erased. */
import { legalDayOf } from '#kernel/time/legal-day.ts'
import type { Words } from './route.ts'

export function erasedWords(erasedAtMs: number | null): Words {
  if (erasedAtMs === null) return { en: 'Erased', zh: '已删除' }
  const day = legalDayOf(erasedAtMs)
  return { en: `Erased on ${day}`, zh: `已于 ${day} 删除` }
}
