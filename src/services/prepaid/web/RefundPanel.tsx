/** A refund that was asked for: where it stands, what comes next, and what the consumer may do. */
import { Clock } from '#web/kit/Clock.tsx'
import { formatDay } from '#web/kit/format.ts'
import { Field, Form, Submit } from '#web/kit/Form.tsx'
import { Money } from '#web/kit/Figure.tsx'
import { catalogue } from '#web/kit/language.ts'
import { useLanguage, useMessages } from '#web/kit/page-context.ts'
import { State } from '#web/kit/State.tsx'
import { Facts, type Fact } from '#web/kit/Section.tsx'
import { Time } from '#web/kit/Time.tsx'
import { cardMessages, causeMessages, standingMessages } from './card-messages.ts'
import type { RefundLine, RefundWords } from './consumer-views.ts'
import { saidFacts } from './refund-said.ts'
import { giveAccountPath, withdrawRefundPath } from './paths.ts'

const messages = catalogue(
  {
    asked: 'Asked for',
    cause: 'Why',
    amount: 'Comes back',
    interest: 'Interest',
    owed: 'Interest that the shop still owes you',
    decided: 'Decided',
    paid: 'Paid by the bank',
    silence: ({ day }: { day: string }) =>
      `The shop’s silence counts as agreed at the end of ${day}`,
    rule: 'By your contract, in working days.',
    consumer: 'You added',
    shop: 'The shop says',
    notary: 'The notary says',
    account: 'Another account',
    waitsForYou: ({ count }: { count: number }) =>
      `It waits for your answer to ${count === 1 ? 'the class' : `the ${count} classes`} above: the sum depends on it, and the notary decides after it.`,
  },
  {
    asked: '申请时间',
    cause: '原因',
    amount: '退还',
    interest: '利息',
    owed: '商户尚欠您的利息',
    decided: '决定时间',
    paid: '银行已付',
    silence: ({ day }) => `商户不答复，${day}结束时视为同意`,
    rule: '依您的合同，按工作日计。',
    consumer: '您的说明',
    shop: '商户的说明',
    notary: '公证员的说明',
    account: '另一账户',
    waitsForYou: ({ count }) =>
      `请先答复上方的 ${count} 次课：金额取决于此，答复之后公证员方可决定。`,
  },
)

const ENDED = ['paid', 'declined', 'withdrawn']
/** Nobody has decided yet, and the consumer may take it back. */
const OPEN = ['asked', 'agreed', 'objected']

export function RefundPanel({
  refund,
  words,
  unanswered,
}: {
  readonly refund: RefundLine
  readonly words: RefundWords | null
  /** Classes for which it waits, because its sum depends on them. */
  readonly unanswered: number
}) {
  const language = useLanguage()
  const card = useMessages(cardMessages)
  const t = useMessages(messages)
  const standing = useMessages(standingMessages)
  const isOver = ENDED.includes(refund.state)
  // The right of the seven days asks nobody: only the notary is still to act.
  const isRight = refund.state === 'asked' && refund.cause === 'seven-day'
  const isOpen = OPEN.includes(refund.state)
  return (
    <section className="psec" aria-labelledby="refund">
      <h2 id="refund">{card.refund}</h2>
      <p>
        <State state={refund.state === 'returned' ? 'broken' : isOver ? 'closed' : 'open'}>
          {isRight ? standing['refund-right'] : standing[`refund-${refund.state}`]}
        </State>
      </p>
      {isOpen && unanswered > 0 && <p>{t.waitsForYou({ count: unanswered })}</p>}
      <Facts
        facts={[
          ...factsOf(refund, t, useMessages(causeMessages)[refund.cause]),
          ...saidFacts(words, t),
        ]}
      />
      {refund.state === 'asked' && refund.answerDue !== null && (
        <Clock
          days={refund.answerDue.days}
          isProvisional={refund.answerDue.isProvisional}
          rule={t.rule}
        >
          {t.silence({ day: formatDay(language, refund.answerDue.day) })}
        </Clock>
      )}
      {isOpen && (
        <Form action={withdrawRefundPath(refund.refund)}>
          <Submit kind="plain" busy={card.sending}>
            {card.withdraw}
          </Submit>
        </Form>
      )}
      {refund.state === 'returned' && (
        <Form action={giveAccountPath(refund.refund)}>
          <Field name="account" label={card.account} hint={card.accountHint} />
          <Submit busy={card.sending}>{card.giveAccount}</Submit>
        </Form>
      )}
    </section>
  )
}

function factsOf(
  { askedAt, decidedAt, paidAt, amountMinor, interestMinor, interestOwedMinor }: RefundLine,
  t: (typeof messages)['en'],
  cause: string,
): readonly Fact[] {
  const money = (term: string, minor: bigint | null): readonly Fact[] =>
    minor === null || minor === 0n ? [] : [{ term, value: <Money amountMinor={minor} /> }]
  const time = (term: string, at: string | null): readonly Fact[] =>
    at === null ? [] : [{ term, value: <Time at={at} /> }]
  return [
    { term: t.cause, value: cause },
    ...time(t.asked, askedAt),
    ...money(t.amount, amountMinor),
    ...money(t.interest, interestMinor),
    ...money(t.owed, interestOwedMinor),
    ...time(t.decided, decidedAt),
    ...time(t.paid, paidAt),
  ]
}
