/** What went wrong with a batch: its commands, or the way to the database. */
import { Spoiled } from './preparation.ts'

/**
 * Whether PostgreSQL would refuse the same statement again. The classes of codes that are left out are of
 * connections (08), transactions (25, 40), resources (53), locks (55), operators (57) and the system (58).
 */
const REFUSED = /^(?!08|25|40)([0-4][0-9A-Z]|54|P0|XX)[0-9A-Z]{3}$/

/** Whether it lies with a command of the batch, and not with the connection. */
export function isOfCommands(reason: unknown): boolean {
  if (reason instanceof Spoiled) return true
  // A value that does not fit its column cannot even be sent.
  if (reason instanceof RangeError || reason instanceof TypeError) return true
  if (!(reason instanceof Error) || !('code' in reason)) return false
  return typeof reason.code === 'string' && REFUSED.test(reason.code)
}
