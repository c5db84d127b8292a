/**
 * `hongqiao import claims FILE`: the whole file is read and rehearsed against the book first, and one bad
 * line is enough to send nothing. What is sent can be sent again: an import that was interrupted is
 * continued by repeating it.
 */
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import cliProgress from 'cli-progress'
import { err, type Result } from '#kernel/std/result.ts'
import { readConfig } from '#platform/config/config.ts'
import { readOperatorKey } from '#platform/credentials/operator-key.ts'
import {
  type ClaimLine,
  type LineFault,
  LINE_FAULTS_MAX,
  readClaimLines,
} from '#services/observatory/api/claim-lines.ts'
import { CLAIMS_BULK_MAX } from '#services/observatory/contract.ts'
import { rehearse } from '#services/observatory/domain/rehearsal.ts'
import { fetchStanding, type HubAddress, HubProblem, sendClaims } from './import-client.ts'
import { note } from './note.ts'

/** Everything is in the book. */
const DONE = 0
/** A line is wrong or refused. */
const FAULTY = 1
/** The command was called wrongly. */
const MISUSED = 2
/** The hub stopped answering; repeat the command to go on. */
const UNFINISHED = 3

/** 100,000 claims are some 50 MB. */
const FILE_BYTES_MAX = 256 * 1024 * 1024

const USAGE = `Usage: hongqiao import claims FILE [--book sh] [--url http://localhost:7000] [--key KEY]

FILE has one claim a line, as JSON. The key is taken from --key, from HONGQIAO_KEY (which does not show
in the list of processes), or from the data folder of a hub on this machine.`

interface Call {
  readonly file: string
  readonly hub: HubAddress
}

export async function run(args: readonly string[]): Promise<number> {
  const call = await readCall(args)
  if (typeof call === 'string') {
    note(call)
    return MISUSED
  }
  const lines = await readLines(call.file)
  if (!lines.ok) return tellFaults(call.file, lines.error)
  try {
    return await importLines(call, lines.value)
  } catch (error) {
    if (!(error instanceof HubProblem)) throw error
    note(
      `${error.message} Repeat the command to go on: what is recorded stays, and is not doubled.`,
    )
    return UNFINISHED
  }
}

async function readCall(args: readonly string[]): Promise<Call | string> {
  const asked = readArguments(args)
  if (typeof asked === 'string') return `${asked}\n\n${USAGE}`.trim()
  const config = readConfig(process.env)
  const { file, book = 'sh', url = `http://localhost:${config.port}` } = asked
  if (!['http:', 'https:'].includes(URL.parse(url)?.protocol ?? '')) {
    return `--url is ${JSON.stringify(url)}: an http or https address is expected.`
  }
  const given = asked.key ?? process.env['HONGQIAO_KEY']
  const key = given ?? (await readOperatorKey(config.dataFolder))
  if (key === null) {
    return `No key: set HONGQIAO_KEY; ${join(config.dataFolder, 'operator.key')} is not there.`
  }
  return { file, hub: { url, book, key } }
}

interface Arguments {
  readonly file: string
  readonly book?: string | undefined
  readonly url?: string | undefined
  readonly key?: string | undefined
}

function readArguments(args: readonly string[]): Arguments | string {
  try {
    const { positionals, values } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        book: { type: 'string' },
        url: { type: 'string' },
        key: { type: 'string' },
        help: { type: 'boolean' },
      },
    })
    if (values.help === true) return ''
    const [what, file, ...rest] = positionals
    const isWhole = what === 'claims' && file !== undefined && rest.length === 0
    return isWhole ? { file, ...values } : 'Say what to import, and one file.'
  } catch (error) {
    // An option that nobody knows; the sentence of parseArgs names it.
    return error instanceof Error ? error.message : String(error)
  }
}

type Lines = Result<readonly ClaimLine[], readonly LineFault[]>

async function readLines(file: string): Promise<Lines> {
  try {
    const { size } = await stat(file)
    if (size > FILE_BYTES_MAX) return err([{ line: 0, fault: 'the file is too large: split it' }])
    return readClaimLines(await readFile(file))
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return err([{ line: 0, fault: `the file cannot be read (${why})` }])
  }
}

async function importLines({ file, hub }: Call, lines: readonly ClaimLine[]): Promise<number> {
  const claims = lines.map(({ claim }) => claim)
  const standing = await fetchStanding(hub, new Set(claims.map(({ source }) => source.id)))
  const faults = rehearse(standing, claims, Date.now()).flatMap((decision, place): LineFault[] => {
    if (decision.kind !== 'refuse') return []
    const { type, params = {} } = decision.refusal
    return [{ line: lines[place]?.line ?? 0, fault: `${type} ${JSON.stringify(params)}` }]
  })
  if (faults.length > 0) return tellFaults(file, faults)
  return send(file, hub, lines)
}

async function send(file: string, hub: HubAddress, lines: readonly ClaimLine[]): Promise<number> {
  const counts = { recorded: 0, repeated: 0, refused: 0, not_recorded: 0 }
  const faults: LineFault[] = []
  const progress = startProgress(lines.length)
  try {
    for (let start = 0; start < lines.length; start += CLAIMS_BULK_MAX) {
      const page = lines.slice(start, start + CLAIMS_BULK_MAX)
      const outcomes = await sendClaims(
        hub,
        page.map(({ claim }) => claim),
      )
      for (const [place, { kind, reason }] of outcomes.entries()) {
        counts[kind] += 1
        const isFault = kind === 'refused' || kind === 'not_recorded'
        if (isFault) faults.push({ line: page[place]?.line ?? 0, fault: reason })
      }
      progress.update(start + page.length)
      // Somebody else changed the book meanwhile: better to stop than to leave more holes.
      if (faults.length > 0) break
    }
  } finally {
    progress.stop()
  }
  listFaults(file, faults)
  const { recorded, repeated, refused, not_recorded: notRecorded } = counts
  note(`${recorded} recorded, ${repeated} already there, ${refused} refused.`)
  if (notRecorded > 0) note(`${notRecorded} not recorded: repeat the command to go on.`)
  if (refused > 0) return FAULTY
  return notRecorded > 0 ? UNFINISHED : DONE
}

interface Progress {
  update(done: number): void
  stop(): void
}

/** A bar for a person, a line a page for a log. */
function startProgress(total: number): Progress {
  if (!process.stderr.isTTY) {
    return { update: (done) => note(`${done} of ${total} claims sent.`), stop: () => {} }
  }
  const bar = new cliProgress.SingleBar(
    { format: '{bar} {value} of {total} claims, {eta_formatted} left', stream: process.stderr },
    cliProgress.Presets.shades_classic,
  )
  bar.start(total, 0)
  return { update: (done) => bar.update(done), stop: () => bar.stop() }
}

function tellFaults(file: string, faults: readonly LineFault[]): number {
  listFaults(file, faults)
  const more = faults.length >= LINE_FAULTS_MAX ? ' at least' : ''
  note(`${faults.length} lines${more} to put right. Nothing was sent.`)
  return FAULTY
}

function listFaults(file: string, faults: readonly LineFault[]): void {
  for (const { line, fault } of faults) note(`${file}:${line}: ${fault}`)
}
