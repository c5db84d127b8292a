/** A refund at the desk: both sides, the arithmetic by cause with its articles, and the decision. */
import { Choices } from '#web/kit/Choice.tsx'
import { Clock } from '#web/kit/Clock.tsx'
import { formatDay, formatMoney } from '#web/kit/format.ts'
import { Field, Form, Hidden, Submit } from '#web/kit/Form.tsx'
import { Money } from '#web/kit/Figure.tsx'
import { useLanguage, useMessages } from '#web/kit/page-context.ts'
import { type Fact, Facts } from '#web/kit/Section.tsx'
import { Sides } from '#web/kit/Sides.tsx'
import { State } from '#web/kit/State.tsx'
import { TextArea } from '#web/kit/TextArea.tsx'
import { Time } from '#web/kit/Time.tsx'
import { CaseHead, DoneAt } from './CaseParts.tsx'
import { refundCaseMessages } from './case-messages.ts'
import { RefundOptionSum } from './CaseRefundSum.tsx'
import { bothSidesMessages } from './case-standing-messages.ts'
import { deskMessages } from './desk-messages.ts'
import { actPath, queryOf } from './desk-paths.ts'
import type { CaseProps, RefundCase } from './desk-views.ts'
import { saidFacts } from './refund-said.ts'

export function CaseRefund({ book, filter, view }: CaseProps<RefundCase>) {
  const language = useLanguage()
  const t = useMessages(refundCaseMessages)
  const { refund, entry, options, decided, answerDue, standing, state } = view
  const amount = formatMoney(amountOf(view))
  return (
    <>
      <CaseHead book={book} entry={entry}>
        {t.head({ id: refund })}
      </CaseHead>
      <h2 id="case">{decided === null ? t.title({ amount }) : t.titleDecided({ amount })}</h2>
      <TwoSides view={view} />
      {standing === 'asked' && answerDue !== null && (
        <Clock days={answerDue.days} isProvisional={answerDue.isProvisional} rule={t.silenceRule}>
          {t.silence({ day: formatDay(language, answerDue.day) })}
        </Clock>
      )}
      {standing === 'closed' && <Ended state={state} />}
      <Facts
        facts={[
          ...factsOf(view, t, useMessages(bothSidesMessages)[`cause-${view.cause}`]),
          ...saidFacts(view.words, {
            consumer: t.consumerSays,
            shop: t.shopSays,
            notary: t.notarySays,
            account: t.accountGiven,
          }),
        ]}
      />
      {options.map((option, place) => (
        <RefundOptionSum key={option.cause} option={option} isOpen={place === 0} />
      ))}
      <Hints view={view} />
      <Decision view={view} query={queryOf(filter)} />
    </>
  )
}

function amountOf({ decided, options: [asAsked] }: RefundCase): bigint {
  return decided?.amountMinor ?? asAsked?.refundMinor ?? 0n
}

const READY: readonly RefundCase['standing'][] = ['right', 'agreed', 'objected']
/** What both sides agreed on cannot be declined any more. */
const DECLINABLE: readonly RefundCase['standing'][] = ['asked', 'right', 'objected']

function Decision({ view, query }: ActProps) {
  const t = useMessages(refundCaseMessages)
  const { standing, state, unansweredUses } = view
  const isReady = READY.includes(standing) && unansweredUses === 0
  return (
    <>
      {standing === 'asked' && <p className="small">{t.waits}</p>}
      {isReady && <Approve view={view} query={query} />}
      {DECLINABLE.includes(standing) && <Decline view={view} query={query} />}
      {state === 'returned' && <Resend view={view} query={query} />}
    </>
  )
}

function TwoSides({ view }: { readonly view: RefundCase }) {
  const language = useLanguage()
  const t = useMessages(refundCaseMessages)
  const { askedAt, answer, standing, shopName, rootHex } = view
  const said = answer === null ? (standing === 'agreed' ? t.deemed : t.silent) : t[answerOf(answer)]
  const isClosed = answer === 'agreed' || answer === 'deemed' || answer === 'right'
  return (
    <Sides
      rootHex={rootHex}
      state={answer === 'objected' ? 'broken' : isClosed ? 'closed' : 'open'}
      left={{
        name: t.consumer,
        said: <DoneAt words={t.asked} at={askedAt} />,
      }}
      right={{ name: shopName === null ? t.shop : shopName[language], said }}
    />
  )
}

function answerOf(answer: string): 'right' | 'agreed' | 'deemed' | 'objected' {
  if (answer === 'right' || answer === 'agreed' || answer === 'deemed') return answer
  return 'objected'
}

