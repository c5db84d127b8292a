/** A settlement that waits for its second notary: how it comes about, what to look at, who may approve it. */
import { Clock } from '#web/kit/Clock.tsx'
import { Tick } from '#web/kit/Choice.tsx'
import { formatCount, formatDay, formatMoney } from '#web/kit/format.ts'
import { Form, Submit } from '#web/kit/Form.tsx'
import { Money } from '#web/kit/Figure.tsx'
import { Link } from '#web/kit/Link.tsx'
import { useLanguage, useMessages } from '#web/kit/page-context.ts'
import { Sides } from '#web/kit/Sides.tsx'
import { State } from '#web/kit/State.tsx'
import { Sum } from '#web/kit/Sum.tsx'
import { type Column, Table } from '#web/kit/Table.tsx'
import { TextArea } from '#web/kit/TextArea.tsx'
import { CaseHead, colleagueWords, DoneAt, Looks } from './CaseParts.tsx'
import { settlementMessages } from './case-messages.ts'
import { deskMessages } from './desk-messages.ts'
import { actPath, caseHref, queryOf } from './desk-paths.ts'
import type { CaseProps, SettlementCase } from './desk-views.ts'

export function CaseSettlement({ book, filter, view }: CaseProps<SettlementCase>) {
  const language = useLanguage()
  const t = useMessages(settlementMessages)
  const { settlement, amountMinor, lines, expires, approval, earnedMinor, entry } = view
  return (
    <>
      <CaseHead book={book} entry={entry}>
        {t.head({ id: settlement })}
      </CaseHead>
      <h2 id="case">{t.pay({ count: lines.length, amount: formatMoney(amountMinor) })}</h2>
      <Notaries view={view} />
      {approval === 'decided' ? (
        <Standing view={view} />
      ) : (
        <Clock days={expires.days} isProvisional={expires.isProvisional} rule={t.deadlineRule}>
          {t.deadline({ day: formatDay(language, expires.day) })}
        </Clock>
      )}
      {earnedMinor !== null && (
        <Sum
          caption={t.arithmetic}
          lines={[
            {
              label: t.earned({ count: lines.length }),
              sign: '',
              value: <Money amountMinor={earnedMinor} />,
            },
            {
              label: t.notMatured,
              sign: '−',
              value: <Money amountMinor={earnedMinor - amountMinor} />,
            },
          ]}
          result={{ label: t.toShops, value: <Money amountMinor={amountMinor} /> }}
        />
      )}
      <h3>{t.checks}</h3>
      <Looks looks={looksOf(view, t)} />
      <Decision view={view} query={queryOf(filter)} />
      <h3>{t.lines}</h3>
      <Lines view={view} shopHref={(shop) => caseHref('shop', shop, filter)} />
    </>
  )
}

type Words = (typeof settlementMessages)['en']

function looksOf(
  { recounted, uses, amountMinor, contestedUses, ledgerMinor, approval }: SettlementCase,
  t: Words,
): readonly string[] {
  const counted =
    recounted === null
      ? [t.tooMany({ uses: formatCount(uses) })]
      : [
          t.recounted({
            uses: formatCount(recounted.uses),
            amount: formatMoney(recounted.amountMinor),
          }),
          ...(recounted.amountMinor === amountMinor
            ? []
            : [t.others({ amount: formatMoney(amountMinor - recounted.amountMinor) })]),
        ]
  const after = formatMoney(ledgerMinor - amountMinor)
  return [
    ...counted,
    t.contested({ count: formatCount(contestedUses) }),
    ...(approval === 'decided' ? [] : [t.covered({ held: formatMoney(ledgerMinor), after })]),
    t.accounts,
  ]
}

function Notaries({ view }: { readonly view: SettlementCase }) {
  const t = useMessages(settlementMessages)
  const desk = useMessages(deskMessages)
  const { proposedBy, proposedAt, approver, decidedBy, decidedAt, state, rootHex } = view
  const said =
    decidedAt === null
      ? state === 'expired'
        ? t.expired
        : desk.notYet
      : doneAt(state === 'rejected' ? t.rejected : t.approved, decidedAt)
  return (
    <Sides
      rootHex={rootHex}
      state={state === 'approved' ? 'closed' : state === 'proposed' ? 'open' : 'broken'}
      left={{
        name: colleagueWords(proposedBy, desk),
        said: doneAt(t.proposed, proposedAt),
      }}
      right={{ name: colleagueWords(decidedBy ?? approver, desk), said }}
    />
  )
}

const doneAt = (words: string, at: string) => <DoneAt words={words} at={at} />

function Standing({ view: { state } }: { readonly view: SettlementCase }) {
  const t = useMessages(settlementMessages)
  const isApproved = state === 'approved'
  const words = isApproved
    ? t.stateApproved
    : state === 'rejected'
      ? t.stateRejected
      : t.stateExpired
  return (
    <p>
      <State state={isApproved ? 'closed' : 'broken'}>{words}</State>
    </p>
  )
}

function Decision({ view, query }: { readonly view: SettlementCase; readonly query: string }) {
  const t = useMessages(settlementMessages)
  const desk = useMessages(deskMessages)
  const { settlement, approval, approver, substitute, amountMinor } = view
  if (approval === 'decided') return null
  return (
    <>
      {approval === 'own-proposal' && <p>{t.own}</p>}
      {approval === 'not-approver' && (
        <p>
          {t.notApprover({ approver: colleagueWords(approver, desk) })}
          {substitute !== null &&
            ` ${t.substitute({ substitute: colleagueWords(substitute, desk) })}`}
        </p>
      )}
      {approval === 'may' && (
        <Form action={actPath('settlement', settlement, 'approve')} query={query}>
          <Tick name="seen" label={t.seen} />
          <Submit busy={desk.sending}>{t.approve({ amount: formatMoney(amountMinor) })}</Submit>
          <p className="fine">{t.nextApprove}</p>
        </Form>
      )}
      <details className="why">
        <summary>{t.reject}</summary>
        <Form action={actPath('settlement', settlement, 'reject')} query={query}>
          <TextArea name="reason" label={t.rejectReason} hint={t.rejectHint} />
          <Submit kind="against" busy={desk.sending}>
            {t.reject}
          </Submit>
          <p className="fine">{t.nextReject}</p>
        </Form>
      </details>
    </>
  )
}

type Line = SettlementCase['lines'][number]

function Lines({
  view: { lines },
  shopHref,
}: {
  readonly view: SettlementCase
  readonly shopHref: (shop: string) => string
}) {
  const language = useLanguage()
  const t = useMessages(settlementMessages)
  const columns: readonly Column<Line>[] = [
    {
      id: 'shop',
      label: t.shop,
      isHeading: true,
      render: ({ shop, name }) => (
        <Link href={shopHref(shop)}>{name === null ? shop : name[language]}</Link>
      ),
    },
    { id: 'uses', label: t.uses, isNumeric: true, render: ({ uses }) => formatCount(uses) },
    {
      id: 'amount',
      label: t.amount,
      isNumeric: true,
      render: ({ amountMinor }) => <Money amountMinor={amountMinor} />,
    },
    {
      id: 'days',
      label: t.days,
      render: ({ from, through }) => t.fromTo({ from, through }),
    },
  ]
  return (
    <Table
      caption={t.lines}
      columns={columns}
      rows={lines}
      rowKey={({ shop }) => shop}
      empty={t.nothing}
    />
  )
}
