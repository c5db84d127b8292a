/** What a witness is told in its file: its name, where it keeps and serves, and whose logs it follows. */
import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { z } from 'zod'
import { isSoundPublicKey } from '#kernel/log/ed25519.ts'
import { isKeyName, type NoteKey, parseVkey } from '#kernel/log/vkey.ts'
import { sha256 } from '#platform/book/sealing-tools.ts'
import { StartupProblem } from '#platform/config/startup-problem.ts'

const LOGS_MAX = 1024
const KEYS_MAX = 8

const ConfigFile = z.strictObject({
  name: z.string().refine(isKeyName, 'a name without spaces and without + is expected'),
  folder: z.string().min(1),
  host: z.string().min(1).default('127.0.0.1'),
  port: z.int().min(0).max(65_535),
  logs: z
    .array(
      z.strictObject({
        origin: z.string().min(1),
        // Two during a change of keys.
        keys: z.array(z.string()).min(1, 'a log without a key cannot be followed').max(KEYS_MAX),
      }),
    )
    .min(1, 'a witness without logs is of no use, and one that takes any log would sign anything')
    .max(LOGS_MAX),
  growthPerSecond: z.number().positive().default(20),
  refreshPerSecond: z.number().positive().default(1),
  stopOnFork: z.boolean().default(false),
})

export interface WitnessConfig {
  readonly name: string
  readonly folder: string
  readonly host: string
  /** 0 lets the system choose one. */
  readonly port: number
  /** By origin: whose signature makes a checkpoint the log's. */
  readonly logs: ReadonlyMap<string, readonly NoteKey[]>
  readonly growthPerSecond: number
  readonly refreshPerSecond: number
  /** Whether a log that is known to have signed two pasts is cosigned no more. */
  readonly stopOnFork: boolean
}

export type WitnessConfigFile = z.input<typeof ConfigFile>

/** Throws StartupProblem with a sentence that says what is wrong. */
export function readWitnessConfig(path: string): WitnessConfig {
  const parsed = ConfigFile.safeParse(jsonOf(path))
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new StartupProblem(
      `The witness's file ${path} does not do at ${issue?.path.join('.') ?? ''}: ${issue?.message}.`,
    )
  }
  const { logs, folder, ...rest } = parsed.data
  const keys = new Map<string, readonly NoteKey[]>()
  for (const { origin, keys: texts } of logs) {
    if (keys.has(origin)) throw new StartupProblem(`${path} names the log ${origin} twice.`)
    keys.set(
      origin,
      texts.map((text) => keyOf(text, path)),
    )
  }
  return { ...rest, folder: resolve(dirname(path), folder), logs: keys }
}

function jsonOf(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (cause) {
    throw new StartupProblem(`The witness's file ${path} cannot be read as JSON.`, { cause })
  }
}

function keyOf(text: string, path: string): NoteKey {
  const key = parseVkey(text, sha256)
  const isUsable = key.ok && key.value.kind === 'ed25519' && isSoundPublicKey(key.value.publicKey)
  if (!key.ok || !isUsable) {
    throw new StartupProblem(`${path} names ${text}, which is no sound Ed25519 key of a log.`)
  }
  return key.value
}
