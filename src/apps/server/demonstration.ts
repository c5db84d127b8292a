/** What only the demonstration has: people whom anybody may become by a click, and a bank that is simulated. */
import { postgresSessions } from '#platform/sessions/postgres-sessions.ts'
import { listPersonas } from '#platform/sessions/persona.ts'
import { createSessions } from '#platform/sessions/sessions.ts'
import { actOutConsignments, Postponed } from '#apps/demonstration/consignments.ts'
import type { LogReader } from '#platform/http/log-reader.ts'
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
  log,
  ...parts
}: Omit<BankLinkParts, 'hasFaults'> & {
  readonly config: Config
  readonly log: LogReader
}): Demonstration {
  if (!config.isDemonstration) return { pageParts: {}, stop: () => Promise.resolve() }
  const { pool, clock } = parts
  const signIn: SignIn = {
    sessions: createSessions(postgresSessions(pool), clock),
    personas: () => listPersonas(pool),
    isLoopbackOnly: true,
  }
  const scene = openScene({ config, log, ...parts })
  const bank = openBankLinks({ ...parts, hasFaults: config.hasBankFaults })
  return {
    signIn,
    pageParts: { signIn, payIn: (book, payment) => bank.payIn(book, payment) },
    stop: async () => {
      await Promise.all([bank.stop(), scene.stop()])
    },
  }
}

/** Beside everything else, because witnesses are waited for; what is not told today is told at the next start. */
function openScene({
  config,
  log,
  pool,
  books,
  clock,
  logger,
}: Omit<BankLinkParts, 'hasFaults'> & { readonly config: Config; readonly log: LogReader }) {
  const js = books.get('js')
  const sh = books.get('sh')
  // Without a history there is nobody in the book of Shanghai who could register a company.
  if (config.history === 'none' || js === undefined || sh === undefined) {
    return { stop: () => Promise.resolve() }
  }
  let isStopping = false
  const stage = { js, sh, pool, log, nowMs: () => clock.nowMs(), isStopping: () => isStopping }
  const playing = actOutConsignments(stage).catch((error: unknown) => {
    if (error instanceof Postponed) logger.info({ why: error.message }, 'consignments postponed')
    else logger.error({ err: error }, 'consignments not acted out')
  })
  return {
    stop() {
      isStopping = true
      return playing
    },
  }
}
