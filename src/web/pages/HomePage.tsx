/** The first page: what is in the books right now, the headline figures, how to check them. */
import { Arch } from '#web/kit/Arch.tsx'
import { Figure, Money } from '#web/kit/Figure.tsx'
import { DOT, formatCount, formatDay, formatInstant, formatList } from '#web/kit/format.ts'
import { Hash } from '#web/kit/Hash.tsx'
import { HubMap } from '#web/kit/HubMap.tsx'
import { sentenceGap } from '#web/kit/language.ts'
import { Link } from '#web/kit/Link.tsx'
import { useLanguage, useMessages } from '#web/kit/page-context.ts'
import { Page } from '#web/kit/Page.tsx'
import { Section } from '#web/kit/Section.tsx'
import { BookPanels } from './BookPanels.tsx'
import { EntryTable } from './EntryTable.tsx'
import { homeMessages } from './home-messages.ts'
import { LivePause } from './LivePause.tsx'
import { logMessages } from './log-messages.ts'
import { aboutPath, booksPath, shopsPath, verifyPath } from './paths.ts'
import type { BookState, EntryLine, FigureLine } from './views.ts'

export type HomeView = {
  readonly figures: readonly FigureLine[]
  readonly figuresCount: number
  readonly figuresHref: string
  readonly auditHref: string
  /** At least one; the first gives the bands of the arch. */
  readonly books: readonly [BookState, ...BookState[]]
  readonly latest: readonly EntryLine[]
  /** What is held of prepaid money; null where nothing was ever paid in. */
  readonly held: HeldView | null
}

/** In fen. */
export type HeldView = {
  readonly heldMinor: bigint
  readonly depositedMinor: bigint
  readonly releasedMinor: bigint
  readonly refundedMinor: bigint
  readonly interestMinor: bigint
  readonly contracts: number
  readonly shops: number
}

export function HomePage(view: HomeView) {
  const t = useMessages(homeMessages)
  const log = useMessages(logMessages)
  return (
    <Page title={t.title} place={null} islands={['live']}>
      <Hero books={view.books} held={view.held} />
      {view.held === null ? <Equation books={view.books} /> : <HeldEquation held={view.held} />}
      <Doors
        figuresHref={view.figuresHref}
        auditHref={view.auditHref}
        figuresCount={view.figuresCount}
        hasShops={view.held !== null}
      />
      <Section
        id="said"
        title={t.said}
        note={
          <>
            <p>{t.saidNote}</p>
            <p>
              <Link href={view.figuresHref}>
                {t.allFigures({ count: formatCount(view.figuresCount) })}
              </Link>
            </p>
          </>
        }
      >
        <FigureLines figures={view.figures} />
      </Section>
      <Section
        id="books-now"
        title={t.booksNow}
        note={
          <>
            <p>{t.booksNote}</p>
            <LivePause />
          </>
        }
      >
        <BookPanels books={view.books} />
      </Section>
      <Section id="latest" title={log.latest} note={<p>{t.latestNote}</p>}>
        <EntryTable caption={log.latest} entries={view.latest} hasBook />
      </Section>
      <HowToCheck />
      <Section id="where" title={t.where} note={<p>{t.whereNote}</p>}>
        <HubMap />
      </Section>
    </Page>
  )
}

type Books = { readonly books: readonly [BookState, ...BookState[]] }

function Hero({ books, held }: Books & { readonly held: HeldView | null }) {
  const language = useLanguage()
  const t = useMessages(homeMessages)
  const [first] = books
  const total = books.reduce((sum, { size }) => sum + size, 0)
  const state = first.cosigners.length > 0 ? 'closed' : 'open'
  const signers = formatList(
    language,
    first.cosigners.map((name) => name[language]),
  )
  return (
    <section className="hero" aria-labelledby="now">
      <div className="bridge" data-live-arch={first.id}>
        <Arch rootHex={first.rootHex} shape="broad" state={state} />
        <Arch rootHex={first.rootHex} shape="slim" state={state} />
      </div>
      <div className="under">
        <h1 id="now">{held === null ? t.now : t.held}</h1>
        <p className="fig xl">
          {held === null ? (
            <data value={String(total)} data-live-total="">
              {formatCount(total)}
            </data>
          ) : (
            <Money amountMinor={held.heldMinor} />
          )}
        </p>
      </div>
      <div className="deck">
        <p>
          <b>{t.computed}</b>
          <span data-live-computed={first.id}>
            {t.computedFrom({ size: formatCount(first.size), book: first.name[language] })}
          </span>
        </p>
        <p>
          <b>{state === 'closed' ? t.bothReach : t.leftReaches}</b>
          <span data-live-root={first.id}>
            <Hash hex={first.rootHex} />
          </span>
        </p>
        <p>
          <b>{t.othersSigned}</b>
          {state === 'closed'
            ? t.signedBy({ names: signers, at: formatInstant(language, first.at, 'clock') })
            : t.nobodyYet}
        </p>
      </div>
      <p className="lead soft say">
        {held === null
          ? t.say
          : t.heldSay({
              contracts: formatCount(held.contracts),
              shops: formatCount(held.shops),
            })}
      </p>
    </section>
  )
}

