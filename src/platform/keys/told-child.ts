/** A child process of this program that holds keys: it is told the passphrase, by a pipe, and nothing else. */
import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process'
import { type Readable, Writable } from 'node:stream'
import { assert } from '#kernel/std/assert.ts'
import { bareEnvironment } from '#platform/config/bare-environment.ts'
import type { Passphrase } from './passphrase.ts'

/** The first file descriptor after input, output and errors. */
const PASSPHRASE_FD = 3

/** `args` begin with the program. With a passphrase, `--passphrase fd:3` is added. */
export function spawnTold(
  args: readonly string[],
  passphrase?: Passphrase,
): ChildProcessByStdio<Writable, Readable, null> {
  // The process that holds a key is told none of the parent's secrets by its environment.
  const common = { env: bareEnvironment(), windowsHide: true } as const
  if (passphrase === undefined) {
    return spawn(process.execPath, args, { ...common, stdio: ['pipe', 'pipe', 'inherit'] })
  }
  const child = spawn(process.execPath, [...args, '--passphrase', `fd:${PASSPHRASE_FD}`], {
    ...common,
    stdio: ['pipe', 'pipe', 'inherit', 'pipe'],
  })
  const [, , , pipe] = child.stdio
  assert(isPiped(child) && pipe instanceof Writable, 'what was asked to be piped is')
  // A process that ended before it read: its end is what its starter hears of.
  pipe.on('error', () => undefined)
  pipe.end(passphrase.reveal())
  return child
}

function isPiped(child: ChildProcess): child is ChildProcessByStdio<Writable, Readable, null> {
  return child.stdin !== null && child.stdout !== null && child.stderr === null
}
