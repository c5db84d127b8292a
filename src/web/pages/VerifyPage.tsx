/** Check receipts in the browser, with no network. Without a script the page says how else. */
import { Link } from '#web/kit/Link.tsx'
import { useLanguage, useMessages } from '#web/kit/page-context.ts'
import { Page } from '#web/kit/Page.tsx'
import { Section } from '#web/kit/Section.tsx'
import { verifyMessages } from '#web/verify/verify-messages.ts'
import { type DeskPolicy, VerifyDesk } from '#web/verify/VerifyDesk.tsx'
import { aboutPath } from './paths.ts'

export type VerifyView = { readonly policies: readonly DeskPolicy[] }

export function VerifyPage({ policies }: VerifyView) {
  const t = useMessages(verifyMessages)
  return (
    <Page title={t.title} place="verify" islands={['verify']}>
      <VerifyDesk policies={policies} language={useLanguage()} />
      <div data-verify-idle="">
        <Section id="limits" title={t.limits}>
          <p>{t.limitsText}</p>
          <p className="small">
            <Link href={`${aboutPath}#proof`}>{t.limitsMore}</Link>
          </p>
        </Section>
      </div>
    </Page>
  )
}
