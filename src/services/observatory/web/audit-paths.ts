/** Where the audit lives, without the language prefix. */
import type { Language } from '#web/kit/language.ts'

export const auditPath = '/audit'
export const auditSignPath = '/audit/sign'

/** An invented text, audited. */
export function auditExamplePath(language: Language): string {
  return `${auditPath}?example=${language}`
}
