/** What people say of goods in front of them: how many, how damaged, how sealed; and why they turn them away. */
import { Choices, Tick } from '#web/kit/Choice.tsx'
import { DateField } from '#web/kit/DateField.tsx'
import { Field, Submit } from '#web/kit/Form.tsx'
import { useMessages } from '#web/kit/page-context.ts'
import { TextArea } from '#web/kit/TextArea.tsx'
import { RETURN_REASONS, SEALS } from '../contract.ts'
import { actMessages } from './act-messages.ts'

export function CountedPackages() {
  const t = useMessages(actMessages)
  return <Field name="packages" label={t.counted} inputMode="numeric" autoComplete="off" />
}

/** What was received may differ from what was sent in each of these. */
export function Counted() {
  const t = useMessages(actMessages)
  return (
    <>
      <CountedPackages />
      <Field name="damaged" label={t.damaged} inputMode="numeric" value="0" autoComplete="off" />
      <Seal />
      <Field
        name="weight"
        label={t.weighed}
        hint={t.weighedHint}
        inputMode="decimal"
        autoComplete="off"
      />
      <TextArea name="note" label={t.note} rows={2} />
    </>
  )
}

export function Seal() {
  const t = useMessages(actMessages)
  return (
    <Choices
      name="seal"
      legend={t.sealFound}
      options={SEALS.map((seal) => ({ value: seal, label: t[seal] }))}
    />
  )
}

/** `returnBy`: the day that is offered at first. */
export function Refused({ returnBy }: { readonly returnBy: string }) {
  const t = useMessages(actMessages)
  return (
    <>
      <p className="small">{t.turnAwayThen}</p>
      <CountedPackages />
      <fieldset>
        <legend>{t.reasons}</legend>
        {RETURN_REASONS.map((reason) => (
          <Tick key={reason} name={`why-${reason}`} label={t[`${reason}-reason`]} />
        ))}
      </fieldset>
      <DateField name="returnBy" legend={t.returnBy} value={returnBy} />
      <TextArea name="note" label={t.note} rows={2} />
      <Submit kind="against" busy={t.sending}>
        {t.refuse}
      </Submit>
    </>
  )
}
