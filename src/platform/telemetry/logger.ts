/**
 * The operator's log: one JSON object a line. It has no personal data: bodies, addresses of callers and
 * credentials never come here, and what could carry one by accident is cut out before it is written.
 */
import { pino, stdTimeFunctions, type DestinationStream, type Logger } from 'pino'

export interface LoggerOptions {
  readonly level: string
  /** Standard output unless a test listens. */
  readonly destination?: DestinationStream
}

/** Whatever object is logged, these members of it are not. */
const REDACTED = [
  'authorization',
  '*.authorization',
  '*.headers',
  'headers',
  'cookie',
  '*.cookie',
  'body',
  '*.body',
  'secret',
  '*.secret',
  'key',
  '*.key',
  'remoteAddress',
  '*.remoteAddress',
  'ip',
  '*.ip',
  // Of a request or response nothing is logged but what the request log names itself.
  'req',
  'res',
]

export function createLogger({ level, destination }: LoggerOptions): Logger {
  const options = {
    level,
    base: null,
    timestamp: stdTimeFunctions.isoTime,
    redact: { paths: REDACTED, remove: true },
  }
  return destination === undefined ? pino(options) : pino(options, destination)
}
