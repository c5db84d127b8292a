/** What only the demonstration has: people whom anybody may become by a click, and a bank that is simulated. */
import { postgresSessions } from '#platform/sessions/postgres-sessions.ts'
import { listPersonas } from '#platform/sessions/persona.ts'
import { createSessions } from '#platform/sessions/sessions.ts'
import type { Config } from '#platform/config/config.ts'
import { type BankLinkParts, openBankLinks } from './bank-links.ts'
import type { PageParts } from './pages/pages.ts'
import type { SignIn } from './pages/sign-in.ts'

export interface Demonstration {
  readonly signIn?: SignIn
  readonly pageParts: Pick<PageParts, 'signIn' | 'payIn'>
  stop(): Promise<unknown>
}

/** Nothing where the hub serves others than this machine. */
export function openDemonstration({
  config,
  ...parts
}: Omit<BankLinkParts, 'hasFaults'> & { readonly config: Config }): Demonstration {
  if (!config.isDemonstration) return { pageParts: {}, stop: () => Promise.resolve() }
  const { pool, clock } = parts
  const signIn: SignIn = {
    sessions: createSessions(postgresSessions(pool), clock),
    personas: () => listPersonas(pool),
    isLoopbackOnly: true,
  }
  const bank = openBankLinks({ ...parts, hasFaults: config.hasBankFaults })
  return {
    signIn,
    pageParts: { signIn, payIn: (book, payment) => bank.payIn(book, payment) },
    stop: () => bank.stop(),
  }
}
