/**
 * Which area lies in which, since when, and who says so. Memberships make sets that overlap: East Hongqiao
 * lies in the business district and in Changning. Two areas are added only where these facts say that they
 * are apart; where nothing is known, they are not.
 */
import { err, ok, type Result } from '#kernel/std/result.ts'

/** A publication from which memberships were read. */
export interface MembershipSource {
  readonly en: string
  readonly zh: string
}

export const MEMBERSHIP_SOURCES = {
  'overall-plan': {
    en: 'Overall plan of the hub of February 2021, as reported',
    zh: '《虹桥国际开放枢纽建设总体方案》（2021年2月），据报道',
  },
  'china-daily-2021': {
    en: 'China Daily, report of 17 March 2021',
    zh: '《中国日报》2021年3月17日报道',
  },
  'shine-2020': { en: 'Shine, report of 14 February 2020', zh: '《上海日报》2020年2月14日报道' },
  'city-2026': {
    en: 'Shanghai municipal website, 30 January 2026',
    zh: '上海市政府网站，2026年1月30日',
  },
  'changning-2018': {
    en: 'Changning District website, 21 September 2018',
    zh: '长宁区门户网站，2018年9月21日',
  },
  'changning-2025': {
    en: 'Changning development and reform commission, No. 43 of 2025',
    zh: '长发改〔2025〕43号',
  },
  'xinhua-2023': {
    en: 'Xinhua, report of 17 August 2023',
    zh: '新华社，2023年8月17日报道',
  },
  'changning-briefing-2025': {
    en: 'Changning District, at a Shanghai municipal press conference of autumn 2025',
    zh: '长宁区，2025年秋上海市政府新闻发布会',
  },
  collection: {
    en: 'Notes from which these areas were entered; they name no source for it',
    zh: '录入这些地区所依据的笔记，未注明来源',
  },
  administration: {
    en: 'Administrative division of the People’s Republic of China',
    zh: '中华人民共和国行政区划',
  },
} satisfies Readonly<Record<string, MembershipSource>>
export type MembershipSourceId = keyof typeof MEMBERSHIP_SOURCES

export interface Membership {
  readonly member: string
  readonly of: string
  /** Whether all of the member lies in it, or only a part. */
  readonly extent: 'whole' | 'part'
  /** The first day, `2021-02-18`, or null where it has been so for longer than anybody here asks. */
  readonly since: string | null
  /** The first day on which it was no longer so. */
  readonly until?: string
  readonly source: MembershipSourceId
}

/** The State Council's approval was released on this day. */
const PLAN_DAY = '2021-02-18'

type Side = Pick<Membership, 'of' | 'since' | 'source'>

function wholes(side: Side, ...members: readonly string[]): readonly Membership[] {
  return members.map((member) => ({ member, extent: 'whole', ...side }))
}

function portions(side: Side, ...members: readonly string[]): readonly Membership[] {
  return members.map((member) => ({ member, extent: 'part', ...side }))
}

const planned = (of: string): Side => ({ of, since: PLAN_DAY, source: 'overall-plan' })
const reported = (of: string, source: MembershipSourceId): Side => ({ of, since: null, source })
const ruled = (of: string): Side => reported(of, 'administration')

const SHANGHAI_UNITS = ['CHANGNING', 'JIADING', 'MINHANG', 'SONGJIANG', 'JINSHAN'] as const
const SUZHOU_UNITS = ['KUNSHAN', 'TAICANG', 'XIANGCHENG', 'SIP'] as const
const JIAXING_UNITS = ['NANHU', 'PINGHU', 'HAIYAN', 'HAINING'] as const

