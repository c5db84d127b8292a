/** Every class of a card: what was said, by whom, and the entry that says so. */
import { DOT, formatCount, formatDay, formatMoney } from '#web/kit/format.ts'
import { catalogue } from '#web/kit/language.ts'
import { Link } from '#web/kit/Link.tsx'
import { Empty } from '#web/kit/Note.tsx'
import { useLanguage, useMessages } from '#web/kit/page-context.ts'
import { Time } from '#web/kit/Time.tsx'
import { Trail, type TrailRole } from '#web/kit/Trail.tsx'
import type { UseState } from '../domain/rows.ts'
import { cardMessages, standingMessages } from './card-messages.ts'
import type { UseLine } from './consumer-views.ts'
import { contestPath } from './paths.ts'

const messages = catalogue(
  {
    class: ({ n, day, time }: { n: number; day: string; time: string }) =>
      `Class ${n}, ${day}, ${time}`,
    month: ({ n, day }: { n: number; day: string }) => `Month ${n}, through ${day}`,
    became: ({ amount }: { amount: string }) => `${amount} became the shop’s.`,
    stayed: ({ amount }: { amount: string }) => `${amount} stayed yours.`,
    contest: ({ day }: { day: string }) => `Contest it, until ${day}`,
    counter: 'The counter answered for you.',
    code: 'You scanned the shop’s code.',
    receipt: ({ index }: { index: string }) => `Receipt ${index}`,
  },
  {
    class: ({ n, day, time }) => `第 ${n} 次课，${day} ${time}`,
    month: ({ n, day }) => `第 ${n} 个月，至 ${day}`,
    became: ({ amount }) => `${amount} 归商户。`,
    stayed: ({ amount }) => `${amount} 仍归您。`,
    contest: ({ day }) => `提出异议（至${day}）`,
    counter: '由柜台代您答复。',
    code: '您扫了商户的码。',
    receipt: ({ index }) => `回执 ${index}`,
  },
)

const ROLES: Readonly<Record<UseState, TrailRole>> = {
  requested: 'wait',
  confirmed: 'done',
  deemed: 'done',
  contested: 'broken',
  withdrawn: 'done',
  'for-shop': 'done',
  'for-consumer': 'done',
}

export function UseTrail({
  book,
  uses,
}: {
  readonly book: string
  readonly uses: readonly UseLine[]
}) {
  const language = useLanguage()
  const t = useMessages(messages)
  const none = useMessages(cardMessages)
  if (uses.length === 0) return <Empty>{none.noUses}</Empty>
  return (
    <Trail
      steps={uses.map((use) => {
        const day = formatDay(language, use.servedOn)
        const { n, servedAt: time } = use
        return {
          id: use.use,
          role: ROLES[use.state],
          title: use.via === 'period' ? t.month({ n, day }) : t.class({ n, day, time }),
          detail: <UseDetail book={book} use={use} />,
        }
      })}
    />
  )
}

function UseDetail({ book, use }: { readonly book: string; readonly use: UseLine }) {
  const language = useLanguage()
  const t = useMessages(messages)
  const standing = useMessages(standingMessages)
  const { state, stateEntry, answeredAt, requestedAt, contestUntil, via } = use
  const amount = formatMoney(use.amountMinor)
  const isShops = state === 'confirmed' || state === 'deemed' || state === 'for-shop'
  const isYours = state === 'withdrawn' || state === 'for-consumer'
  return (
    <p>
      {standing[`use-${state}`]}
      {DOT}
      <Time at={answeredAt ?? requestedAt} />
      {'. '}
      {via === 'counter-for-consumer' && t.counter}
      {via === 'code' && t.code} {isShops && t.became({ amount })}
      {isYours && t.stayed({ amount })}{' '}
      <Link href={`/log/${book}/${stateEntry}`}>
        {t.receipt({ index: formatCount(stateEntry) })}
      </Link>
      {contestUntil !== null && (
        <>
          {DOT}
          <Link href={contestPath(use.use)}>
            {t.contest({ day: formatDay(language, contestUntil) })}
          </Link>
        </>
      )}
    </p>
  )
}