function Ended({ state }: { readonly state: RefundCase['state'] }) {
  const standing = useMessages(bothSidesMessages)
  const isBroken = state === 'returned'
  const isOpen = state === 'approved'
  return (
    <p>
      <State state={isBroken ? 'broken' : isOpen ? 'open' : 'closed'}>
        {standing[`refund-${state}`]}
      </State>
    </p>
  )
}

function factsOf(
  view: RefundCase,
  t: (typeof refundCaseMessages)['en'],
  cause: string,
): readonly Fact[] {
  const { contract, priceMinor, hasPriorExperience, isRenewal, decided, decidedAt, paidAt } = view
  const money = (term: string, amountMinor: bigint): readonly Fact[] =>
    amountMinor === 0n ? [] : [{ term, value: <Money amountMinor={amountMinor} /> }]
  const time = (term: string, at: string | null): readonly Fact[] =>
    at === null ? [] : [{ term, value: <Time at={at} /> }]
  return [
    { term: t.contract, value: <code>{contract}</code> },
    { term: t.price, value: <Money amountMinor={priceMinor} /> },
    { term: t.cause, value: cause },
    ...(view.cause === 'seven-day'
      ? [
          { term: t.experience, value: hasPriorExperience ? t.yes : t.no },
          { term: t.renewal, value: isRenewal ? t.yes : t.no },
        ]
      : []),
    ...(decided === null
      ? []
      : [
          { term: t.amount, value: <Money amountMinor={decided.amountMinor} /> },
          ...money(t.interestPaid, decided.interestMinor),
          ...money(t.interestOwed, decided.interestOwedMinor),
        ]),
    ...time(t.decided, decidedAt),
    ...time(t.paid, paidAt),
  ]
}

/** What is the notary's own to weigh. */
function Hints({ view }: { readonly view: RefundCase }) {
  const language = useLanguage()
  const t = useMessages(refundCaseMessages)
  const { giftInKind, options, unansweredUses, standing } = view
  if (standing === 'closed') return null
  const isSevenUsed = options.some(({ steps }) =>
    steps.some(({ code }) => code === 'used-in-seven-days'),
  )
  return (
    <>
      {giftInKind !== null && <p className="small">{t.gift({ gift: giftInKind[language] })}</p>}
      {isSevenUsed && <p className="small">{t.sevenUsed}</p>}
      {unansweredUses > 0 && <p className="small">{t.unanswered({ count: unansweredUses })}</p>}
    </>
  )
}

type ActProps = { readonly view: RefundCase; readonly query: string }

function Approve({ view: { refund, options, standing, cause }, query }: ActProps) {
  const t = useMessages(refundCaseMessages)
  const desk = useMessages(deskMessages)
  const causes = useMessages(bothSidesMessages)
  return (
    <Form action={actPath('refund', refund, 'approve')} query={query}>
      {standing === 'objected' && options.length > 1 ? (
        <Choices
          name="cause"
          legend={t.found}
          value={cause}
          options={options.map((option) => ({
            value: option.cause,
            label: causes[`cause-${option.cause}`],
            end: <Money amountMinor={option.refundMinor} />,
          }))}
        />
      ) : (
        <Hidden name="cause" value={cause} />
      )}
      {standing === 'agreed' && <p className="small">{t.isAgreed}</p>}
      <Field
        name="deduction"
        label={t.deduction}
        hint={t.deductionHint}
        value="0"
        inputMode="decimal"
        autoComplete="off"
      />
      <TextArea name="deductionReason" label={t.deductionReason} hint={t.deductionReasonHint} />
      <Submit busy={desk.sending}>{t.approve}</Submit>
      <p className="fine">{t.nextApprove}</p>
    </Form>
  )
}

function Decline({ view: { refund }, query }: ActProps) {
  const t = useMessages(refundCaseMessages)
  const desk = useMessages(deskMessages)
  return (
    <details className="why">
      <summary>{t.decline}</summary>
      <Form action={actPath('refund', refund, 'decline')} query={query}>
        <TextArea name="reason" label={t.declineReason} hint={desk.reasonRequired} />
        <Submit kind="against" busy={desk.sending}>
          {t.decline}
        </Submit>
        <p className="fine">{t.nextDecline}</p>
      </Form>
    </details>
  )
}

function Resend({ view: { refund, hasAccount, givenAccount }, query }: ActProps) {
  const t = useMessages(refundCaseMessages)
  const desk = useMessages(deskMessages)
  if (!hasAccount) {
    return (
      <p>
        <State state="open">{t.noAccount}</State>
      </p>
    )
  }
  return (
    <Form action={actPath('refund', refund, 'resend')} query={query}>
      <p>{givenAccount ? t.resendTo : t.resendPayer}</p>
      <Submit busy={desk.sending}>{t.resend}</Submit>
    </Form>
  )
}
