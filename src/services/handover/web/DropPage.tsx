/** A receipt that a party brings by hand, from whichever book it is. */
import { Field, Form, Submit } from '#web/kit/Form.tsx'
import { Link } from '#web/kit/Link.tsx'
import { useMessages } from '#web/kit/page-context.ts'
import { Page } from '#web/kit/Page.tsx'
import { Head } from '#web/kit/Section.tsx'
import { TextArea } from '#web/kit/TextArea.tsx'
import { actMessages, handoverMessages } from './handover-messages.ts'
import { consignmentsPath, dropPath } from './paths.ts'

export function DropPage() {
  const t = useMessages(actMessages)
  const all = useMessages(handoverMessages)
  return (
    <Page title={t.dropTitle} place="handover" layout="phone" islands={['receipt-file']}>
      <p className="crumb">
        <Link href={consignmentsPath}>{all.title}</Link>
      </p>
      <Head title={t.dropTitle}>
        <p className="soft">{t.dropLead}</p>
      </Head>
      <Form action={dropPath}>
        <div data-receipt-file={t.dropReceipt}>
          <TextArea name="receipt" label={t.dropReceipt} hint={t.dropHint} rows={8} />
        </div>
        <Field
          name="packages"
          label={t.dropCount}
          hint={t.dropCountHint}
          inputMode="numeric"
          autoComplete="off"
        />
        <Submit busy={t.sending}>{t.dropSend}</Submit>
      </Form>
    </Page>
  )
}
