/** The latest level, what several claims on one period share, and how far the latest is from the first. */
import { difference } from '#kernel/figures/formula.ts'
import { evaluate } from '#kernel/figures/formula-value.ts'
import { DOT, formatCount } from '#web/kit/format.ts'
import { Figure } from '#web/kit/Figure.tsx'
import { useLanguage, useMessages } from '#web/kit/page-context.ts'
import type { ClaimView } from '../contract.ts'
import { sameFact, sharedInterval } from '../domain/facts.ts'
import { lastDayOf } from '../domain/periods.ts'
import { readingsOf } from '../domain/readings.ts'
import { Published } from './ClaimTable.tsx'
import { periodIn } from './claim-words.ts'
import { computedWords, rangeWords, unitWordsOf, valueWords } from './number-words.ts'
import { plainLevels } from './series-columns.ts'
import { seriesMessages } from './series-messages.ts'

export function KeyFigures({ claims }: { readonly claims: readonly ClaimView[] }) {
  const levels = plainLevels(claims).toSorted((left, right) =>
    lastDayOf(left.claim.period) < lastDayOf(right.claim.period) ? 1 : -1,
  )
  const [latest] = levels
  const first = levels.at(-1)
  if (latest === undefined || first === undefined) return null
  return (
    <div className="keyfig">
      <Latest view={latest} />
      <Together levels={levels} />
      {first.claim.period !== latest.claim.period && <Between latest={latest} first={first} />}
    </div>
  )
}

function Latest({ view: { claim } }: { readonly view: ClaimView }) {
  const language = useLanguage()
  const t = useMessages(seriesMessages)
  return (
    <div>
      <h2 className="k">{t.latest({ period: periodIn(language, claim.period) })}</h2>
      <Figure
        value={valueWords(claim)[language]}
        unit={unitWordsOf(claim)[language]}
        state="quoted"
      >
        {claim.publisher}
        {DOT}
        <Published date={claim.date} />
        {DOT}
        {rangeWords(claim)[language]}
      </Figure>
    </div>
  )
}

/** Of the latest period that several speak of. */
function Together({ levels }: { readonly levels: readonly ClaimView[] }) {
  const language = useLanguage()
  const t = useMessages(seriesMessages)
  const fact = levels.map(({ claim }) => sameFact(claim, levels)).find(({ length }) => length > 1)
  const [first] = fact ?? []
  if (fact === undefined || first === undefined) return null
  const shared = sharedInterval(fact)
  const period = periodIn(language, first.claim.period)
  return (
    <div>
      <h2 className="k">{t.together({ count: formatCount(fact.length), period })}</h2>
      <Figure
        value={shared === undefined ? '—' : computedWords(shared, first.claim)[language]}
        state={shared === undefined ? 'broken' : 'closed'}
      >
        {shared === undefined ? t.part : t.agree}
      </Figure>
    </div>
  )
}

function Between({ latest, first }: { readonly latest: ClaimView; readonly first: ClaimView }) {
  const language = useLanguage()
  const t = useMessages(seriesMessages)
  const figures = new Map([
    ['latest', readingsOf(latest.claim).strict],
    ['first', readingsOf(first.claim).strict],
  ])
  const change = evaluate(difference('latest', 'first'), figures)
  if (change.kind !== 'known') return null
  return (
    <div>
      <h2 className="k">
        {t.between({
          to: periodIn(language, latest.claim.period),
          from: periodIn(language, first.claim.period),
        })}
      </h2>
      <Figure value={computedWords(change.interval, latest.claim)[language]} state="closed">
        {t.computed}
      </Figure>
    </div>
  )
}
