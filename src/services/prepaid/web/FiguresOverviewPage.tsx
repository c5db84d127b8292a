/** Prepaid money for supervision: one equation, a few exceptions, three drawings, the districts, the definitions. */
import { DOT, formatCount, formatDay, formatInstant, formatMoney } from '#web/kit/format.ts'
import { Icon } from '#web/kit/Icon.tsx'
import { Money } from '#web/kit/Figure.tsx'
import { Link } from '#web/kit/Link.tsx'
import { useLanguage, useMessages } from '#web/kit/page-context.ts'
import { Page } from '#web/kit/Page.tsx'
import { ProofLine, State } from '#web/kit/State.tsx'
import { type Column, Table } from '#web/kit/Table.tsx'
import { unreachable } from '#kernel/std/assert.ts'
import { INDICATORS } from '../figures.ts'
import { FiguresAreas } from './FiguresAreas.tsx'
import { HeldChart, RefundDaysChart, WaitingChart } from './FiguresCharts.tsx'
import { figuresMessages } from './figures-messages.ts'
import { figuresFile, shopFiguresPath } from './figures-paths.ts'
import type { Look, OverviewView, Seen } from './figures-views.ts'

export function FiguresOverviewPage(view: OverviewView) {
  const language = useLanguage()
  const t = useMessages(figuresMessages)
  const { book, bookName, at, size, months, waiting, contested, areas } = view
  return (
    <Page title={t.short} place="prepaid-figures" layout="work">
      <div className="head">
        <div className="row row-end">
          <h1>{t.title({ book: bookName[language] })}</h1>
          <p className="row small">
            <span className="soft">{t.asOf({ time: formatInstant(language, at, 'long') })}</span>
            <File href={figuresFile(book, 'months')}>{t.csvMonths}</File>
          </p>
        </div>
      </div>
      <Equation view={view} />
      <Looks looks={view.looks} />
      <div className="trio">
        <HeldChart months={months} />
        <WaitingChart bands={waiting} contested={contested} />
        <RefundDaysChart months={months} />
      </div>
      <section className="plainsec" aria-labelledby="areas">
        <h2 id="areas">{t.byArea}</h2>
        <FiguresAreas areas={areas} />
        <p className="fine">{t.coverage}</p>
        <p className="row small">
          <File href={figuresFile(book, 'areas')}>{t.csvAreas}</File>
          <File href={figuresFile(book, 'shops')}>{t.csvShops}</File>
        </p>
        <ProofLine state="closed">{t.recounted({ size: formatCount(size) })}</ProofLine>
      </section>
      <Definitions />
    </Page>
  )
}

function File({ href, children }: { readonly href: string; readonly children: string }) {
  return (
    <a className="btn plain slim" href={href} download="">
      <Icon name="down" />
      {children}
    </a>
  )
}

function Equation({ view }: { readonly view: OverviewView }) {
  const language = useLanguage()
  const t = useMessages(figuresMessages)
  const { totals, heldMinor, owedToConsumersMinor, owedToShopsMinor, reconciliation } = view
  const { deposited, released, refunded, interest } = INDICATORS
  return (
    <>
      <dl className="equation" aria-label={t.equation}>
        <Term name={deposited.name[language]} amountMinor={totals.deposited} />
        <Term name={released.name[language]} amountMinor={totals.released} operator="−" />
        <Term name={refunded.name[language]} amountMinor={totals.refunded} operator="−" />
        <Term name={interest.name[language]} amountMinor={totals.interest} operator="−" />
        <Term name={t.held} amountMinor={heldMinor} operator="=" />
      </dl>
      <dl className="equation" aria-label={t.owed}>
        <Term name={t.owedConsumers} amountMinor={owedToConsumersMinor} />
        <Term name={t.owedShops} amountMinor={owedToShopsMinor} operator="+" />
        <Term name={t.ledger} amountMinor={reconciliation.ledgerMinor} operator="=" />
        <Agreement view={view} />
      </dl>
    </>
  )
}

type TermProps = {
  readonly name: string
  readonly amountMinor: bigint
  readonly operator?: '−' | '+' | '='
}

