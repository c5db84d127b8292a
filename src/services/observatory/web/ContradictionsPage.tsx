/** The contradictions and doubts that the published figures contain, each with its arithmetic. */
import { formatCount } from '#web/kit/format.ts'
import { Crumbs } from '#web/kit/Nav.tsx'
import { Empty } from '#web/kit/Note.tsx'
import { useLanguage, useMessages } from '#web/kit/page-context.ts'
import { Page } from '#web/kit/Page.tsx'
import { Head, Section } from '#web/kit/Section.tsx'
import { type Column, Table } from '#web/kit/Table.tsx'
import type { Finding } from '../domain/findings/check.ts'
import type { Findings } from '../domain/findings/findings.ts'
import { FindingCard } from './FindingCard.tsx'
import { findingMessages, ruleMessages } from './finding-messages.ts'
import { claimedIn, computedIn, findingTitle } from './finding-words.ts'
import { observatoryMessages } from './observatory-messages.ts'
import { figuresPath } from './paths.ts'

export type ContradictionsView = Findings & {
  /** Whether every claim was examined. */
  readonly isWhole: boolean
}

export function ContradictionsPage(view: ContradictionsView) {
  const t = useMessages(findingMessages)
  const figures = useMessages(observatoryMessages)
  const certain = view.findings.filter(({ verdict }) => verdict === 'contradiction')
  const doubtful = view.findings.filter(({ verdict }) => verdict === 'doubt')
  const claims = formatCount(view.claimsCount)
  return (
    <Page title={t.title} place="figures">
      <Crumbs crumbs={[{ name: figures.figures, href: figuresPath }]} />
      <Head title={t.title}>
        <p className="lead soft">{t.lead}</p>
        <p className="small">
          {t.examined({ claims, checks: formatCount(view.checksCount) })}
          {!view.isWhole && ` ${t.partly({ count: claims })}`}
        </p>
        <p className="fine">{t.rounded}</p>
      </Head>
      <Section id="certain" title={t.certain} note={<p>{t.certainNote}</p>}>
        <Cards caption={t.certain} findings={certain} empty={t.noneCertain} />
      </Section>
      <Section id="doubtful" title={t.doubtful} note={<p>{t.doubtfulNote}</p>}>
        <Cards caption={t.doubtful} findings={doubtful} empty={t.noneDoubtful} />
      </Section>
    </Page>
  )
}

/** So many are seen at a glance; more get a list of them first. */
const GLANCE = 2

type CardsProps = {
  readonly caption: string
  readonly findings: readonly Finding[]
  readonly empty: string
}

function Cards({ caption, findings, empty }: CardsProps) {
  if (findings.length === 0) return <Empty>{empty}</Empty>
  return (
    <div className="flow">
      {findings.length > GLANCE && <Overview caption={caption} findings={findings} empty={empty} />}
      {findings.map((finding) => (
        <FindingCard key={finding.id} finding={finding} />
      ))}
    </div>
  )
}

/** All of them in one table, from which one goes to the arithmetic. */
function Overview({ caption, findings, empty }: CardsProps) {
  const language = useLanguage()
  const t = useMessages(findingMessages)
  const figures = useMessages(observatoryMessages)
  const rules = useMessages(ruleMessages)
  const columns: readonly Column<Finding>[] = [
    {
      id: 'what',
      label: t.figures,
      isHeading: true,
      render: (finding) => <a href={`#${finding.id}`}>{findingTitle(language, finding)}</a>,
    },
    { id: 'rule', label: t.compared, render: ({ rule }) => rules[rule] },
    { id: 'computed', label: t.computed, render: (finding) => computedIn(language, finding) },
    { id: 'claimed', label: figures.range, render: (finding) => claimedIn(language, finding) },
  ]
  return (
    <Table
      caption={caption}
      columns={columns}
      rows={findings}
      rowKey={({ id }) => id}
      empty={empty}
    />
  )
}