/** What is held is what came in less what went out; the cents say so. */
function HeldEquation({ held }: { readonly held: HeldView }) {
  const t = useMessages(homeMessages)
  const terms = [
    { label: t.paidIn, op: undefined, minor: held.depositedMinor },
    { label: t.released, op: '−', minor: held.releasedMinor },
    { label: t.refunded, op: '−', minor: held.refundedMinor },
    ...(held.interestMinor === 0n
      ? []
      : [{ label: t.interest, op: '−', minor: held.interestMinor }]),
    { label: t.heldNow, op: '=', minor: held.heldMinor },
  ]
  return (
    <dl className="equation">
      {terms.map(({ label, op, minor }) => (
        <div key={label} className={op === undefined ? undefined : 'op'}>
          <dt data-op={op}>{label}</dt>
          <dd className="v">
            <Money amountMinor={minor} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** The total is shown as the sum that it is. */
function Equation({ books }: Books) {
  const language = useLanguage()
  const t = useMessages(homeMessages)
  const total = books.reduce((sum, { size }) => sum + size, 0)
  return (
    <dl className="equation">
      {books.map(({ id, name, size }, place) => (
        <div key={id} className={place === 0 ? undefined : 'op'}>
          <dt data-op={place === 0 ? undefined : '+'}>{name[language]}</dt>
          <dd className="v" data-live-size={id}>
            {formatCount(size)}
          </dd>
        </div>
      ))}
      <div className="op">
        <dt data-op="=">{t.inAll}</dt>
        <dd className="v" data-live-total="">
          {formatCount(total)}
        </dd>
      </div>
    </dl>
  )
}

type DoorsProps = {
  readonly figuresHref: string
  readonly auditHref: string
  readonly figuresCount: number
  readonly hasShops: boolean
}

function Doors({ figuresHref, auditHref, figuresCount, hasShops }: DoorsProps) {
  const t = useMessages(homeMessages)
  return (
    <nav className="doors" aria-label={t.youCan}>
      <div>
        <h2>{t.checkReceipt}</h2>
        <p>{t.checkNote}</p>
        <p>
          <Link className="btn" href={verifyPath}>
            {t.checkDo}
          </Link>
        </p>
      </div>
      <div>
        <h2>{t.figures}</h2>
        <p>{t.figuresNote}</p>
        <p className="row">
          <Link href={figuresHref}>{t.allFigures({ count: formatCount(figuresCount) })}</Link>
          <Link href={auditHref}>{t.auditDo}</Link>
        </p>
      </div>
      {hasShops ? (
        <div>
          <h2>{t.isSupervised}</h2>
          <p>{t.isSupervisedNote}</p>
          <p>
            <Link href={shopsPath}>{t.isSupervisedDo}</Link>
          </p>
        </div>
      ) : (
        <div>
          <h2>{t.log}</h2>
          <p>{t.logNote}</p>
          <p>
            <Link href={booksPath}>{t.logDo}</Link>
          </p>
        </div>
      )}
    </nav>
  )
}

export function FigureLines({ figures }: { readonly figures: readonly FigureLine[] }) {
  const language = useLanguage()
  const t = useMessages(homeMessages)
  return (
    <ul className="figs">
      {figures.map(({ id, title, value, unit, state, source, note, href, entryHref }) => (
        <li key={id}>
          <h3>
            <Link href={href}>{title[language]}</Link>
          </h3>
          <Figure value={value[language]} unit={unit[language]} state={state}>
            <Link href={source.href}>
              {source.day === undefined
                ? source.name[language]
                : t.sourceOn({
                    name: source.name[language],
                    day: formatDay(language, source.day),
                  })}
            </Link>
            {note !== undefined && `${DOT}${note[language]}`}
            {DOT}
            <Link href={entryHref}>{t.receipt}</Link>
          </Figure>
        </li>
      ))}
    </ul>
  )
}

function HowToCheck() {
  const t = useMessages(homeMessages)
  const gap = sentenceGap(useLanguage())
  return (
    <Section id="how" title={t.how} note={<p>{t.howNote}</p>}>
      <ol className="do flow">
        <li>
          <strong>{t.how1}</strong>
          {gap}
          {t.how1Note}
        </li>
        <li>
          <strong>{t.how2}</strong>
          {gap}
          {t.how2Note} <Link href={verifyPath}>{t.checkDo}</Link>
        </li>
        <li>
          <strong>{t.how3}</strong>
          {gap}
          {t.how3Note} <code>hongqiao verify receipt.json</code>
        </li>
      </ol>
      <p className="small">
        <Link href={`${aboutPath}#proves`}>{t.whatProves}</Link>
      </p>
    </Section>
  )
}
