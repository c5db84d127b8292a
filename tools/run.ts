/** Runs a program to its end and keeps what it said. */
import { spawn } from 'node:child_process'
import { delimiter, join } from 'node:path'

export type Ran = { readonly code: number; readonly stdout: string; readonly stderr: string }

type RunOptions = {
  readonly cwd: string
  /** Passed through while it runs, for what takes minutes. */
  readonly isShown?: boolean
  readonly env?: Readonly<Record<string, string>>
}

export function run(command: string, args: readonly string[], options: RunOptions): Promise<Ran> {
  const path = [join(options.cwd, 'node_modules', '.bin'), process.env['PATH']].join(delimiter)
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env, PATH: path },
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  })
  const said = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      said[name] += text
      if (options.isShown === true) process[name].write(text)
    })
  }
  return new Promise((done, failed) => {
    child.once('error', (cause) => failed(new Error(`run ${command}`, { cause })))
    child.once('close', (code) => done({ ...said, code: code ?? 1 }))
  })
}
