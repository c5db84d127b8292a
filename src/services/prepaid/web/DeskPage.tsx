/** The notary's desk: do the books agree, what waits, and beside it the case that is being decided. */
import { Done } from '#web/kit/Done.tsx'
import { formatCount, formatMoney } from '#web/kit/format.ts'
import { Money } from '#web/kit/Figure.tsx'
import { localPath } from '#web/kit/language.ts'
import { Link } from '#web/kit/Link.tsx'
import { useLanguage, useMessages } from '#web/kit/page-context.ts'
import { Page } from '#web/kit/Page.tsx'
import { State } from '#web/kit/State.tsx'
import { DeskCase } from './DeskCase.tsx'
import { deskMessages } from './desk-messages.ts'
import {
  type DeskFilter,
  listPath,
  QUEUES,
  settlePath,
  shopsPath,
  substitutePath,
} from './desk-paths.ts'
import type { DeskView, Reconciliation } from './desk-views.ts'
import { DeskWork } from './DeskWork.tsx'
import { deskPath } from './paths.ts'

export function DeskPage(view: DeskView) {
  const t = useMessages(deskMessages)
  const { filter, counts, selected } = view
  const count = filter.queue === null ? sumOf(counts) : counts[filter.queue]
  return (
    <Page title={t.work} place="desk" layout="work" placesDone>
      <ReconciliationStrip book={view.book} reconciliation={view.reconciliation} />
      {selected === null && <Done />}
      <div className="desk">
        <Queues counts={counts} filter={filter} />
        <section aria-labelledby="work">
          <div className="row row-end">
            <h1 id="work">{t.things({ count })}</h1>
            <Narrow filter={filter} />
          </div>
          <DeskWork view={view} />
          <nav className="row small" aria-label={t.begin}>
            <Link href={settlePath}>{t.settle}</Link>
            <Link href={substitutePath}>{t.substitute}</Link>
            <Link href={shopsPath}>{t.allShops}</Link>
          </nav>
        </section>
        <DeskCase view={view} />
      </div>
    </Page>
  )
}

const sumOf = (counts: DeskView['counts']): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0)

type StripProps = { readonly book: string; readonly reconciliation: Reconciliation }

/** Three figures that must be one: what is owed, what the ledger has, what the bank states. */
function ReconciliationStrip({ book, reconciliation }: StripProps) {
  const t = useMessages(deskMessages)
  const { statement, countedMinor, ledgerMinor, differencesMinor } = reconciliation
  const apartMinor = countedMinor - ledgerMinor
  return (
    <section className="recon" aria-label={t.recon}>
      {statement === null ? (
        <p className="small">{t.noStatement}</p>
      ) : (
        <Stated book={book} statement={statement} />
      )}
      <p className="small">
        {apartMinor === 0n ? (
          <State state="closed">{t.nowAgree({ amount: formatMoney(ledgerMinor) })}</State>
        ) : (
          <State state="broken">{t.nowDiffer({ amount: formatMoney(apartMinor) })}</State>
        )}
      </p>
      {differencesMinor !== 0n && (
        <p className="small">
          <State state="broken">
            <Link href={listPath({ queue: 'differences', q: '', from: 0 })}>
              {t.differences({ amount: formatMoney(differencesMinor) })}
            </Link>
          </State>
        </p>
      )}
    </section>
  )
}

function Stated({
  book,
  statement,
}: {
  readonly book: string
  readonly statement: NonNullable<Reconciliation['statement']>
}) {
  const t = useMessages(deskMessages)
  const { day, closingMinor, bookMinor, heldMinor, entry } = statement
  const amount = formatMoney(closingMinor - bookMinor)
  return (
    <>
      <dl className="three">
        <Amount term={t.contracts} amountMinor={heldMinor} />
        <Amount term={t.onItsWay} amountMinor={bookMinor - heldMinor} operator="+" />
        <Amount term={t.ledger} amountMinor={bookMinor} />
        <Amount term={t.bank} amountMinor={closingMinor} />
      </dl>
      <p>
        {closingMinor === bookMinor ? (
          <State state="closed">{t.allAgree({ day })}</State>
        ) : (
          <State state="broken">{t.bankDiffers({ amount, day })}</State>
        )}
      </p>
      <p className="fine push">
        <Link href={`/log/${book}/${entry}`}>{t.certificate({ index: formatCount(entry) })}</Link>
      </p>
    </>
  )
}

type AmountProps = {
  readonly term: string
  readonly amountMinor: bigint
  /** Before it; `=` if unset. */
  readonly operator?: string
}

function Amount({ term, amountMinor, operator }: AmountProps) {
  return (
    <div data-op={operator}>
      <dt>{term}</dt>
      <dd>
        <Money amountMinor={amountMinor} />
      </dd>
    </div>
  )
}

function Queues({ counts, filter }: Pick<DeskView, 'counts' | 'filter'>) {
  const t = useMessages(deskMessages)
  const name = (queue: (typeof QUEUES)[number]) =>
    queue === 'differences' ? t.differencesQueue : t[queue]
  const to = (queue: DeskFilter['queue']) => listPath({ ...filter, queue, from: 0 })
  return (
    <nav aria-labelledby="queues">
      <p id="queues">{t.queues}</p>
      <ul className="queue">
        <li>
          <Link href={to(null)} isCurrent={filter.queue === null}>
            {t.all} <span className="n">{formatCount(sumOf(counts))}</span>
          </Link>
        </li>
        {QUEUES.map((queue) => (
          <li key={queue}>
            <Link href={to(queue)} isCurrent={filter.queue === queue}>
              {name(queue)} <span className="n">{formatCount(counts[queue])}</span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}

/** A search by GET: it changes the address and nothing else. */
function Narrow({ filter }: { readonly filter: DeskFilter }) {
  const language = useLanguage()
  const t = useMessages(deskMessages)
  return (
    <form className="row" aria-label={t.filter} action={localPath(language, deskPath)}>
      {filter.queue !== null && <input type="hidden" name="queue" value={filter.queue} />}
      <label className="small" htmlFor="filter">
        {t.filter}
      </label>
      <input className="input slim" id="filter" name="q" size={18} defaultValue={filter.q} />
      <button className="btn plain slim" type="submit">
        {t.apply}
      </button>
    </form>
  )
}
