/** How the two sides of a consignment stand: a drawing and words. */
import { useMessages } from '#web/kit/page-context.ts'
import { State } from '#web/kit/State.tsx'
import type { ProofState } from '#web/kit/symbols.ts'
import type { Standing } from '../domain/reconcile.ts'
import { standingMessages } from './handover-messages.ts'

const DRAWN: Readonly<Record<Standing, ProofState>> = {
  'never-sent': 'broken',
  'other-entry': 'broken',
  overdue: 'broken',
  'return-overdue': 'broken',
  'written-off': 'broken',
  'answer-not-carried': 'open',
  'return-not-carried': 'open',
  'take-back-not-carried': 'open',
  'on-the-way': 'open',
  'on-the-way-back': 'open',
  'counts-differ': 'quoted',
  agreed: 'closed',
}

export function StandingState({ standing }: { readonly standing: Standing }) {
  const t = useMessages(standingMessages)
  return <State state={DRAWN[standing]}>{t[standing]}</State>
}
