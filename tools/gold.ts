/** The gold of the figure audit, and how an audit is measured by it. */
import * as z from 'zod/mini'
import { auditText } from '#services/observatory/domain/audit/audit.ts'
import type { AuditJson, CheckJson, ClaimJson } from '#services/observatory/domain/audit/result.ts'

/** Absent, null and empty are one. */
const absent = z.pipe(
  z.nullish(z.string()),
  z.transform((value) => value ?? ''),
)

const Row = z.object({
  id: z.string(),
  span: z.string(),
  start: z.number(),
  end: z.number(),
  cls: z.string(),
  kind: z.string(),
  unit: absent,
  hedge: absent,
  indicator: absent,
  area: absent,
  period: absent,
  norm: absent,
})
/** A figure as a person read it; an empty field is absent or not judged. */
export type GoldRow = z.infer<typeof Row>

const Check = z.object({
  id: z.string(),
  operands: z.array(z.string()),
  stated_claim: absent,
  verdict: z.string(),
})
export type GoldCheck = z.infer<typeof Check>

const Gold = z.object({
  claims: z.array(z.extend(Row, { file: z.string() })),
  checks: z.array(z.extend(Check, { scope: z.string() })),
})

/** A text with what a person read in it. */
export interface GoldText {
  readonly name: string
  readonly text: string
  /** The day of publication, where the text does not carry it. */
  readonly date?: string
  readonly rows: readonly GoldRow[]
  readonly checks: readonly GoldCheck[]
}

/** The shared gold names files; checks over several of them have a scope of their own and are left out. */
export function readGold(json: string, readText: (file: string) => string): readonly GoldText[] {
  const { claims, checks } = Gold.parse(JSON.parse(json))
  return [...new Set(claims.map(({ file }) => file))].map((file) => ({
    name: file,
    text: readText(file),
    rows: claims.filter((row) => row.file === file),
    checks: checks.filter(({ scope }) => scope === file.slice(0, 3)),
  }))
}

/** Hits of all. */
export type Part = { hits: number; of: number }

export interface Score {
  readonly read: Part
  readonly precise: Part
  readonly hedge: Part
  readonly kind: Part
  readonly frame: Part
  readonly indicator: Part
  readonly area: Part
  readonly period: Part
  readonly stated: Part
  readonly checks: Part
  readonly wrong: string[]
  readonly misses: string[]
}

export function percentOf({ hits, of }: Part): string {
  return `${((100 * hits) / Math.max(1, of)).toFixed(1).padStart(5)} %  (${hits} of ${of})`
}

export function scoreOf(texts: readonly GoldText[]): Score {
  const part = (): Part => ({ hits: 0, of: 0 })
  const score: Score = {
    read: part(),
    precise: part(),
    hedge: part(),
    kind: part(),
    frame: part(),
    indicator: part(),
    area: part(),
    period: part(),
    stated: part(),
    checks: part(),
    wrong: [],
    misses: [],
  }
  for (const { text, date, rows, checks } of texts) {
    const audit = auditText(text, date)
    const pairs = scoreClaims(score, rows, audit)
    scoreChecks(score, checks, { audit, pairs })
  }
  return score
}

function count(part: Part, isHit: boolean): void {
  part.of += 1
  if (isHit) part.hits += 1
}

/** The figure that was read for each row of the gold. */
type Pairs = ReadonlyMap<string, ClaimJson>

function scoreClaims(score: Score, rows: readonly GoldRow[], audit: AuditJson): Pairs {
  const pairs = new Map<string, ClaimJson>()
  for (const row of rows) {
    const claim = audit.claims.find((one) => isSame(row, one))
    if (claim !== undefined) pairs.set(row.id, claim)
    if (row.cls !== 'stat') continue
    count(score.read, claim !== undefined)
    if (claim === undefined) score.misses.push(`${row.id} ${row.span}`)
    else scoreFrame(score, row, claim)
  }
  const labels = rows.filter((row) => row.cls === 'label')
  for (const claim of audit.claims) {
    const isLabel = claim.kind === 'label' && labels.some((row) => overlaps(row, claim))
    if (!isLabel) isPrecise(score, rows, claim)
  }
  return pairs
}

function isPrecise(score: Score, rows: readonly GoldRow[], claim: ClaimJson): void {
  const isRead = rows.some((row) => row.cls === 'stat' && isSame(row, claim))
  count(score.precise, isRead)
  if (!isRead) score.misses.push(`${claim.text}: no such figure, ${claim.value} ${claim.unit}`)
}

function overlaps(row: GoldRow, claim: ClaimJson): boolean {
  return row.start < claim.end && claim.start < row.end
}

function isSame(row: GoldRow, claim: ClaimJson): boolean {
  if (!overlaps(row, claim) || row.norm === '' || row.unit !== claim.unit) return false
  const value = Number(claim.value) / (claim.unit === 'percent' ? 100 : 1)
  return Math.abs(value - Number(row.norm)) <= Math.abs(value) * 1e-5
}

/** The names of areas in the gold and in the catalogue; one text never names its district. */
const AREAS: Readonly<Record<string, readonly string[]>> = {
  HUB: ['HUB'],
  CBD: ['CORE'],
  CN: ['CHANGNING', 'the district'],
  'HUB-JIADING': ['JIADING'],
  'HUB-QINGPU': ['QINGPU'],
  EHQ: ['E-HQ'],
  SSL: ['SILICON-LANE'],
  JHQ: ['JINHONGQIAO'],
  YRD: ['YRD'],
}

