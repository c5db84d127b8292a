/** A consignment is described once, and then it is on its way. */
import { DateField } from '#web/kit/DateField.tsx'
import { Field, Form, Submit } from '#web/kit/Form.tsx'
import { Link } from '#web/kit/Link.tsx'
import { useLanguage, useMessages } from '#web/kit/page-context.ts'
import { Page } from '#web/kit/Page.tsx'
import { Head } from '#web/kit/Section.tsx'
import { Select } from '#web/kit/Select.tsx'
import { actMessages } from './act-messages.ts'
import { handoverMessages } from './handover-messages.ts'
import { consignmentsPath, sendPath } from './paths.ts'
import type { NamedOption, SendView } from './views.ts'

export function SendPage({ ownName, consignees, places, receiveBy }: SendView) {
  const language = useLanguage()
  const t = useMessages(actMessages)
  const all = useMessages(handoverMessages)
  const options = (named: readonly NamedOption[]) =>
    named.map(({ value, name }) => ({ value, label: name[language] }))
  return (
    <Page title={t.sendTitle} place="handover" layout="phone">
      <p className="crumb">
        <Link href={consignmentsPath}>{all.title}</Link>
      </p>
      <Head title={t.sendTitle}>
        <p className="soft">{t.sendLead({ name: ownName[language] })}</p>
      </Head>
      <Form action={sendPath}>
        <Select name="to" label={t.to} hint={t.toHint} options={options(consignees)} />
        <Select name="placeOfDispatch" label={t.from} options={options(places)} />
        <Select name="placeOfReceipt" label={t.there} options={options(places)} />
        <Field name="packages" label={t.packages} inputMode="numeric" autoComplete="off" />
        <Field
          name="weight"
          label={t.weight}
          hint={t.weightHint}
          inputMode="decimal"
          autoComplete="off"
        />
        <DateField name="receiveBy" legend={t.receiveBy} value={receiveBy} />
        <Field name="goods" label={t.goods} hint={t.goodsHint} autoComplete="off" />
        <Field name="seal" label={t.seal} hint={t.optional} autoComplete="off" />
        <Field name="reference" label={t.reference} hint={t.optional} autoComplete="off" />
        <Submit busy={t.sending}>{t.send}</Submit>
        <p className="small">{t.sendAfter}</p>
      </Form>
    </Page>
  )
}
