/** Whether a query failed because there was no database to ask: the same question may be answered later. */

/** SQLSTATE classes: connection exception, operator intervention (shutdown, recovery), too many connections. */
const AWAY_STATE = /^(?:08...|57P0[1-3]|53300)$/
/** What a socket says whose other end is gone. */
const AWAY_SOCKET = new Set(['ECONNRESET', 'EPIPE'])
/** The driver says these in words only. */
const AWAY_WORDS = /^(?:Connection terminated|timeout exceeded when trying to connect)/

export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if ('syscall' in error && error.syscall === 'connect') return true
  if ('code' in error && typeof error.code === 'string') {
    if (AWAY_STATE.test(error.code) || AWAY_SOCKET.has(error.code)) return true
  }
  return AWAY_WORDS.test(error.message)
}
