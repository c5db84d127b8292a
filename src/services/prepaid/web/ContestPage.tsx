/** One question: what is wrong with this class. */
import { Choices } from '#web/kit/Choice.tsx'
import { formatDay, formatMoney } from '#web/kit/format.ts'
import { Form, Submit } from '#web/kit/Form.tsx'
import { Link } from '#web/kit/Link.tsx'
import { useLanguage, useMessages } from '#web/kit/page-context.ts'
import { Page } from '#web/kit/Page.tsx'
import { Head } from '#web/kit/Section.tsx'
import { TextArea } from '#web/kit/TextArea.tsx'
import { cardMessages } from './card-messages.ts'
import type { CardLine, UseLine } from './consumer-views.ts'
import { cardPath, contestPath } from './paths.ts'

export type ContestView = { readonly card: CardLine; readonly use: UseLine }

export function ContestPage({ card, use }: ContestView) {
  const language = useLanguage()
  const t = useMessages(cardMessages)
  const title = t.contestTitle({ n: use.n })
  return (
    <Page title={title} place="cards" layout="phone">
      <p className="crumb">
        <Link href={cardPath(card.contract)}>
          {card.shopName[language]}, {card.offerName[language]}
        </Link>
      </p>
      <Head title={title}>
        <p className="soft">
          {formatDay(language, use.servedOn)}, {use.servedAt}
        </p>
      </Head>
      <Form action={contestPath(use.use)}>
        <Choices
          name="reason"
          legend={t.contestWhy}
          options={[
            { value: 'not-there', label: t.notThere },
            { value: 'not-delivered', label: t.notDelivered },
            { value: 'counted-twice', label: t.countedTwice },
            { value: 'other', label: t.other },
          ]}
        />
        <TextArea name="detail" label={t.detail} hint={t.detailHint} />
        <Submit kind="against" busy={t.sending}>
          {t.contest}
        </Submit>
        <p className="small">{t.contestConsequence({ amount: formatMoney(use.amountMinor) })}</p>
      </Form>
    </Page>
  )
}
