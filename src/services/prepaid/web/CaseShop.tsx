/** A shop at the desk: to be checked and approved, or to be stopped and let go on; and the list of all shops. */
import { Tick } from '#web/kit/Choice.tsx'
import { Form, Submit } from '#web/kit/Form.tsx'
import { Link } from '#web/kit/Link.tsx'
import { useLanguage, useMessages } from '#web/kit/page-context.ts'
import { type Fact, Facts } from '#web/kit/Section.tsx'
import { State } from '#web/kit/State.tsx'
import { Table, type Column } from '#web/kit/Table.tsx'
import { TextArea } from '#web/kit/TextArea.tsx'
import { Day, Time } from '#web/kit/Time.tsx'
import type { ShopState } from '../domain/rows.ts'
import { CaseHead } from './CaseParts.tsx'
import { shopCaseMessages } from './case-other-messages.ts'
import { deskMessages } from './desk-messages.ts'
import { actPath, caseHref, queryOf } from './desk-paths.ts'
import type { CaseProps, ShopCase, ShopsCase } from './desk-views.ts'
import { registerMessages } from './register-messages.ts'

const STATES = {
  applied: 'open',
  approved: 'closed',
  declined: 'broken',
  suspended: 'broken',
} as const

function ShopStanding({ state }: { readonly state: ShopState }) {
  const register = useMessages(registerMessages)
  return <State state={STATES[state]}>{register[`state-${state}`]}</State>
}

export function CaseShop({ book, filter, view }: CaseProps<ShopCase>) {
  const language = useLanguage()
  const t = useMessages(shopCaseMessages)
  const register = useMessages(registerMessages)
  const { shop, state, entry, isLeaseOver } = view
  const name = view.name === null ? shop : view.name[language]
  const query = queryOf(filter)
  const facts: readonly Fact[] = [
    { term: t.industry, value: register[view.industry] },
    { term: t.area, value: view.areaName[language] },
    { term: t.licence, value: <code>{view.licence}</code> },
    { term: t.lease, value: <Day day={view.leaseEndsOn} /> },
    { term: t.applied, value: <Time at={view.appliedAt} /> },
    ...(view.decidedAt === null ? [] : [{ term: t.decided, value: <Time at={view.decidedAt} /> }]),
    ...(view.settledThrough === null
      ? []
      : [{ term: t.settled, value: <Day day={view.settledThrough} /> }]),
  ]
  return (
    <>
      <CaseHead book={book} entry={entry}>
        {t.head}
      </CaseHead>
      <h2 id="case">{state === 'applied' ? t.asks({ name }) : name}</h2>
      <p>
        <ShopStanding state={state} />
      </p>
      <Facts facts={facts} />
      <p className="fine">{t.account}</p>
      {state === 'applied' && isLeaseOver && (
        <p>
          <State state="broken">{t.leaseOver}</State>
        </p>
      )}
      {state === 'applied' && <Approve shop={shop} query={query} />}
      {state === 'approved' && <Because shop={shop} query={query} act="suspend" />}
      {state === 'suspended' && <Reinstate shop={shop} query={query} />}
    </>
  )
}

type ActProps = { readonly shop: string; readonly query: string }

function Approve({ shop, query }: ActProps) {
  const t = useMessages(shopCaseMessages)
  const desk = useMessages(deskMessages)
  return (
    <>
      <h3>{t.checks}</h3>
      <Form action={actPath('shop', shop, 'approve')} query={query}>
        <Tick name="licence" label={t.checkLicence} />
        <Tick name="lease" label={t.checkLease} />
        <Tick name="industry" label={t.checkIndustry} />
        <Tick name="account-name" label={t.checkAccount} />
        <Submit busy={desk.sending}>{t.approve}</Submit>
        <p className="fine">{t.nextApprove}</p>
      </Form>
      <Because shop={shop} query={query} act="decline" />
    </>
  )
}

/** Declining and suspending need a reason, which the shop reads. */
function Because({ shop, query, act }: ActProps & { readonly act: 'decline' | 'suspend' }) {
  const t = useMessages(shopCaseMessages)
  const desk = useMessages(deskMessages)
  return (
    <details className="why">
      <summary>{t[act]}</summary>
      <Form action={actPath('shop', shop, act)} query={query}>
        <TextArea name="reason" label={desk.reason} hint={t.reasonShop} />
        <Submit kind="against" busy={desk.sending}>
          {t[act]}
        </Submit>
        {act === 'suspend' && <p className="fine">{t.suspendNext}</p>}
      </Form>
    </details>
  )
}

function Reinstate({ shop, query }: ActProps) {
  const t = useMessages(shopCaseMessages)
  const desk = useMessages(deskMessages)
  return (
    <Form action={actPath('shop', shop, 'reinstate')} query={query}>
      <Submit busy={desk.sending}>{t.reinstate}</Submit>
      <p className="fine">{t.reinstateNext}</p>
    </Form>
  )
}

export function CaseShops({ filter, view }: CaseProps<ShopsCase>) {
  const language = useLanguage()
  const t = useMessages(shopCaseMessages)
  const columns: readonly Column<ShopsCase['shops'][number]>[] = [
    {
      id: 'shop',
      label: t.shop,
      isHeading: true,
      render: ({ shop, name }) => (
        <Link href={`${caseHref('shop', shop, filter)}#case`}>
          {name === null ? shop : name[language]}
        </Link>
      ),
    },
    {
      id: 'standing',
      label: t.standing,
      render: ({ state }) => <ShopStanding state={state} />,
    },
    {
      id: 'lease',
      label: t.lease,
      render: ({ leaseEndsOn }) => <Day day={leaseEndsOn} format="table" />,
    },
    {
      id: 'settled',
      label: t.settled,
      render: ({ settledThrough }) =>
        settledThrough === null ? t.never : <Day day={settledThrough} format="table" />,
    },
  ]
  return (
    <>
      <h2 id="case">{t.all}</h2>
      <Table
        caption={t.all}
        columns={columns}
        rows={view.shops}
        rowKey={({ shop }) => shop}
        empty={t.none}
      />
    </>
  )
}
