/** One indicator of one area: every claim as the range it is, the hub's own figure, vintages, meaning. */
import { formulaText } from '#kernel/figures/formula.ts'
import { formatCount } from '#web/kit/format.ts'
import { Icon } from '#web/kit/Icon.tsx'
import { Link } from '#web/kit/Link.tsx'
import { Crumbs } from '#web/kit/Nav.tsx'
import { Empty, Note } from '#web/kit/Note.tsx'
import { useLanguage, useMessages } from '#web/kit/page-context.ts'
import { Page } from '#web/kit/Page.tsx'
import { type Fact, Facts, Head, Section } from '#web/kit/Section.tsx'
import { Table } from '#web/kit/Table.tsx'
import type { ClaimView } from '../contract.ts'
import type { Finding } from '../domain/findings/check.ts'
import { DAYS, findIndicator, YEARS } from '../domain/indicators.ts'
import { ClaimTable } from './ClaimTable.tsx'
import { nameOfArea, nameOfIndicator, periodIn } from './claim-words.ts'
import { findingMessages, ruleMessages } from './finding-messages.ts'
import { arithmeticOf, claimedIn, computedIn } from './finding-words.ts'
import { KeyFigures } from './KeyFigures.tsx'
import { unitWords } from './number-words.ts'
import { observatoryMessages } from './observatory-messages.ts'
import { areaPath, downloadPath, figuresPath, findingPath, indicatorPath } from './paths.ts'
import { SeriesChart } from './SeriesChart.tsx'
import { groupsOf, plainLevels } from './series-columns.ts'
import { kindGroupMessages, seriesMessages } from './series-messages.ts'
import { Vintages } from './Vintages.tsx'

export type IndicatorPageView = {
  readonly indicator: string
  readonly area: string
  /** All areas of which the indicator is claimed. */
  readonly areas: readonly string[]
  /** The latest periods first. */
  readonly claims: readonly ClaimView[]
  /** Whether these are all. */
  readonly isWhole: boolean
  /** What the hub itself counted, the latest first; null where it counts nothing. */
  readonly own: readonly { readonly period: string; readonly amount: bigint }[] | null
  readonly findings: readonly Finding[]
}

export function IndicatorPage(view: IndicatorPageView) {
  const language = useLanguage()
  const t = useMessages(seriesMessages)
  const figures = useMessages(observatoryMessages)
  const { indicator, area, claims, own } = view
  const levels = plainLevels(claims)
  const title = t.title({
    indicator: nameOfIndicator(language, indicator),
    area: nameOfArea(language, area),
  })
  return (
    <Page title={title} place="figures">
      <Crumbs
        crumbs={[
          { name: figures.figures, href: figuresPath },
          { name: nameOfArea(language, area), href: areaPath(area) },
        ]}
      />
      <Head title={title}>
        <p className="lead soft">
          {t.lead} {own === null && t.noOwn}
        </p>
      </Head>
      {claims.length > 0 && <KeyFigures claims={claims} />}
      <Claims view={view} title={title} />
      <Mismatches findings={view.findings} />
      {levels.length > 0 && (
        <Section id="vintages" title={t.vintages} note={<p>{t.vintagesNote}</p>}>
          {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex, jsx-a11y/prefer-tag-over-role -- what scrolls is reached by keyboard. */}
          <div className="scroll" role="group" aria-labelledby="vintages" tabIndex={0}>
            <Vintages claims={levels} />
          </div>
          <p className="fine">{t.vintagesFine}</p>
        </Section>
      )}
      {own !== null && <Own own={own} />}
      <Meaning view={view} />
    </Page>
  )
}

type PartProps = { readonly view: IndicatorPageView }

function Claims({ view, title }: PartProps & { readonly title: string }) {
  const t = useMessages(seriesMessages)
  const kinds = useMessages(kindGroupMessages)
  const { indicator, area, claims, isWhole, findings } = view
  const breaks = new Set(
    findings
      .filter(({ rule }) => rule === 'break_in_series')
      .map(({ stated }) => stated.claim.period),
  )
  const none = new Set<string>()
  return (
    <Section id="claims" title={t.every} note={<ClaimsNote indicator={indicator} area={area} />}>
      <div className="flow">
        {claims.length === 0 && <Empty>{t.none}</Empty>}
        {groupsOf(claims).map((group) => (
          <figure key={group.key} className="flow">
            <figcaption className="k">{kinds[group.kind]}</figcaption>
            <SeriesChart
              title={`${title}, ${kinds[group.kind]}`}
              group={group}
              breaks={group.key.startsWith('level ') ? breaks : none}
            />
          </figure>
        ))}
        {!isWhole && <p className="small">{t.notAll}</p>}
        {claims.length > 0 && <ClaimTable caption={t.table} claims={claims} empty={t.none} />}
      </div>
    </Section>
  )
}

