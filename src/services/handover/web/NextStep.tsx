/** The one thing that the reader can do now, with what it rests on. */
import type { ReactNode } from 'react'
import { DateField } from '#web/kit/DateField.tsx'
import { DOT, formatCount, formatList } from '#web/kit/format.ts'
import { Field, Form, Hidden, Submit } from '#web/kit/Form.tsx'
import { Refusal } from '#web/kit/Note.tsx'
import { useLanguage, useMessages } from '#web/kit/page-context.ts'
import { Select } from '#web/kit/Select.tsx'
import { ProofLine } from '#web/kit/State.tsx'
import { TextArea } from '#web/kit/TextArea.tsx'
import { RETURN_REASONS } from '../contract.ts'
import { actMessages } from './act-messages.ts'
import { Counted, CountedPackages, Refused, Seal } from './Counted.tsx'
import { handoverMessages } from './handover-messages.ts'
import { actPath, type ConsignmentAct } from './paths.ts'
import type { CheckedReceipt, ConsignmentView, ProofSaid, Step } from './views.ts'

export function NextStep({ view }: { readonly view: ConsignmentView }) {
  const t = useMessages(handoverMessages)
  const { next } = view
  switch (next.kind) {
    case 'receive':
      return <Receiving view={view} receipt={next.receipt} />
    case 'return':
      return <SendingBack view={view} step={next} />
    case 'take-back':
      return <TakingBack view={view} step={next} />
    case 'bring':
      return <Bringing view={view} receipt={next.receipt} />
    case 'write-off':
      return <WritingOff view={view} />
    case 'wait':
      return <p className="note wait">{t.wait}</p>
    default:
      return <p className="note">{t.over}</p>
  }
}

const at = ({ book, consignment }: ConsignmentView, act: ConsignmentAct) =>
  actPath(book, consignment, act)

/** What the other book's receipt was believed by, in one line. */
export function Said({ said }: { readonly said: ProofSaid }) {
  const language = useLanguage()
  const t = useMessages(handoverMessages)
  const isWitnessed = said.level === 'witnessed'
  const names = formatList(
    language,
    said.cosigners.map((name) => name[language]),
  )
  return (
    <ProofLine state={isWitnessed ? 'closed' : 'open'}>
      {isWitnessed ? t.witnessed({ names }) : t.logged}
      {DOT}
      {t.policy({ index: formatCount(said.policyEntry) })}
    </ProofLine>
  )
}

/** Acts that rest on a receipt are offered only while it holds. */
function Checked({
  receipt,
  children,
}: {
  readonly receipt: CheckedReceipt
  readonly children: ReactNode
}) {
  const language = useLanguage()
  const t = useMessages(actMessages)
  const { judged, origin, index } = receipt
  if (!judged.isProven) {
    return <Refusal what={`${t.notProven}.`} why={judged.why[language]} code={judged.code} />
  }
  return (
    <>
      <p>
        <b>{t.check}.</b> {t.proven({ origin, index: formatCount(index) })}
      </p>
      <Said said={judged.said} />
      {children}
    </>
  )
}

type WithReceipt = { readonly view: ConsignmentView; readonly receipt: CheckedReceipt }

function Receiving({ view, receipt }: WithReceipt) {
  const t = useMessages(actMessages)
  const all = useMessages(handoverMessages)
  const count = all.packages({ count: formatCount(view.packages) })
  // Nobody is made to say that a seal is intact which was never named.
  const isSealed = view.confidential.seal !== null
  return (
    <section className="ask flow" aria-labelledby="next">
      <h2 id="next">{t.receiveTitle}</h2>
      <Checked receipt={receipt}>
        <Form action={at(view, 'receive')} label={t.receiveTitle}>
          <Hidden name="receipt" value={receipt.text} />
          <Hidden name="packages" value={String(view.packages)} />
          <Hidden name="seal" value={isSealed ? 'intact' : 'none'} />
          <Submit busy={t.sending}>
            {isSealed ? t.receiveAll({ count }) : t.receiveAllUnsealed({ count })}
          </Submit>
          <p className="small">{t.receiveThen}</p>
        </Form>
        <details className="why">
          <summary>
            <b>{t.differs}</b>
          </summary>
          <Form action={at(view, 'receive-counted')} label={t.differs}>
            <Hidden name="receipt" value={receipt.text} />
            <Counted />
            <Submit kind="plain" busy={t.sending}>
              {t.receiveCounted}
            </Submit>
          </Form>
        </details>
        <details className="why">
          <summary>
            <b>{t.turnAway}</b>
          </summary>
          <Form action={at(view, 'refuse')} label={t.turnAway}>
            <Hidden name="receipt" value={receipt.text} />
            <Refused returnBy={view.returnBy} />
          </Form>
        </details>
      </Checked>
    </section>
  )
}