const MEMBERSHIPS: readonly Membership[] = [
  ...wholes(planned('HUB'), 'HUB-SH', 'HUB-SZ', 'HUB-JX'),
  ...wholes(planned('HUB-SH'), 'CORE', ...SHANGHAI_UNITS),
  // Qingpu is the fourteenth unit, by its part of the business district alone.
  ...portions(planned('HUB-SH'), 'QINGPU'),
  ...wholes(planned('HUB-SZ'), ...SUZHOU_UNITS),
  ...wholes(planned('HUB-JX'), ...JIAXING_UNITS),
  ...wholes(planned('NORTH'), 'CHANGNING', 'JIADING', ...SUZHOU_UNITS),
  ...wholes(planned('SOUTH'), 'MINHANG', 'SONGJIANG', 'JINSHAN', ...JIAXING_UNITS),
  // Both belts begin in Hongqiao; which piece of it belongs to which is not said.
  ...portions(planned('NORTH'), 'CORE'),
  ...portions(planned('SOUTH'), 'CORE'),
  ...wholes(planned('HUB'), 'NORTH', 'SOUTH'),
  ...wholes(reported('CORE', 'city-2026'), 'S-HQ', 'N-HQ'),
  ...wholes(reported('CORE', 'changning-2018'), 'E-HQ'),
  ...wholes(reported('CORE', 'overall-plan'), 'W-HQ'),
  // A part of the business district is what of a district lies in it.
  ...wholes(reported('MINHANG', 'city-2026'), 'S-HQ'),
  ...wholes(reported('JIADING', 'city-2026'), 'N-HQ'),
  ...wholes(reported('CHANGNING', 'changning-2018'), 'E-HQ'),
  ...wholes(reported('QINGPU', 'overall-plan'), 'W-HQ'),
  ...wholes(reported('CORE', 'shine-2020'), 'CORE-DEVELOPMENT'),
  ...wholes(reported('CORE', 'china-daily-2021'), 'TRANSPORT-HUB'),
  ...wholes(reported('E-HQ', 'changning-2018'), 'LINKONG'),
  ...wholes(reported('W-HQ', 'collection'), 'NECC'),
  ...wholes(reported('CHANGNING', 'changning-2025'), 'CHANGNING-FTZ'),
  ...wholes(reported('CHANGNING-FTZ', 'changning-2025'), 'SILICON-LANE', 'E-HQ'),
  ...wholes(reported('CHANGNING', 'changning-briefing-2025'), 'JINHONGQIAO'),
  ...wholes(reported('CHANGNING', 'collection'), 'ETDZ'),
  ...wholes(reported('JIA-KUN-TAI', 'xinhua-2023'), 'JIADING', 'KUNSHAN', 'TAICANG'),
  ...wholes(ruled('SHANGHAI'), ...SHANGHAI_UNITS, 'QINGPU', 'HUB-SH', 'LINGANG'),
  ...wholes(ruled('SUZHOU'), ...SUZHOU_UNITS, 'HUB-SZ'),
  ...wholes(ruled('JIAXING'), ...JIAXING_UNITS, 'HUB-JX'),
  ...wholes(ruled('JIANGSU'), 'SUZHOU'),
  ...wholes(ruled('ZHEJIANG'), 'JIAXING'),
  ...wholes(ruled('YRD'), 'SHANGHAI', 'JIANGSU', 'ZHEJIANG', 'ANHUI', 'HUB'),
  ...wholes(ruled('CHINA'), 'YRD'),
]

/** Areas of one division of the land: no two of a list share ground. */
const APART: readonly (readonly string[])[] = [
  [...SHANGHAI_UNITS, 'QINGPU', ...SUZHOU_UNITS, ...JIAXING_UNITS],
  ['S-HQ', 'E-HQ', 'W-HQ', 'N-HQ'],
  ['HUB-SH', 'HUB-SZ', 'HUB-JX'],
  ['SHANGHAI', 'JIANGSU', 'ZHEJIANG', 'ANHUI'],
  ['SUZHOU', 'JIAXING', 'SHANGHAI'],
]

