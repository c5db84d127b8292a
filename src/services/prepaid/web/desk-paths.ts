/** Where the notary's desk lives, without the language prefix. */
import { deskPath } from './paths.ts'

export const CASE_KINDS = ['settlement', 'refund', 'money', 'use', 'shop', 'difference'] as const
export type CaseKind = (typeof CASE_KINDS)[number]

export const QUEUES = ['settlements', 'refunds', 'money', 'uses', 'shops', 'differences'] as const
export type Queue = (typeof QUEUES)[number]

/** What the list beside a case is narrowed to, as it stands in the address. */
export type DeskFilter = {
  readonly queue: Queue | null
  readonly q: string
  /** The place of the first line in the list, from 0. */
  readonly from: number
}

export const ALL: DeskFilter = { queue: null, q: '', from: 0 }

export function queryOf({ queue, q, from }: DeskFilter): string {
  const query = new URLSearchParams()
  if (queue !== null) query.set('queue', queue)
  if (q !== '') query.set('q', q)
  if (from > 0) query.set('from', String(from))
  const text = query.toString()
  return text === '' ? '' : `?${text}`
}

export function filterIn(query: URLSearchParams): DeskFilter {
  const queue = QUEUES.find((one) => one === query.get('queue')) ?? null
  const from = /^\d{1,4}$/.exec(query.get('from') ?? '')?.[0]
  const q = (query.get('q') ?? '').trim().slice(0, FILTER_CHARS_MAX)
  return { queue, q, from: Number(from ?? 0) }
}

export const FILTER_CHARS_MAX = 60

export const listPath = (filter: DeskFilter): string => `${deskPath}${queryOf(filter)}`

export const casePath = (kind: CaseKind, id: string): string =>
  `${deskPath}/${kind}/${encodeURIComponent(id)}`
export const caseHref = (kind: CaseKind, id: string, filter: DeskFilter): string =>
  `${casePath(kind, id)}${queryOf(filter)}`
/** Where the form of an act on a case is sent. */
export const actPath = (kind: CaseKind, id: string, act: string): string =>
  `${casePath(kind, id)}/${act}`

export const settlePath = `${deskPath}/settle` as const
export const settleThroughPath = (through: string): string => `${settlePath}?through=${through}`
export const substitutePath = `${deskPath}/substitute` as const
export const shopsPath = `${deskPath}/shops` as const
export const bankPath = '/prepaid/bank'
