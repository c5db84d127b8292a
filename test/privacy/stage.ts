/** A book with a registry, an office of two notaries, and people who can be erased: written by the real writer. */
import { randomBytes } from 'node:crypto'
import type pg from 'pg'
import type { Answer } from '#kernel/book/answer.ts'
import { registryOf } from '#kernel/book/registry.ts'
import type { Command, Slice } from '#kernel/book/slice.ts'
import type { Principal } from '#kernel/identity/principal.ts'
import type { Erasure } from '#platform/book/erasure-log.ts'
import { auditBook, type AuditReport } from '#platform/postgres/audit.ts'
import type { DatabaseUrls } from '#platform/postgres/embedded.ts'
import { parties } from '#services/parties/index.ts'
import { prepaid } from '#services/prepaid/index.ts'
import { privacy } from '#services/privacy/index.ts'
import { asking } from '../prepaid/rig.ts'
import { readingPool } from '../pages/paged-hub.ts'
import { openRig, type Rig, type RigOptions, systemClock } from '../slice/rig.ts'

export const REGISTRY = 'pty_registry'
export const OFFICE = 'pty_office'
export const REGISTRAR = 'pty_registrar'
export const NOTARY = 'pty_notary-qiu'
export const OTHER_NOTARY = 'pty_notary-lin'
export const LI = 'pty_xiaoli'
export const WU = 'pty_xiaowu'

export const SLICES: readonly Slice[] = [parties, prepaid, privacy]

export function as(party: string): Principal {
  return {
    party,
    roles: ['consumer'],
    evidence: { method: 'persona', credential: '0011223344556677' },
  }
}

export interface Planted {
  readonly person: string
  readonly name: string
  readonly phone: string
}

export interface Stage {
  readonly urls: DatabaseUrls
  readonly pool: pg.Pool
  readonly rig: Rig
  readonly secret: Uint8Array
  /** The book's time. */
  readonly nowMs: () => number
  /** Moves it on. */
  readonly later: (ms: number) => void
  act(command: Command, by: string): Promise<Answer>
  /** The index of what must be recorded. */
  done(command: Command, by: string): Promise<number>
  audit(erasures?: readonly Erasure[]): Promise<AuditReport>
  close(): Promise<void>
}

export async function openStage(
  urls: DatabaseUrls,
  options: Partial<RigOptions> = {},
): Promise<Stage> {
  const secret = options.secret ?? randomBytes(32)
  let aheadMs = 0
  const nowMs = () => systemClock.nowMs() + aheadMs
  const rig = await openRig({
    urls,
    slices: SLICES,
    bookNowMs: nowMs,
    ...options,
    secret,
  })
  const pool = readingPool(urls.app)
  const act: Stage['act'] = async (command, by) => {
    const [answer] = await rig.submit([{ command, principal: as(by) }])
    if (answer === undefined) throw new Error('an act has an answer')
    return answer
  }
  return {
    urls,
    pool,
    rig,
    secret,
    nowMs,
    later: (ms) => (aheadMs += ms),
    act,
    async done(command, by) {
      const answer = await act(command, by)
      if (answer.kind !== 'recorded') throw new Error(JSON.stringify(answer))
      return answer.entries[0].index
    },
    audit: (erasures = []) =>
      auditBook({
        erasures,
        url: urls.app,
        book: 'sh',
        registry: registryOf(options.slices ?? SLICES),
        installationKey: secret,
      }),
    async close() {
      await rig.stop()
      await pool.end()
    },
  }
}

export async function found(stage: Stage, people: readonly Planted[]): Promise<void> {
  const asRegistrar = (command: Command) => stage.done(command, REGISTRAR)
  await asRegistrar({ type: 'book.open' })
  await asRegistrar(parted('found', { registry: REGISTRY }))
  const name = { en: 'Bridge Notary Office', zh: '虹桥公证处' }
  const office = { registry: REGISTRY, organisation: OFFICE, kind: 'notary-office', name }
  await asRegistrar(parted('register-organisation', office))
  for (const notary of [NOTARY, OTHER_NOTARY]) {
    const person = { by: REGISTRY, person: notary, name: `Notary ${notary}` }
    await asRegistrar(parted('register-person', person))
    const appointed = { organisation: OFFICE, person: notary, role: 'notary' }
    const by = notary === NOTARY ? REGISTRY : OFFICE
    await stage.done(parted('appoint', { ...appointed, by }), by === OFFICE ? NOTARY : REGISTRAR)
  }
  for (const person of people) {
    await asRegistrar(parted('register-person', { by: REGISTRY, ...person }))
  }
}

const parted = (name: string, fields: object): Command => ({ type: `parties.${name}`, ...fields })

export function asked(name: string, subject: string, fields: object = {}): Command {
  return asking(`privacy.${name}`, { subject, ...fields })
}

export const NOW = { basis: 'consent-withdrawn', when: 'now' } as const