/** All memberships that hold on a day, `2024-12-31`. */
export function membershipsOn(day: string): readonly Membership[] {
  return MEMBERSHIPS.filter(
    ({ since, until }) => (since === null || since <= day) && (until === undefined || day < until),
  )
}

/** The name of the membership that holds on a day: the day of its latest change. */
export function membershipVersion(day: string): string {
  const changes = MEMBERSHIPS.flatMap(({ since, until }) => [since ?? '', until ?? ''])
  const past = changes.filter((change) => change !== '' && change <= day).toSorted()
  return past.at(-1) ?? 'before-2021-02-18'
}

export function membersOf(area: string, day: string): readonly Membership[] {
  return membershipsOn(day).filter(({ of }) => of === area)
}

export function belongsTo(area: string, day: string): readonly Membership[] {
  return membershipsOn(day).filter(({ member }) => member === area)
}

/**
 * An area and all that lie whole within it. What happened was measured at the smallest area, so the cells
 * of these areas add up to the area, each act once.
 */
export function areasWithin(area: string, day: string): ReadonlySet<string> {
  return closure(area, membershipsOn(day), ({ of, member }) => [of, member])
}

function areasAround(area: string, day: string): ReadonlySet<string> {
  return closure(area, membershipsOn(day), ({ of, member }) => [member, of])
}

function closure(
  start: string,
  memberships: readonly Membership[],
  stepOf: (membership: Membership) => readonly [from: string, to: string],
): ReadonlySet<string> {
  const reached = new Set([start])
  for (const area of reached) {
    for (const membership of memberships) {
      const [from, to] = stepOf(membership)
      if (from === area && membership.extent === 'whole') reached.add(to)
    }
  }
  return reached
}

export type Relation = 'same' | 'overlapping' | 'apart' | 'unknown'

/** How two areas lie to one another, as far as the memberships of the day tell. */
export function relationOf(left: string, right: string, day: string): Relation {
  if (left === right) return 'same'
  const [inLeft, inRight] = [areasWithin(left, day), areasWithin(right, day)]
  if ([...inLeft].some((area) => inRight.has(area))) return 'overlapping'
  const sharesPart = membershipsOn(day).some(
    ({ member, of, extent }) =>
      extent === 'part' &&
      ((inRight.has(member) && inLeft.has(of)) || (inLeft.has(member) && inRight.has(of))),
  )
  if (sharesPart) return 'overlapping'
  const [aroundLeft, aroundRight] = [areasAround(left, day), areasAround(right, day)]
  const isApart = APART.some((areas) => {
    const lefts = areas.filter((area) => aroundLeft.has(area))
    const rights = areas.filter((area) => aroundRight.has(area))
    return lefts.some((one) => rights.some((other) => one !== other))
  })
  return isApart ? 'apart' : 'unknown'
}

export type RollUpFault =
  /** Their sum would count some ground twice. */
  | { readonly kind: 'overlapping'; readonly areas: readonly [string, string] }
  /** Nothing says whether they share ground. */
  | { readonly kind: 'not_known_apart'; readonly areas: readonly [string, string] }
  /** Not whole within the area that they are added up to. */
  | { readonly kind: 'outside'; readonly area: string }

export interface RollUp {
  readonly members: readonly string[]
  readonly version: string
}

/** Whether figures of these areas may be added to one of the area, by the memberships of the day. */
export function rollUp(
  area: string,
  members: readonly string[],
  day: string,
): Result<RollUp, RollUpFault> {
  const within = areasWithin(area, day)
  const outside = members.find((member) => !within.has(member))
  if (outside !== undefined) return err({ kind: 'outside', area: outside })
  for (const [place, left] of members.entries()) {
    for (const right of members.slice(place + 1)) {
      const relation = relationOf(left, right, day)
      if (relation === 'apart') continue
      const kind = relation === 'unknown' ? 'not_known_apart' : 'overlapping'
      return err({ kind, areas: [left, right] })
    }
  }
  return ok({ members, version: membershipVersion(day) })
}
