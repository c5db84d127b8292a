/** A story in which every event of subject access and erasure happens, told once for the corpus. */
import type { JsonObject } from '#kernel/std/json.ts'
import { privacy } from '#services/privacy/index.ts'
import { parties } from '#services/parties/index.ts'
import { prepaid } from '#services/prepaid/index.ts'
import { asking, START_MS, world, type World } from '../prepaid/rig.ts'
import { requestTable } from '#services/privacy/domain/requests.ts'
import * as stage from '../prepaid/opened.ts'

const { CONSUMER, HEAD, NOTARY, OFFICE, OTHER_CONSUMER, OTHER_NOTARY } = stage
const later = { basis: 'consent-withdrawn', when: 'duty-ends' }
const now = { basis: 'purpose-met', when: 'now' }

export function privacyStory(): World {
  const book = stage.office(START_MS, world([parties, prepaid, privacy]))
  stage.withCard(stage.COUNT, true, START_MS, book)
  const act = (actor: string, name: string, subject: string, fields: JsonObject = {}) =>
    book.do(asking(`privacy.${name}`, { subject, ...fields }), actor)
  act(CONSUMER, 'erase', CONSUMER, later)
  act(CONSUMER, 'withdraw-erasure', CONSUMER)
  act(NOTARY, 'propose-erasure', OTHER_CONSUMER, { ...now, by: OFFICE })
  act(OTHER_NOTARY, 'reject-erasure', OTHER_CONSUMER)
  act(NOTARY, 'propose-erasure', OTHER_CONSUMER, { ...now, by: OFFICE })
  act(OTHER_NOTARY, 'approve-erasure', OTHER_CONSUMER)
  act(HEAD, 'erase', HEAD, now)
  act(CONSUMER, 'erase', CONSUMER, later)
  const ground = 'An invented order of an authority'
  const setting = asking('privacy.set-retention', { registry: 'pty_registry', years: 5, ground })
  book.do(setting, 'pty_registrar')
  // The card is not used up, so the clock plans anew what it cannot erase yet.
  book.passUntil(book.nowMs + 6 * 366 * 86_400_000)
  if (book.get(requestTable, CONSUMER)?.state !== 'planned') throw new Error('the card runs')
  return book
}
