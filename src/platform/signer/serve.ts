/** The far end of a signer process: reads requests, answers each in order, ends with its parent. */
import type { Readable, Writable } from 'node:stream'
import { StartupProblem } from '#platform/config/startup-problem.ts'
import { SignerRefused } from './port.ts'
import { Signer, type SignerOptions } from './signer.ts'
import {
  answerLine,
  lineReader,
  parseRequest,
  type SignerAnswer,
  type SignerRequest,
} from './wire.ts'

/** Settles when the input ends: the parent closed it, or is gone. */
export async function serveSigner(
  options: SignerOptions,
  input: Readable,
  output: Writable,
): Promise<void> {
  const say = (answer: SignerAnswer): unknown => output.write(answerLine(answer))
  const opened = answerTo(() => Signer.open(options))
  if (!(opened instanceof Signer)) {
    say(opened)
    return
  }
  try {
    say({ kind: 'ready', ...opened.ring })
    await readRequests(input, (request) => say(answerTo(() => answerOf(opened, request))))
  } finally {
    opened.close()
  }
}

function readRequests(input: Readable, serve: (request: SignerRequest) => void): Promise<void> {
  return new Promise((done, failed) => {
    const read = lineReader((line) => {
      const request = parseRequest(line)
      if (request === null) throw new Error('a request that no server of ours writes')
      serve(request)
    })
    input.setEncoding('utf8')
    input.on('data', (chunk: string) => {
      try {
        read(chunk)
      } catch (error) {
        failed(error instanceof Error ? error : new Error('serve a signer', { cause: error }))
      }
    })
    input.once('end', () => done())
    input.once('error', failed)
  })
}

function answerOf(signer: Signer, request: SignerRequest): SignerAnswer {
  return request.kind === 'last'
    ? { kind: 'last', ...signer.last() }
    : { kind: 'signed', checkpoint: signer.sign(request) }
}

/** Refusals are answers. Anything else, such as a full disk, ends the process. */
function answerTo<T>(act: () => T): T | SignerAnswer {
  try {
    return act()
  } catch (error) {
    if (error instanceof SignerRefused) return { kind: 'refused', reason: error.reason }
    if (error instanceof StartupProblem) return { kind: 'unusable', sentence: error.message }
    throw error
  }
}
