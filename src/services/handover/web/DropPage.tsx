/** A receipt that a party brings by hand, from whichever book it is, with what was found of the goods it is of. */
import { Form, Submit } from '#web/kit/Form.tsx'
import { Link } from '#web/kit/Link.tsx'
import { useMessages } from '#web/kit/page-context.ts'
import { Page } from '#web/kit/Page.tsx'
import { Head } from '#web/kit/Section.tsx'
import { TextArea } from '#web/kit/TextArea.tsx'
import { actMessages } from './act-messages.ts'
import { Counted, Refused } from './Counted.tsx'
import { handoverMessages } from './handover-messages.ts'
import { consignmentsPath, dropPath, dropRefusalPath } from './paths.ts'
import type { DropView } from './views.ts'

export function DropPage({ returnBy }: DropView) {
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
      <div className="flow">
        <Form action={dropPath} label={t.dropTitle}>
          <ReceiptField />
          <h2>{t.dropGoods}</h2>
          <p className="small">{t.dropGoodsHint}</p>
          <Counted />
          <Submit busy={t.sending}>{t.dropSend}</Submit>
        </Form>
        <details className="why">
          <summary>
            <b>{t.dropTurnAway}</b>
          </summary>
          <Form action={dropRefusalPath} label={t.dropTurnAway}>
            <ReceiptField />
            <Refused returnBy={returnBy} />
          </Form>
        </details>
      </div>
    </Page>
  )
}

function ReceiptField() {
  const t = useMessages(actMessages)
  return (
    <div data-receipt-file={t.dropReceipt}>
      <TextArea name="receipt" label={t.dropReceipt} hint={t.dropHint} rows={8} />
    </div>
  )
}
