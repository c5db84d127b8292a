/** Once more before it is asked for: the cause, the arithmetic, and what happens next. */
import { formatMoney } from '#web/kit/format.ts'
import { Form, Hidden, Submit } from '#web/kit/Form.tsx'
import { Link } from '#web/kit/Link.tsx'
import { useLanguage, useMessages } from '#web/kit/page-context.ts'
import { Page } from '#web/kit/Page.tsx'
import { Head } from '#web/kit/Section.tsx'
import { TextArea } from '#web/kit/TextArea.tsx'
import { cardMessages, causeMessages } from './card-messages.ts'
import type { RefundPageView } from './consumer-views.ts'
import { askRefundPath, cardPath } from './paths.ts'
import { IfNotGiven, RefundSum } from './RefundSum.tsx'

export function AskRefundPage({ card, preview, answerWorkingDays }: RefundPageView) {
  const language = useLanguage()
  const t = useMessages(cardMessages)
  const causes = useMessages(causeMessages)
  const { cause, refundMinor } = preview
  const unanswered = card.usesOpen - card.usesContested
  return (
    <Page title={t.askRefundTitle} place="cards" layout="phone">
      <p className="crumb">
        <Link href={cardPath(card.contract)}>
          {card.shopName[language]}, {card.offerName[language]}
        </Link>
      </p>
      <Head title={t.askRefundTitle}>
        <p>
          <b>{causes[cause]}</b>
        </p>
      </Head>
      <RefundSum {...preview} />
      {card.usesOpen > 0 && <p className="small">{t.openCounted({ count: card.usesOpen })}</p>}
      <IfNotGiven preview={preview} />
      {card.usesCounted > 0 && <p>{t.accepts({ count: card.usesCounted })}</p>}
      <Form action={askRefundPath(card.contract)} query={`?cause=${cause}`}>
        <Hidden name="cause" value={cause} />
        <TextArea name="detail" label={t.detail} hint={t.detailHint} />
        <Submit busy={t.sending}>{t.askRefund({ amount: formatMoney(refundMinor) })}</Submit>
        <p className="small soft">
          {cause === 'seven-day' ? t.nextByRight : t.next({ days: answerWorkingDays })}
          {unanswered > 0 && ` ${t.thenAnswer({ count: unanswered })}`}
        </p>
      </Form>
    </Page>
  )
}