function scoreFrame(score: Score, row: GoldRow, claim: ClaimJson): void {
  count(score.hedge, row.hedge === (claim.hedge ?? ''))
  if (row.hedge !== (claim.hedge ?? '')) {
    score.misses.push(`${row.id} hedge ${row.hedge}, not ${claim.hedge ?? ''}: ${row.span}`)
  }
  if (row.kind !== '') {
    count(score.kind, row.kind === claim.kind)
    if (row.kind !== claim.kind) {
      score.misses.push(`${row.id} kind ${row.kind}, not ${claim.kind}: ${row.span}`)
    }
  }
  scorePlace(score, row, claim)
}

function scorePlace(score: Score, row: GoldRow, claim: ClaimJson): void {
  const { indicator, area, period } = wordsOf(claim)
  const isIndicator = row.indicator === '' || sharesWords(row.indicator, indicator)
  const isArea = isSameArea(row.area, area)
  const isPeriod = samePeriod(row.period, period)
  count(score.indicator, isIndicator)
  count(score.area, isArea)
  count(score.period, isPeriod)
  count(score.frame, isIndicator && isArea && isPeriod)
  if (isIndicator && isArea && isPeriod) return
  const read = `${indicator}, ${area}, ${period}`
  const meant = `${row.indicator}, ${row.area}, ${row.period}`
  score.misses.push(`${row.id} frame ${meant}, not ${read}`)
}

function isSameArea(gold: string, area: string): boolean {
  return gold === '' || gold === '-' || (AREAS[gold] ?? [gold]).some((name) => alike(name, area))
}

/** An area may be named in full or in short: "Yangshan" and "Yangshan Deepwater Port". */
function alike(left: string, right: string): boolean {
  const words = (name: string): ReadonlySet<string> => new Set(name.toLowerCase().split(/[ -]/))
  const [these, those] = [words(left), words(right)]
  return these.isSubsetOf(those) || those.isSubsetOf(these)
}

function wordsOf(claim: ClaimJson): Readonly<Record<'indicator' | 'area' | 'period', string>> {
  const { indicator, area, period } = claim
  return { indicator: indicator ?? '-', area: area ?? '-', period: period ?? '-' }
}

const STOP = new Set('the of and in a to for total number value added share all'.split(' '))

/** Names are free text in the gold: half of the shorter one's words must be in the other. */
function sharesWords(left: string, right: string): boolean {
  const words = (name: string): ReadonlySet<string> => {
    const all =
      name
        .toLowerCase()
        .replaceAll('sq km', 'square kilometer')
        .match(/[\w&]+/g) ?? []
    return new Set(all.filter((word) => !STOP.has(word)).map((word) => word.replace(/s$/, '')))
  }
  const [these, those] = [words(left), words(right)]
  const shared = [...these].filter((word) => those.has(word)).length
  return shared > 0 && shared * 2 >= Math.min(these.size, those.size)
}

/** The last years agree, and the first where both give one; an open end or none agrees with all. */
function samePeriod(gold: string, read: string): boolean {
  if (gold === '' || /\.\.$|unstated/.test(gold)) return true
  const years = (code: string): readonly string[] => code.match(/\d{4}/g) ?? []
  const [meant, found] = [years(gold), years(read)]
  if (meant.at(-1) !== found.at(-1)) return false
  return meant.length < 2 || found.length < 2 || meant[0] === found[0]
}

const AGREES: ReadonlySet<string> = new Set([
  'consistent',
  'edge',
  'consistent-if-rounded',
  'no-power',
])
const ACCUSES: ReadonlySet<string> = new Set(['inconsistent', 'scale-slip'])

interface Read {
  readonly audit: AuditJson
  readonly pairs: Pairs
}

function scoreChecks(score: Score, checks: readonly GoldCheck[], { audit, pairs }: Read): void {
  const accused = new Set(audit.checks.filter(({ verdict }) => ACCUSES.has(verdict)))
  for (const check of checks) {
    const found = audit.checks.find((one) => isFound(check, one, { audit, pairs }))
    const isStated = check.stated_claim !== '' || ACCUSES.has(check.verdict)
    count(score.checks, found !== undefined)
    if (isStated) count(score.stated, found !== undefined)
    if (isStated && found === undefined) score.misses.push(`${check.id} ${check.verdict}`)
    if (found !== undefined && ACCUSES.has(check.verdict)) accused.delete(found)
  }
  for (const { formula, verdict, note } of accused) {
    score.wrong.push(`${verdict} ${formula}: ${note}`)
  }
}

/** The same verdict on the same figures; times and labels, which have no value, are not compared. */
function isFound(gold: GoldCheck, check: CheckJson, { pairs }: Read): boolean {
  const isVerdict =
    gold.verdict === check.verdict || (gold.verdict === 'consistent' && AGREES.has(check.verdict))
  const meant = [...gold.operands, ...(gold.stated_claim === '' ? [] : [gold.stated_claim])]
  const ids = meant.flatMap((id) => pairs.get(id)?.id ?? [])
  const read = [...check.operands, ...(check.statedClaim === null ? [] : [check.statedClaim])]
  const shared = ids.filter((id) => read.includes(id)).length
  const isStated =
    gold.stated_claim === '' || pairs.get(gold.stated_claim)?.id === check.statedClaim
  return isVerdict && isStated && shared > 0 && shared * 2 >= ids.length
}
