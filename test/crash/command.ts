/** `hongqiao …` as an operator calls it: a process of its own, with what it said and how it ended. */
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { HubPlace } from './hub-process.ts'

const PROGRAM = fileURLToPath(new URL('../../src/apps/cli/main.ts', import.meta.url))

export interface Ran {
  readonly code: number | null
  /** Standard output, then what was said beside it. */
  readonly output: string
  readonly said: string
}

export interface Call {
  readonly args: readonly string[]
  readonly place: Pick<HubPlace, 'folder'>
  /** What is typed, or piped, into it. */
  readonly input?: string
  readonly env?: Readonly<Record<string, string>>
}

export function hongqiao({ args, place, input = '', env }: Call): Promise<Ran> {
  const { promise, resolve, reject } = Promise.withResolvers<Ran>()
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    env: { PATH: process.env['PATH'], HONGQIAO_DATA: place.folder, ...env },
  })
  const heard = { output: '', said: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (heard.output += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (heard.said += text))
  child.once('error', reject)
  child.once('close', (code) => resolve({ code, ...heard }))
  // A command that asks nothing may have ended before its input was written.
  child.stdin.on('error', () => undefined)
  child.stdin.end(input)
  return promise
}