function Reason() {
  const t = useMessages(actMessages)
  const options = RETURN_REASONS.map((reason) => ({ value: reason, label: t[`${reason}-reason`] }))
  return <Select name="reason" label={t.reason} options={options} />
}

type OfStep<K extends Step['kind']> = {
  readonly view: ConsignmentView
  readonly step: Extract<Step, { kind: K }>
}

function SendingBack({ view, step }: OfStep<'return'>) {
  const t = useMessages(actMessages)
  const all = useMessages(handoverMessages)
  return (
    <section className="flow" aria-labelledby="next">
      <h2 id="next" className="vh">
        {t.returnTitle}
      </h2>
      <p className="note">{all.over}</p>
      <details className="why noprint">
        <summary>
          <b>{t.returnTitle}</b>
        </summary>
        <Form action={at(view, 'return')} label={t.returnTitle}>
          <Hidden name="origin" value={view.origin} />
          <Hidden name="sentEntry" value={String(step.sentEntry)} />
          <p className="small">{t.returnThen}</p>
          <Field
            name="packages"
            label={t.returnCount({ count: formatCount(step.arrived) })}
            inputMode="numeric"
            autoComplete="off"
          />
          <Reason />
          <DateField name="returnBy" legend={t.returnBy} value={view.returnBy} />
          <TextArea name="note" label={t.note} rows={2} />
          <Submit kind="against" busy={t.sending}>
            {t.sendBack}
          </Submit>
        </Form>
      </details>
    </section>
  )
}

function TakingBack({ view, step }: OfStep<'take-back'>) {
  const t = useMessages(actMessages)
  const all = useMessages(handoverMessages)
  const count = all.packages({ count: formatCount(step.returned) })
  return (
    <section className="ask flow" aria-labelledby="next">
      <h2 id="next">{t.takeTitle}</h2>
      <Checked receipt={step.receipt}>
        <Form action={at(view, 'take-back')} label={t.takeTitle}>
          <Hidden name="receipt" value={step.receipt.text} />
          <p>{t.takeThen({ count })}</p>
          <CountedPackages />
          <Seal />
          <TextArea name="note" label={t.note} rows={2} />
          <Submit busy={t.sending}>{t.take}</Submit>
        </Form>
      </Checked>
    </section>
  )
}

function Bringing({ view, receipt }: WithReceipt) {
  const t = useMessages(actMessages)
  return (
    <section className="ask flow" aria-labelledby="next">
      <h2 id="next">{t.bringTitle}</h2>
      <Checked receipt={receipt}>
        <Form action={at(view, 'bring')} label={t.bringTitle}>
          <Hidden name="receipt" value={receipt.text} />
          <p>{t.bringThen}</p>
          <Submit kind="plain" busy={t.sending}>
            {t.bring}
          </Submit>
        </Form>
      </Checked>
    </section>
  )
}

function WritingOff({ view }: { readonly view: ConsignmentView }) {
  const t = useMessages(actMessages)
  return (
    <section className="ask flow" aria-labelledby="next">
      <h2 id="next">{t.writeTitle}</h2>
      <Form action={at(view, 'write-off')} label={t.writeTitle}>
        <p>{t.writeThen}</p>
        <TextArea name="note" label={t.note} rows={2} />
        <Submit kind="against" busy={t.sending}>
          {t.write}
        </Submit>
      </Form>
    </section>
  )
}
