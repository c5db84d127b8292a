/** Money that came without its contract, and what the bank booked otherwise than it was told. */
import { Choices } from '#web/kit/Choice.tsx'
import { DOT, formatDay, formatMoney, showHidden } from '#web/kit/format.ts'
import { Form, Submit } from '#web/kit/Form.tsx'
import { Money } from '#web/kit/Figure.tsx'
import { useLanguage, useMessages } from '#web/kit/page-context.ts'
import { type Fact, Facts } from '#web/kit/Section.tsx'
import { Sides } from '#web/kit/Sides.tsx'
import { State } from '#web/kit/State.tsx'
import { Day, Time } from '#web/kit/Time.tsx'
import { CaseHead, colleagueWords } from './CaseParts.tsx'
import { differenceMessages, moneyMessages } from './case-other-messages.ts'
import { deskMessages } from './desk-messages.ts'
import { actPath, queryOf } from './desk-paths.ts'
import type { CaseProps, DifferenceCase, MoneyCase } from './desk-views.ts'

type Words = (typeof moneyMessages)['en']

/** A reason that this page does not know yet is said in general words, never as a code. */
function reasonWords(reason: string, t: Words): string {
  const byReason: Readonly<Record<string, string>> = Object.fromEntries(
    Object.entries(t).flatMap(([key, words]) =>
      key.startsWith('reason-') && typeof words === 'string'
        ? [[key.slice('reason-'.length), words]]
        : [],
    ),
  )
  return byReason[reason] ?? t.other
}

export function CaseMoney({ book, filter, view }: CaseProps<MoneyCase>) {
  const t = useMessages(moneyMessages)
  const { bankEntry, amountMinor, state, reason, reference, payer, valueDay, entry } = view
  const query = queryOf(filter)
  const facts: readonly Fact[] = [
    {
      term: t.reference,
      value: reference === '' ? t.unknown : <code>{showHidden(reference)}</code>,
    },
    { term: t.payer, value: payer === null ? t.unknown : showHidden(payer) },
    { term: t.valueDay, value: <Day day={valueDay} /> },
    { term: t.recorded, value: <Time at={view.recordedAt} /> },
    ...(reason === null ? [] : [{ term: t.why, value: reasonWords(reason, t) }]),
  ]
  return (
    <>
      <CaseHead book={book} entry={entry}>
        {t.head({ id: bankEntry })}
      </CaseHead>
      <h2 id="case">{t.title({ amount: formatMoney(amountMinor) })}</h2>
      <p>
        <State state={state === 'suspended' ? 'broken' : state === 'proposed' ? 'open' : 'closed'}>
          {t[`state-${state}`]}
        </State>
      </p>
      <Facts facts={facts} />
      {state === 'suspended' && <Propose view={view} query={query} />}
      {state === 'proposed' && <Approve view={view} query={query} />}
    </>
  )
}

type ActProps = { readonly view: MoneyCase; readonly query: string }

const BACK = 'back'

function Propose({ view: { bankEntry, likely }, query }: ActProps) {
  const language = useLanguage()
  const t = useMessages(moneyMessages)
  const desk = useMessages(deskMessages)
  const options = likely.map(({ contract, shopName, payBy, isNamed }) => ({
    value: contract,
    label: contract,
    hint: [
      shopName?.[language] ?? '',
      t.payBy({ day: formatDay(language, payBy) }),
      isNamed ? t.named : '',
    ]
      .filter((part) => part !== '')
      .join(DOT),
  }))
  return (
    <>
      <h3>{t.likely}</h3>
      <p className="fine">{likely.length === 0 ? t.noLikely : t.likelyNote}</p>
      <Form action={actPath('money', bankEntry, 'propose')} query={query}>
        <Choices
          name="match"
          legend={t.what}
          options={[...options, { value: BACK, label: t.back, hint: t.backHint }]}
        />
        <Submit busy={desk.sending}>{t.propose}</Submit>
        <p className="fine">{t.nextPropose}</p>
      </Form>
    </>
  )
}

function Approve({ view, query }: ActProps) {
  const t = useMessages(moneyMessages)
  const desk = useMessages(deskMessages)
  const { bankEntry, amountMinor, proposedBy, proposedContract, approval, rootHex } = view
  return (
    <>
      {proposedBy !== null && (
        <Sides
          rootHex={rootHex}
          state="open"
          left={{ name: colleagueWords(proposedBy, desk), said: t.proposer }}
          right={{ name: approval === 'may' ? desk.you : t.approver, said: desk.notYet }}
        />
      )}
      <p>
        <b>
          {proposedContract === null
            ? t.proposedBack
            : t.proposedContract({ contract: proposedContract })}
        </b>
      </p>
      {approval === 'own-proposal' && <p>{t.own}</p>}
      {approval === 'may' && (
        <Form action={actPath('money', bankEntry, 'approve')} query={query}>
          <input type="hidden" name="match" value={proposedContract ?? BACK} />
          <Submit busy={desk.sending}>{t.approve({ amount: formatMoney(amountMinor) })}</Submit>
          <p className="fine">{proposedContract === null ? t.nextBack : t.nextContract}</p>
        </Form>
      )}
      <Form action={actPath('money', bankEntry, 'reject')} query={query}>
        <Submit kind="against" busy={desk.sending}>
          {t.reject}
        </Submit>
      </Form>
    </>
  )
}

export function CaseDifference({ book, view }: CaseProps<DifferenceCase>) {
  const t = useMessages(differenceMessages)
  const money = useMessages(moneyMessages)
  const { bankEntry, amountMinor, payout, reason, state, valueDay, recordedAt, entry } = view
  const facts: readonly Fact[] = [
    { term: t.booked, value: <Money amountMinor={amountMinor} /> },
    {
      term: t.told,
      value: payout === null ? t.nobody : <Money amountMinor={payout.amountMinor} />,
    },
    ...(reason === null ? [] : [{ term: money.why, value: reasonWords(reason, money) }]),
    { term: money.valueDay, value: <Day day={valueDay} /> },
    { term: money.recorded, value: <Time at={recordedAt} /> },
  ]
  const isOver = state === 'corrected'
  return (
    <>
      <CaseHead book={book} entry={entry}>
        {money.head({ id: bankEntry })}
      </CaseHead>
      <h2 id="case">{t.title({ amount: formatMoney(amountMinor) })}</h2>
      <p>
        <State state={isOver ? 'closed' : 'broken'}>{money[`state-${state}`]}</State>
      </p>
      <Facts facts={facts} />
      <p className="small">{isOver ? t.over : t.next}</p>
    </>
  )
}
