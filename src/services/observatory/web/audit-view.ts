/** What the page of the audit shows for what somebody sent. */
import { AuditAsk, type KnownSet } from '../contract.ts'
import { auditText } from '../domain/audit/audit.ts'
import type { AuditPageView } from './AuditPage.tsx'

/** What anybody sent, as the page that answers it. */
export function auditView(
  values: Readonly<Record<string, string>>,
  known: KnownSet,
): AuditPageView {
  const { text = '', date = '' } = values
  const day = date.trim()
  const asked = AuditAsk.safeParse({ text, ...(day !== '' && { date: day }) })
  if (!asked.success) return { text, date, audit: null, isRefused: true }
  const audit = auditText(text, asked.data.date, { known })
  return { text, date: day, audit, isRefused: false }
}
