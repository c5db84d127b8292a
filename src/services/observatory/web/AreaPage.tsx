/** One area: what it lies in and holds, since when and by whose word, and its latest figures. */
import { Link } from '#web/kit/Link.tsx'
import { Crumbs } from '#web/kit/Nav.tsx'
import { Note } from '#web/kit/Note.tsx'
import { useLanguage, useMessages } from '#web/kit/page-context.ts'
import { Page } from '#web/kit/Page.tsx'
import { type Fact, Facts, Head, Section } from '#web/kit/Section.tsx'
import { type Column, Table } from '#web/kit/Table.tsx'
import { Day } from '#web/kit/Time.tsx'
import type { ClaimView } from '../contract.ts'
import { findArea } from '../domain/areas.ts'
import type { Finding } from '../domain/findings/check.ts'
import {
  belongsTo,
  membersOf,
  MEMBERSHIP_SOURCES,
  type Membership,
  membershipVersion,
} from '../domain/memberships.ts'
import { areaKindMessages, areaMessages } from './area-messages.ts'
import { Printed } from './ClaimTable.tsx'
import { kindIn, nameOfArea, nameOfIndicator, periodIn } from './claim-words.ts'
import { ruleMessages } from './finding-messages.ts'
import { findingTitle } from './finding-words.ts'
import { rangeWords, unitWordsOf } from './number-words.ts'
import { observatoryMessages } from './observatory-messages.ts'
import { areaPath, areasPath, figuresPath, findingPath, indicatorPath } from './paths.ts'

export type AreaPageView = {
  readonly area: string
  /** The day whose memberships are shown. */
  readonly day: string
  /** Of each indicator the claim of the latest period. */
  readonly latest: readonly ClaimView[]
  readonly findings: readonly Finding[]
}

export function AreaPage(view: AreaPageView) {
  const language = useLanguage()
  const t = useMessages(areaMessages)
  const figures = useMessages(observatoryMessages)
  const { area, day, latest, findings } = view
  const title = nameOfArea(language, area)
  return (
    <Page title={title} place="figures">
      <Crumbs
        crumbs={[
          { name: figures.figures, href: figuresPath },
          { name: t.areas, href: areasPath },
        ]}
      />
      <Head title={title} />
      <Section id="facts" title={t.facts}>
        <Facts facts={useFacts(view)} />
      </Section>
      <Section id="figures" title={t.figures} note={<p>{t.figuresNote}</p>}>
        <LatestTable latest={latest} />
      </Section>
      {findings.length > 0 && (
        <Section id="mismatches" title={t.mismatches}>
          <div className="flow">
            {findings.map((finding) => (
              <FindingNote key={finding.id} finding={finding} />
            ))}
          </div>
        </Section>
      )}
      <Section id="lies-in" title={t.liesIn} note={<p>{t.liesInNote}</p>}>
        <MembershipTable
          caption={t.liesIn}
          memberships={belongsTo(area, day)}
          areaOf={({ of }) => of}
          empty={t.noneIn}
        />
      </Section>
      <Section id="holds" title={t.holds} note={<p>{t.holdsNote}</p>}>
        <MembershipTable
          caption={t.holds}
          memberships={membersOf(area, day)}
          areaOf={({ member }) => member}
          empty={t.noneHeld}
        />
      </Section>
    </Page>
  )
}

function useFacts({ area, day }: AreaPageView): readonly Fact[] {
  const language = useLanguage()
  const t = useMessages(areaMessages)
  const kinds = useMessages(areaKindMessages)
  const known = findArea(area)
  if (known === undefined) return []
  const others = [language === 'en' ? known.zh : known.en, ...(known.aliases ?? [])]
  return [
    { term: t.kind, value: kinds[known.kind] },
    { term: t.aliases, value: others.join('; ') },
    { term: t.version, value: membershipVersion(day) },
  ]
}

function LatestTable({ latest }: { readonly latest: readonly ClaimView[] }) {
  const language = useLanguage()
  const t = useMessages(areaMessages)
  const figures = useMessages(observatoryMessages)
  const columns: readonly Column<ClaimView>[] = [
    {
      id: 'indicator',
      label: figures.indicator,
      isHeading: true,
      render: ({ claim }) => (
        <Link href={indicatorPath(claim.indicator, claim.area)}>
          {[nameOfIndicator(language, claim.indicator), kindIn(language, claim)]
            .filter((part) => part !== '')
            .join(', ')}
        </Link>
      ),
    },
    {
      id: 'period',
      label: figures.period,
      render: ({ claim }) => periodIn(language, claim.period),
    },
    { id: 'printed', label: figures.printed, render: ({ claim }) => <Printed view={claim} /> },
    {
      id: 'range',
      label: figures.range,
      render: ({ claim }) => `${rangeWords(claim)[language]} ${unitWordsOf(claim)[language]}`,
    },
    { id: 'source', label: figures.source, render: ({ claim }) => claim.publisher },
  ]
  return (
    <Table
      caption={t.figures}
      columns={columns}
      rows={latest}
      rowKey={({ id, book }) => `${id} ${book}`}
      empty={t.noFigures}
    />
  )
}

function FindingNote({ finding }: { readonly finding: Finding }) {
  const language = useLanguage()
  const t = useMessages(areaMessages)
  const rules = useMessages(ruleMessages)
  return (
    <Note
      kind={finding.verdict === 'contradiction' ? 'broken' : 'wait'}
      lead={`${rules[finding.rule]}.`}
    >
      {findingTitle(language, finding)}
      {' · '}
      <Link href={findingPath(finding.id)}>{t.see}</Link>
    </Note>
  )
}

type MembershipTableProps = {
  readonly caption: string
  readonly memberships: readonly Membership[]
  readonly areaOf: (membership: Membership) => string
  readonly empty: string
}

function MembershipTable({ caption, memberships, areaOf, empty }: MembershipTableProps) {
  const language = useLanguage()
  const t = useMessages(areaMessages)
  const columns: readonly Column<Membership>[] = [
    {
      id: 'area',
      label: t.other,
      isHeading: true,
      render: (membership) => {
        const id = areaOf(membership)
        return <Link href={areaPath(id)}>{nameOfArea(language, id)}</Link>
      },
    },
    { id: 'extent', label: t.extent, render: ({ extent }) => t[extent] },
    {
      id: 'since',
      label: t.since,
      render: ({ since }) => (since === null ? t.always : <Day day={since} format="table" />),
    },
    {
      id: 'source',
      label: t.source,
      render: ({ source }) => MEMBERSHIP_SOURCES[source][language],
    },
  ]
  return (
    <Table
      caption={caption}
      columns={columns}
      rows={memberships}
      rowKey={(membership) => `${areaOf(membership)} ${membership.source}`}
      empty={empty}
    />
  )
}