type SubjectProps = { readonly indicator: string; readonly area: string }

function ClaimsNote({ indicator, area }: SubjectProps) {
  const t = useMessages(seriesMessages)
  return (
    <>
      <p>{t.everyNote}</p>
      <p className="row">
        {t.download}
        {(['csv', 'json'] as const).map((format) => (
          <a key={format} className="btn plain" href={downloadPath(indicator, area, format)}>
            <Icon name="down" />
            {format.toUpperCase()}
          </a>
        ))}
      </p>
    </>
  )
}

function Mismatches({ findings }: { readonly findings: readonly Finding[] }) {
  const language = useLanguage()
  const t = useMessages(seriesMessages)
  const rules = useMessages(ruleMessages)
  const words = useMessages(findingMessages)
  if (findings.length === 0) return null
  return (
    <Section id="mismatches" title={t.contradictions} note={<p>{t.contradictionsNote}</p>}>
      <div className="flow">
        {findings.map((finding) => (
          <Note
            key={finding.id}
            kind={finding.verdict === 'contradiction' ? 'broken' : 'wait'}
            lead={`${rules[finding.rule]}.`}
          >
            {words.gives({
              formula: arithmeticOf(language, finding),
              result: computedIn(language, finding),
            })}
            {' · '}
            {claimedIn(language, finding)}
            {' · '}
            <Link href={findingPath(finding.id)}>{t.see}</Link>
          </Note>
        ))}
      </div>
    </Section>
  )
}

function Own({ own }: { readonly own: NonNullable<IndicatorPageView['own']> }) {
  const language = useLanguage()
  const t = useMessages(seriesMessages)
  return (
    <Section id="own" title={t.own} note={<p>{t.ownNote}</p>}>
      <Table
        caption={t.own}
        columns={[
          {
            id: 'period',
            label: t.month,
            isHeading: true,
            render: ({ period }) => periodIn(language, period),
          },
          {
            id: 'amount',
            label: t.ownCount,
            isNumeric: true,
            render: ({ amount }) => formatCount(amount),
          },
        ]}
        rows={own}
        rowKey={({ period }) => period}
        empty={t.none}
      />
    </Section>
  )
}

function Meaning({ view }: PartProps) {
  const language = useLanguage()
  const t = useMessages(seriesMessages)
  const { indicator, area, areas } = view
  return (
    <Section id="means" title={t.means}>
      <div className="flow">
        <Facts facts={useMeaning(view)} />
        {areas.length > 1 && (
          <nav aria-label={t.otherAreas} className="row small">
            {areas
              .filter((other) => other !== area)
              .map((other) => (
                <Link key={other} href={indicatorPath(indicator, other)}>
                  {nameOfArea(language, other)}
                </Link>
              ))}
          </nav>
        )}
      </div>
    </Section>
  )
}

function useMeaning({ indicator, area, claims }: IndicatorPageView): readonly Fact[] {
  const language = useLanguage()
  const t = useMessages(seriesMessages)
  const words = useMessages(findingMessages)
  const known = findIndicator(indicator)
  if (known === undefined) return []
  const { nature, formula, near = [], recognition, adjustment, unit } = known
  const write = (name: string): string => {
    if (name === DAYS) return words.days
    return name === YEARS ? words.years : nameOfIndicator(language, name)
  }
  const kind = [
    t[nature],
    unitWords[unit][language],
    recognition && t[recognition],
    adjustment && t[adjustment],
  ]
  const [latest] = claims
  return [
    {
      term: t.definition,
      value: formula === undefined ? t.asUsed : t.follows({ formula: formulaText(formula, write) }),
    },
    { term: t.area, value: <Link href={areaPath(area)}>{nameOfArea(language, area)}</Link> },
    { term: t.kind, value: kind.filter((part) => part !== undefined && part !== '').join('; ') },
    ...(near.length === 0 ? [] : [{ term: t.near, value: <Near ids={near} area={area} /> }]),
    ...(latest === undefined ? [] : [{ term: t.cite, value: <Citation view={latest} /> }]),
  ]
}

function Near({ ids, area }: { readonly ids: readonly string[]; readonly area: string }) {
  const language = useLanguage()
  return (
    <ul>
      {ids.map((id) => (
        <li key={id}>
          <Link href={indicatorPath(id, area)}>{nameOfIndicator(language, id)}</Link>
        </li>
      ))}
    </ul>
  )
}

function Citation({ view: { claim, id } }: { readonly view: ClaimView }) {
  return (
    <span className="hash">
      {claim.indicator}@{claim.area}[{claim.period}] {id}
    </span>
  )
}
