/** One cause with its arithmetic: what goes back, what waits for contested classes, what becomes the shop's. */
import { formatMoney } from '#web/kit/format.ts'
import { Money } from '#web/kit/Figure.tsx'
import { useMessages } from '#web/kit/page-context.ts'
import { type Fact, Facts } from '#web/kit/Section.tsx'
import { Sum } from '#web/kit/Sum.tsx'
import { ArticlesNote } from './ArticlesNote.tsx'
import { refundCaseMessages } from './case-messages.ts'
import { bothSidesMessages } from './case-standing-messages.ts'
import type { RefundOption } from './desk-views.ts'
import { stepLine } from './RefundSum.tsx'

type RefundOptionProps = { readonly option: RefundOption; readonly isOpen: boolean }

export function RefundOptionSum({ option, isOpen }: RefundOptionProps) {
  const t = useMessages(refundCaseMessages)
  const words = useMessages(bothSidesMessages)
  const { cause, refundMinor, steps, articles } = option
  const lines = steps
    .filter(({ code }) => code !== 'refund')
    .map((step) => stepLine(step, words, { paidStep: words.paid, backToYou: words.refund }))
  return (
    <details className="why" open={isOpen}>
      <summary className="row row-end">
        <b>{words[`cause-${cause}`]}</b>
        <Money amountMinor={refundMinor} />
      </summary>
      <Sum
        caption={t.arithmetic}
        lines={lines}
        result={{ label: t.back, value: <Money amountMinor={refundMinor} /> }}
      />
      <ArticlesNote articles={articles} />
      <Facts facts={factsOf(option, t)} />
      <p className="fine">
        {t.interestNote}
        {option.interest.isChoice && ` ${t.chosen}`}
        {option.interest.unconfirmed && ` ${t.unconfirmed}`}
      </p>
    </details>
  )
}

function factsOf(
  { withheldMinor, restMinor, interest }: RefundOption,
  t: (typeof refundCaseMessages)['en'],
): readonly Fact[] {
  const rate = percentOf(interest.ratePerMillion)
  return [
    ...(withheldMinor === 0n
      ? []
      : [{ term: t.withheld, value: <Money amountMinor={withheldMinor} /> }]),
    { term: t.rest, value: <Money amountMinor={restMinor} /> },
    {
      term: t.interest({ days: interest.days, rate }),
      value: formatMoney(interest.dueMinor),
    },
  ]
}

/** 31,000 per million is 3.1 %, with as many digits as it has. */
export function percentOf(perMillion: number): string {
  const whole = Math.floor(perMillion / 10_000)
  const rest = String(perMillion % 10_000)
    .padStart(4, '0')
    .replace(/0+$/, '')
  return `${whole}${rest === '' ? '' : `.${rest}`} %`
}
