/** One finding: what is compared, the arithmetic, the two ranges on a line, and the claims with their proof. */
import { Link } from '#web/kit/Link.tsx'
import { useLanguage, useMessages } from '#web/kit/page-context.ts'
import { Ranges } from '#web/kit/Ranges.tsx'
import { State } from '#web/kit/State.tsx'
import { type Column, Table } from '#web/kit/Table.tsx'
import type { ClaimView } from '../contract.ts'
import type { Finding } from '../domain/findings/check.ts'
import { titleIn } from './claim-words.ts'
import { Printed, Published } from './ClaimTable.tsx'
import { doubtMessages, findingMessages, ruleMessages } from './finding-messages.ts'
import { arithmeticOf, claimedIn, computedIn, drawnRanges, findingTitle } from './finding-words.ts'
import { printedText } from './number-words.ts'
import { observatoryMessages } from './observatory-messages.ts'
import { claimPath } from './paths.ts'

export function FindingCard({ finding }: { readonly finding: Finding }) {
  const language = useLanguage()
  const t = useMessages(findingMessages)
  const rules = useMessages(ruleMessages)
  const { id, rule, verdict, stated, expected } = finding
  const title = findingTitle(language, finding)
  const claimed = claimedIn(language, finding)
  return (
    <article className="flow" id={id}>
      <h3>{title}</h3>
      <p>
        <State state={verdict === 'contradiction' ? 'broken' : 'open'}>{rules[rule]}</State>
      </p>
      <p>
        {t.gives({
          formula: arithmeticOf(language, finding),
          result: computedIn(language, finding),
        })}
      </p>
      <p>
        {expected === undefined
          ? t.claimed({ printed: printedText(stated.claim), range: claimed })
          : t.before({ range: claimed })}
      </p>
      <TwoRanges finding={finding} title={title} />
      <Reasons finding={finding} />
      <FindingTable finding={finding} title={title} />
    </article>
  )
}

/** Two ranges that are one say nothing as a drawing. */
function TwoRanges({ finding, title }: { readonly finding: Finding; readonly title: string }) {
  const t = useMessages(findingMessages)
  const { computed, claimed } = drawnRanges(finding)
  if (computed.low === claimed.low && computed.high === claimed.high) return null
  return (
    <Ranges
      computed={computed}
      stated={claimed}
      computedLabel={t.computedLabel}
      statedLabel={t.claimedLabel}
      gapLabel={t.gap}
      described={t.described({ title })}
    />
  )
}

function Reasons({ finding: { doubts } }: { readonly finding: Finding }) {
  const t = useMessages(findingMessages)
  const words = useMessages(doubtMessages)
  if (doubts.length === 0) return null
  return (
    <>
      <h4 className="k">{t.reasons}</h4>
      <ul>
        {doubts.map((doubt) => (
          <li key={doubt}>{words[doubt]}</li>
        ))}
      </ul>
    </>
  )
}

type FindingTableProps = { readonly finding: Finding; readonly title: string }

function FindingTable({ finding: { operands, stated }, title }: FindingTableProps) {
  const language = useLanguage()
  const t = useMessages(findingMessages)
  const figures = useMessages(observatoryMessages)
  const views = [
    ...new Map(
      [...operands.map(({ view }) => view), stated].map((view) => [view.id, view]),
    ).values(),
  ]
  const columns: readonly Column<ClaimView>[] = [
    {
      id: 'what',
      label: figures.indicator,
      isHeading: true,
      render: ({ id, claim }) => <Link href={claimPath(id)}>{titleIn(language, claim)}</Link>,
    },
    { id: 'printed', label: figures.printed, render: ({ claim }) => <Printed view={claim} /> },
    { id: 'source', label: figures.source, render: ({ claim }) => claim.publisher },
    {
      id: 'date',
      label: figures.published,
      render: ({ claim }) => <Published date={claim.date} />,
    },
  ]
  return (
    <Table
      caption={`${t.figures}: ${title}`}
      columns={columns}
      rows={views}
      rowKey={({ id, book }) => `${id} ${book}`}
      empty={t.noneDoubtful}
    />
  )
}
