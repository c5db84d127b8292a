/** The shop's own money in a few lines: what waits, what is contested, what is its own and when it comes. */
import { formatCount, formatDay } from '#web/kit/format.ts'
import { Money } from '#web/kit/Figure.tsx'
import { Link } from '#web/kit/Link.tsx'
import { useLanguage, useMessages } from '#web/kit/page-context.ts'
import { counterMessages } from './counter-messages.ts'
import type { Purse } from './counter-views.ts'
import { moneyPath } from './paths.ts'

export function CounterPurse({ purse }: { readonly purse: Purse }) {
  const t = useMessages(counterMessages)
  return (
    <section className="purse" aria-labelledby="money">
      <h2 id="money">{t.yourMoney}</h2>
      <PurseTable purse={purse} />
      <p className="small">
        <Link href={moneyPath}>{t.toMoney}</Link>
      </p>
    </section>
  )
}

export function PurseTable({ purse }: { readonly purse: Purse }) {
  const language = useLanguage()
  const t = useMessages(counterMessages)
  const { waiting, contested, maturingMinor, nextDay, readyMinor, promisedMinor, ownMinor } = purse
  const lines = [
    { label: t.waits({ count: formatCount(waiting.uses) }), amountMinor: waiting.amountMinor },
    {
      label: t.contestedOnes({ count: formatCount(contested.uses) }),
      amountMinor: contested.amountMinor,
    },
  ]
  const own = [
    {
      label: nextDay === null ? t.maturingNone : t.maturing({ day: formatDay(language, nextDay) }),
      amountMinor: maturingMinor,
    },
    { label: t.ready, amountMinor: readyMinor },
    { label: t.promised, amountMinor: promisedMinor },
  ].filter(({ amountMinor }) => amountMinor !== 0n)
  return (
    <table className="sum">
      <caption className="vh">{t.moneyCaption}</caption>
      <tbody>
        {lines.map(({ label, amountMinor }) => (
          <tr key={label}>
            <th scope="row">{label}</th>
            <td className="n soft">
              <Money amountMinor={amountMinor} />
            </td>
          </tr>
        ))}
        {own.map(({ label, amountMinor }) => (
          <tr key={label}>
            <th scope="row">{label}</th>
            <td className="n">
              <Money amountMinor={amountMinor} />
            </td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{t.own}</th>
          <td className="n">
            <Money amountMinor={ownMinor} />
          </td>
        </tr>
      </tfoot>
    </table>
  )
}
