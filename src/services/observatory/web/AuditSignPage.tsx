/** Signing: the hub audits the text again, and records digests and counts under the signer's name. */
import { Form } from '#web/kit/Form.tsx'
import { useMessages } from '#web/kit/page-context.ts'
import { Page } from '#web/kit/Page.tsx'
import { Head } from '#web/kit/Section.tsx'
import { TextArea } from '#web/kit/TextArea.tsx'
import { auditMessages } from './audit-messages.ts'
import { auditSignPath } from './audit-paths.ts'

export function AuditSignPage() {
  const t = useMessages(auditMessages)
  return (
    <Page title={t.signTitle} place="figures" islands={['audit-sign']}>
      <Head title={t.signTitle}>
        <p className="lead soft">{t.signLead}</p>
      </Head>
      <Form action={auditSignPath}>
        <TextArea name="text" label={t.textLabel} rows={12} />
        <TextArea name="date" label={t.dateLabel} hint={t.dateHint} rows={1} />
        <TextArea name="corrections" label={t.correctionsLabel} hint={t.correctionsHint} rows={3} />
        <p className="row">
          <button className="btn" type="submit">
            {t.signDo}
          </button>
          <span className="fine">{t.signNote}</span>
        </p>
      </Form>
    </Page>
  )
}
