/** The contradictions and doubts that the published figures contain, each with its arithmetic. */
import { formatCount } from '#web/kit/format.ts'
import { Crumbs } from '#web/kit/Nav.tsx'
import { Empty } from '#web/kit/Note.tsx'
import { useMessages } from '#web/kit/page-context.ts'
import { Page } from '#web/kit/Page.tsx'
import { Head, Section } from '#web/kit/Section.tsx'
import type { Finding } from '../domain/findings/check.ts'
import type { Findings } from '../domain/findings/findings.ts'
import { FindingCard } from './FindingCard.tsx'
import { findingMessages } from './finding-messages.ts'
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
        <Cards findings={certain} empty={t.noneCertain} />
      </Section>
      <Section id="doubtful" title={t.doubtful} note={<p>{t.doubtfulNote}</p>}>
        <Cards findings={doubtful} empty={t.noneDoubtful} />
      </Section>
    </Page>
  )
}

function Cards({
  findings,
  empty,
}: {
  readonly findings: readonly Finding[]
  readonly empty: string
}) {
  if (findings.length === 0) return <Empty>{empty}</Empty>
  return (
    <div className="flow">
      {findings.map((finding) => (
        <FindingCard key={finding.id} finding={finding} />
      ))}
    </div>
  )
}
