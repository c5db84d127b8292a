/** `hongqiao monitor URL`: see docs/runbooks/monitor.md. */
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { Policy } from '#kernel/log/policy.ts'
import { verifySeveral } from '#kernel/log/several.ts'
import { registryOf } from '#kernel/book/registry.ts'
import { disclosedNumbers, NO_NUMBERS, type NumbersAt } from '#kernel/monitor/disclosed-numbers.ts'
import { runMonitor } from '#apps/monitor/run.ts'
import { sha256 } from '#platform/book/sealing-tools.ts'
import { verifyWithNode } from '#platform/signer/node-ed25519.ts'
import { slices } from '#apps/server/slices.ts'
import { note } from './note.ts'
import { readPolicies } from './policies.ts'
import { readReceipts } from './receipt-files.ts'

const MISUSED = 2

const USAGE = `Usage: hongqiao monitor URL --folder FOLDER [--policy FILE|FOLDER] [--key FILE] [--once]
                        [--level logged|witnessed] [--every SECONDS] [--mirror FOLDER]
                        [--receipts FILE|FOLDER]

Follows a book, e.g. http://localhost:7000/book/sh, and hashes everything anew. With the key of a
reader of entries (in a file) it also replays them, and with --receipts it holds the running numbers
in these against its count. FOLDER keeps how far it came, and evidence; --mirror keeps a copy of the
book besides, which hongqiao verify --book checks anywhere.
Standard output: a line of JSON for each look. Exit code: 0 sound, or stopped; 1 alarm; 3 the book
could not be read (with --once).`

interface Options {
  readonly url: string
  readonly folder: string
  readonly policy: string | undefined
  readonly keyFile: string | undefined
  readonly receipts: string | undefined
  readonly mirror: string | null
  readonly level: 'logged' | 'witnessed'
  readonly isOnce: boolean
  readonly intervalMs: number
}

export async function run(args: readonly string[]): Promise<number> {
  const options = optionsOf(args)
  if (options === null) {
    note(USAGE)
    return MISUSED
  }
  const policies = await readPolicies(options.policy)
  const key = keyOf(options.keyFile)
  if (!policies.ok || key === null) {
    note(policies.ok ? `${options.keyFile} holds no key.` : policies.error)
    return MISUSED
  }
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
  const trusted = policies.value.map(({ policy }) => policy)
  const numbersAt = await numbersOf(options, trusted)
  if (numbersAt === null) return MISUSED
  const { url, folder, mirror, level, isOnce, intervalMs } = options
  return runMonitor({
    url,
    folder,
    policies: trusted,
    level,
    entries: key === undefined ? null : { key, registry: registryOf(slices), numbersAt },
    mirror,
    isOnce,
    intervalMs,
    write: (line) => process.stdout.write(line),
    nowMs: () => Date.now(),
    stopped: stop.signal,
  })
}

function optionsOf(args: readonly string[]): Options | null {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: {
        every: { type: 'string', default: '10' },
        folder: { type: 'string' },
        key: { type: 'string' },
        level: { type: 'string', default: 'logged' },
        mirror: { type: 'string' },
        once: { type: 'boolean', default: false },
        policy: { type: 'string' },
        receipts: { type: 'string' },
      },
      allowPositionals: true,
    })
    const [url = '', surplus] = positionals
    const { folder, level, mirror = null, once, policy, key, every, receipts } = values
    if (!/^https?:\/\/./.test(url) || surplus !== undefined || folder === undefined) return null
    if (level !== 'logged' && level !== 'witnessed') return null
    if (!/^[1-9][0-9]{0,4}$/.test(every)) return null
    const intervalMs = Number(every) * 1000
    const at = url.replace(/\/+$/, '')
    const place = { url: at, folder, mirror, policy, keyFile: key, receipts }
    return { ...place, level, isOnce: once, intervalMs }
  } catch {
    // It throws for options that it does not know, and the usage says which there are.
    return null
  }
}

/** Without receipts none are known; null if some were named and are not all genuine, which is said. */
async function numbersOf(
  { receipts }: Options,
  policies: readonly Policy[],
): Promise<NumbersAt | null> {
  if (receipts === undefined) return NO_NUMBERS
  const files = await readReceipts([receipts])
  if (!files.ok) {
    note(files.error)
    return null
  }
  const nowMs = Date.now()
  const trust = { policies, sha256, verifyEd25519: verifyWithNode, nowMs, level: 'logged' } as const
  const several = await verifySeveral(files.value, trust)
  const failed = several.files.find(({ verdict }) => !verdict.verified)
  if (failed === undefined) return disclosedNumbers(several)
  note(`${failed.name} is not verified: look at it with hongqiao verify.`)
  return null
}

/** A key on the command line would stand in the list of processes. Null: the file is no key. */
function keyOf(path: string | undefined): string | undefined | null {
  if (path === undefined) return undefined
  try {
    return /^[A-Za-z0-9_-]{1,100}$/.exec(readFileSync(path, 'utf8').trim())?.[0] ?? null
  } catch {
    // Missing or closed to us: there is no key to be had.
    return null
  }
}