function Term({ name, amountMinor, operator }: TermProps) {
  return (
    <div className={operator === undefined ? undefined : 'op'}>
      <dt data-op={operator}>{name}</dt>
      <dd className="v">
        <Money amountMinor={amountMinor} />
      </dd>
    </div>
  )
}

/** Words and a drawing, and beside them as of when. */
function Agreement({ view: { book, reconciliation } }: { readonly view: OverviewView }) {
  const language = useLanguage()
  const t = useMessages(figuresMessages)
  const { statement, countedMinor, ledgerMinor } = reconciliation
  const isNow = countedMinor === ledgerMinor
  const isBank = statement === null || statement.bookMinor === statement.closingMinor
  const words = isNow && isBank ? (statement === null ? t.agreeNow : t.agree) : t.differ
  return (
    <div>
      <dt>{t.three}</dt>
      <dd>
        <State state={isNow && isBank ? 'closed' : 'broken'}>{words}</State>
        {statement !== null && (
          <p className="fine">
            <Link href={`/log/${book}/${statement.entry}`}>
              {t.agreeNote({
                day: formatDay(language, statement.day),
                index: formatCount(statement.entry),
              })}
            </Link>
          </p>
        )}
      </dd>
    </div>
  )
}

function Looks({ looks }: { readonly looks: readonly Look[] }) {
  const language = useLanguage()
  const t = useMessages(figuresMessages)
  const columns: readonly Column<Look>[] = [
    {
      id: 'why',
      label: t.why,
      render: ({ seen: { code } }) => (
        <State state={code === 'over-line' ? 'broken' : 'open'}>{t[`why-${code}`]}</State>
      ),
    },
    {
      id: 'shop',
      label: t.shop,
      isHeading: true,
      render: ({ shop, name }) => <Link href={shopFiguresPath(shop)}>{name[language]}</Link>,
    },
    { id: 'seen', label: t.seen, render: ({ seen }) => <SeenWords seen={seen} /> },
    {
      id: 'rule',
      label: t.rule,
      render: ({ seen: { code } }) => <span className="soft">{t[`rule-${code}`]}</span>,
    },
  ]
  return (
    <section className="plainsec" aria-labelledby="looks">
      <h2 id="looks">{t.looks({ count: looks.length })}</h2>
      <Table
        caption={t.looks({ count: looks.length })}
        columns={columns}
        rows={looks}
        rowKey={({ shop, seen: { code } }) => `${shop} ${code}`}
        empty={t.looksEmpty}
      />
    </section>
  )
}

function SeenWords({ seen }: { readonly seen: Seen }) {
  const language = useLanguage()
  const t = useMessages(figuresMessages)
  switch (seen.code) {
    case 'over-line':
      return t['seen-over-line']({
        balance: formatMoney(seen.balanceMinor),
        required: formatMoney(seen.risk.requiredMinor),
      })
    case 'contests':
      return t['seen-contests']({
        contested: formatCount(seen.contested),
        counted: formatCount(seen.counted),
      })
    case 'silence':
      return t['seen-silence']({
        deemed: formatCount(seen.deemed),
        counted: formatCount(seen.counted),
      })
    case 'lease':
      return t['seen-lease']({
        day: formatDay(language, seen.leaseEndsOn),
        balance: formatMoney(seen.balanceMinor),
      })
    default:
      return unreachable(seen)
  }
}

/** Whoever reads a figure reads what it counts: the definitions stand on the page, not behind it. */
export function Definitions() {
  const language = useLanguage()
  const t = useMessages(figuresMessages)
  return (
    <section className="plainsec" aria-labelledby="definitions">
      <h2 id="definitions">{t.definitions}</h2>
      <p className="fine">{t.definitionsNote}</p>
      <dl className="facts">
        {Object.values(INDICATORS).map(({ id, name, definition }) => (
          <Definition key={id} id={id} name={name[language]} words={definition[language]} />
        ))}
      </dl>
    </section>
  )
}

type DefinitionProps = { readonly id: string; readonly name: string; readonly words: string }

function Definition({ id, name, words }: DefinitionProps) {
  return (
    <>
      <dt>{name}</dt>
      <dd>
        {words}
        {DOT}
        <code>{id}</code>
      </dd>
    </>
  )
}
