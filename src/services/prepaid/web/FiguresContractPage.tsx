/** One contract for supervision: sums, classes and entries under a pseudonym, and never a name. */
import { DOT, formatCount } from '#web/kit/format.ts'
import { Money } from '#web/kit/Figure.tsx'
import { Link } from '#web/kit/Link.tsx'
import { Crumbs } from '#web/kit/Nav.tsx'
import { useLanguage, useMessages } from '#web/kit/page-context.ts'
import { Page } from '#web/kit/Page.tsx'
import { type Fact, Facts, Head } from '#web/kit/Section.tsx'
import { ProofLine, State } from '#web/kit/State.tsx'
import { type Column, Table } from '#web/kit/Table.tsx'
import { Day, Time } from '#web/kit/Time.tsx'
import type { UseState } from '../domain/rows.ts'
import { bothSidesMessages } from './case-standing-messages.ts'
import type { UseLine } from './consumer-views.ts'
import { drillMessages, figuresMessages } from './figures-messages.ts'
import { shopFiguresPath } from './figures-paths.ts'
import type { ContractFiguresView } from './figures-views.ts'
import { figuresPath } from './paths.ts'

export function FiguresContractPage(view: ContractFiguresView) {
  const language = useLanguage()
  const t = useMessages(drillMessages)
  const figures = useMessages(figuresMessages)
  const { contract, shop, shopName, book, uses, hasMoreUses, size } = view
  const title = t.contractTitle({ id: contract.contract })
  return (
    <Page title={title} place="prepaid-figures" layout="work">
      <Crumbs
        crumbs={[
          { name: t.overview, href: figuresPath },
          { name: shopName[language], href: shopFiguresPath(shop) },
        ]}
      />
      <Head title={title}>
        <ContractFacts view={view} />
      </Head>
      <section className="plainsec" aria-labelledby="entries">
        <h2 id="entries">{t.entries}</h2>
        <Entries view={view} />
        <p className="fine">{t.proofs}</p>
      </section>
      <section className="plainsec" aria-labelledby="uses">
        <h2 id="uses">{t.uses}</h2>
        <Uses book={book} uses={uses} />
        {hasMoreUses && <p className="small soft">{t.moreUses}</p>}
        <ProofLine state="closed">{figures.recounted({ size: formatCount(size) })}</ProofLine>
      </section>
    </Page>
  )
}

function ContractFacts({ view }: { readonly view: ContractFiguresView }) {
  const language = useLanguage()
  const t = useMessages(drillMessages)
  const standing = useMessages(bothSidesMessages)
  const { contract, consumer, paidAt, validThrough, countedMinor } = view
  const facts: readonly Fact[] = [
    {
      term: t.consumer,
      value: (
        <>
          <code>{consumer}</code>
          {DOT}
          {t.pseudonym}
        </>
      ),
    },
    { term: t.offer, value: contract.offerName[language] },
    { term: t.standing, value: standing[`card-${contract.state}`] },
    { term: t.price, value: <Money amountMinor={contract.priceMinor} /> },
    { term: t.counted, value: <Money amountMinor={countedMinor} /> },
    { term: t.held, value: <Money amountMinor={contract.heldMinor} /> },
    { term: t.signed, value: <Time at={contract.signedAt} /> },
    ...(paidAt === null ? [] : [{ term: t.paid, value: <Time at={paidAt} /> }]),
    ...(validThrough === null ? [] : [{ term: t.validThrough, value: <Day day={validThrough} /> }]),
  ]
  return <Facts facts={facts} />
}

function Entries({ view }: { readonly view: ContractFiguresView }) {
  const t = useMessages(drillMessages)
  const standing = useMessages(bothSidesMessages)
  const { book, entry, paidEntry, refund } = view
  const link = (index: number) => (
    <Link href={`/log/${book}/${index}`}>{t.entry({ index: formatCount(index) })}</Link>
  )
  return (
    <Facts
      facts={[
        { term: t.signing, value: link(entry) },
        ...(paidEntry === null ? [] : [{ term: t.payment, value: link(paidEntry) }]),
        ...(refund === null
          ? []
          : [
              {
                term: t.refund,
                value: (
                  <>
                    {link(refund.entry)}
                    {DOT}
                    {standing[`refund-${refund.state}`]}
                    {refund.amountMinor !== null && (
                      <>
                        {DOT}
                        <Money amountMinor={refund.amountMinor} />
                      </>
                    )}
                  </>
                ),
              },
            ]),
      ]}
    />
  )
}

const CLOSED: readonly UseState[] = ['confirmed', 'deemed', 'withdrawn', 'for-shop', 'for-consumer']

function Uses({ book, uses }: { readonly book: string; readonly uses: readonly UseLine[] }) {
  const t = useMessages(drillMessages)
  const standing = useMessages(bothSidesMessages)
  const columns: readonly Column<UseLine>[] = [
    { id: 'n', label: t.n, isHeading: true, isNumeric: true, render: ({ n }) => formatCount(n) },
    {
      id: 'day',
      label: t.day,
      render: ({ servedOn }) => <Day day={servedOn} format="table" />,
    },
    {
      id: 'amount',
      label: t.amount,
      isNumeric: true,
      render: ({ amountMinor }) => <Money amountMinor={amountMinor} />,
    },
    {
      id: 'state',
      label: t.state,
      render: ({ state }) => (
        <State
          state={state === 'contested' ? 'broken' : CLOSED.includes(state) ? 'closed' : 'open'}
        >
          {standing[`use-${state}`]}
        </State>
      ),
    },
    {
      id: 'entry',
      label: t.entries,
      render: ({ entry, stateEntry }) => (
        <>
          <Link href={`/log/${book}/${entry}`}>{formatCount(entry)}</Link>
          {stateEntry !== entry && (
            <>
              {', '}
              <Link href={`/log/${book}/${stateEntry}`}>{formatCount(stateEntry)}</Link>
            </>
          )}
        </>
      ),
    },
  ]
  return (
    <Table
      caption={t.uses}
      columns={columns}
      rows={uses}
      rowKey={({ use }) => use}
      empty={t.noUses}
    />
  )
}
