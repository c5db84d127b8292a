/** What the pages of indicators and areas show, read from rows and from the findings that are kept. */
import type pg from 'pg'
import { AreaId, type ClaimView, IndicatorId } from '../contract.ts'
import { findArea } from '../domain/areas.ts'
import type { Finding } from '../domain/findings/check.ts'
import { findIndicator, listIndicators } from '../domain/indicators.ts'
import { areasWithin } from '../domain/memberships.ts'
import type { BookNames } from '../store/claims.ts'
import {
  listClaimedAreas,
  listIndicatorsWithLevels,
  listLatestLevels,
  listLatestOfArea,
  listOwnFigures,
  listWholeSeries,
  type OwnFigure,
  SERIES_CLAIMS_MAX,
} from '../store/series.ts'
import type { KeptFindings } from './findings.ts'

export interface Reading {
  readonly pool: pg.Pool
  readonly books: BookNames
  readonly findings: KeptFindings
  /** The legal day of the request, `2026-11-22`: memberships are dated. */
  readonly day: string
}

export interface IndicatorOfArea {
  readonly indicator: string
  readonly area: string
  readonly areas: readonly string[]
  readonly claims: readonly ClaimView[]
  readonly isWhole: boolean
  readonly own: readonly OwnFigure[] | null
  readonly findings: readonly Finding[]
}

/** Undefined where there is no such indicator. An area that is not understood is left out. */
export async function loadIndicator(
  reading: Reading,
  indicator: string,
  query: URLSearchParams,
): Promise<IndicatorOfArea | undefined> {
  const known = IndicatorId.safeParse(indicator).success ? findIndicator(indicator) : undefined
  if (known === undefined) return undefined
  const { pool, books, day } = reading
  const areas = await listClaimedAreas(pool, books, indicator)
  const asked = areaOf(query)
  // The catalogue begins with the hub and its core.
  const area = asked ?? areas[0] ?? 'HUB'
  const { measuredAs } = known
  const [claims, findings, own] = await Promise.all([
    listWholeSeries(pool, books, { indicator, area }),
    reading.findings.about(indicator, area),
    measuredAs === undefined
      ? null
      : listOwnFigures(pool, books, { measure: measuredAs, areas: [...areasWithin(area, day)] }),
  ])
  const isWhole = claims.length < SERIES_CLAIMS_MAX
  return { indicator, area, areas, claims, isWhole, own, findings }
}

function areaOf(query: URLSearchParams): string | undefined {
  const area = query.get('area') ?? ''
  return AreaId.safeParse(area).success && findArea(area) !== undefined ? area : undefined
}

export interface AreaWithFigures {
  readonly area: string
  readonly day: string
  readonly latest: readonly ClaimView[]
  readonly findings: readonly Finding[]
}

export async function loadArea(
  { pool, books, findings, day }: Reading,
  area: string,
): Promise<AreaWithFigures | undefined> {
  if (!AreaId.safeParse(area).success || findArea(area) === undefined) return undefined
  const [latest, found] = await Promise.all([
    listLatestOfArea(pool, books, area),
    findings.aboutArea(area),
  ])
  return { area, day, latest, findings: found }
}

/** The 14 units of the map: 13 whole ones, and Qingpu by its part of the core. */
const UNITS = [
  'CHANGNING',
  'JIADING',
  'MINHANG',
  'QINGPU',
  'SONGJIANG',
  'JINSHAN',
  'KUNSHAN',
  'TAICANG',
  'XIANGCHENG',
  'SIP',
  'NANHU',
  'PINGHU',
  'HAIYAN',
  'HAINING',
] as const

const FIRST_COLOUR = 'gdp'

export interface AreasOnMap {
  readonly indicator: string
  readonly choices: readonly string[]
  readonly levels: readonly ClaimView[]
}

export async function loadAreas(
  { pool, books }: Reading,
  query: URLSearchParams,
): Promise<AreasOnMap> {
  const asked = query.get('indicator') ?? ''
  const indicator = findIndicator(asked) === undefined ? FIRST_COLOUR : asked
  const unit = findIndicator(indicator)?.unit ?? 'CNY'
  const [levels, choices] = await Promise.all([
    listLatestLevels(pool, books, { indicator, unit, areas: UNITS }),
    listIndicatorsWithLevels(pool, books, {
      indicators: listIndicators().map(([id]) => id),
      areas: UNITS,
    }),
  ])
  return {
    indicator,
    choices: choices.includes(indicator) ? choices : [indicator, ...choices],
    levels,
  }
}
