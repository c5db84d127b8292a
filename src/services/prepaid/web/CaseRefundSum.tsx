/** One cause with its arithmetic: what goes back, what waits for contested classes, what becomes the shop's. */
import { Money } from '#web/kit/Figure.tsx'
import { useMessages } from '#web/kit/page-context.ts'
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
  const { cause, refundMinor, steps, articles, interest } = option
  const { days, ratePerMillion, dueMinor } = interest
  const lines = steps
    .filter(({ code }) => code !== 'refund')
    .map((step) => stepLine(step, words, { paidStep: words.paid, backToYou: words.refund }))
  return (
    <details className="why" open={isOpen}>
      <summary className="row">
        <b>{words[`cause-${cause}`]}</b>
        <span className="push">
          <Money amountMinor={refundMinor} />
        </span>
      </summary>
      <Sum
        caption={t.arithmetic}
        lines={lines}
        result={{ label: t.back, value: <Money amountMinor={refundMinor} /> }}
      />
      <ArticlesNote articles={articles} />
      <Sum
        caption={t.whereItGoes}
        lines={[
          { label: t.back, sign: '', value: <Money amountMinor={refundMinor} /> },
          { label: t.withheld, sign: '+', value: <Money amountMinor={option.withheldMinor} /> },
          { label: t.rest, sign: '+', value: <Money amountMinor={option.restMinor} /> },
        ]}
        result={{ label: t.held, value: <Money amountMinor={heldMinorOf(option)} /> }}
      />
      <p className="small">
        {t.interest({ days, rate: percentOf(ratePerMillion) })}: <Money amountMinor={dueMinor} />
      </p>
      <p className="fine">
        {t.interestNote}
        {interest.isChoice && ` ${t.chosen}`}
        {interest.unconfirmed && ` ${t.unconfirmed}`}
      </p>
    </details>
  )
}

const heldMinorOf = ({ refundMinor, withheldMinor, restMinor }: RefundOption): bigint =>
  refundMinor + withheldMinor + restMinor

/** 31,000 per million is 3.1 %, with as many digits as it has. */
export function percentOf(perMillion: number): string {
  const whole = Math.floor(perMillion / 10_000)
  const rest = String(perMillion % 10_000)
    .padStart(4, '0')
    .replace(/0+$/, '')
  return `${whole}${rest === '' ? '' : `.${rest}`} %`
}
