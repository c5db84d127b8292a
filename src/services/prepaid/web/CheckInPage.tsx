/** Where a shop's code leads: one tap says which card the class is on, and that it was given. */
import { Choices } from '#web/kit/Choice.tsx'
import { formatMoney } from '#web/kit/format.ts'
import { Form, Submit } from '#web/kit/Form.tsx'
import { Money } from '#web/kit/Figure.tsx'
import { catalogue } from '#web/kit/language.ts'
import { Empty } from '#web/kit/Note.tsx'
import { useLanguage, useMessages } from '#web/kit/page-context.ts'
import { Page } from '#web/kit/Page.tsx'
import { Head } from '#web/kit/Section.tsx'
import type { Words } from '../contract.ts'
import type { CardLine } from './consumer-views.ts'
import { checkInPath } from './paths.ts'

export type CheckInView = {
  readonly shop: string
  readonly shopName: Words
  /** Cards of this shop that have a class left, each with what the next one is worth. */
  readonly cards: readonly { readonly card: CardLine; readonly nextMinor: bigint }[]
}

const messages = catalogue(
  {
    title: ({ shop }: { shop: string }) => `Are you at ${shop}?`,
    lead: 'You answer for a class that you are having or have just had today.',
    which: 'Which card?',
    left: ({ count, amount }: { count: number; amount: string }) =>
      `${count} left; the next one is ${amount}`,
    yes: 'Yes, count one class',
    sending: 'Recording …',
    consequence:
      'Its part of the price becomes the shop’s. You may contest it while the objection window is open.',
    none: 'You hold no card of this shop with a class left.',
    held: 'Held for you',
  },
  {
    title: ({ shop }) => `您在${shop}吗？`,
    lead: '为今天正在上或刚上完的一次课答复。',
    which: '用哪张卡？',
    left: ({ count, amount }) => `还剩 ${count} 次；下一次 ${amount}`,
    yes: '是，计一次',
    sending: '正在记录……',
    consequence: '这一次的款项归商户。异议期内您仍可提出异议。',
    none: '您没有该商户还有余次的卡。',
    held: '为您托管',
  },
)

export function CheckInPage({ shop, shopName, cards }: CheckInView) {
  const language = useLanguage()
  const t = useMessages(messages)
  const title = t.title({ shop: shopName[language] })
  const [only, second] = cards
  return (
    <Page title={title} place="cards" layout="phone">
      <Head title={title}>
        <p className="soft">{t.lead}</p>
      </Head>
      {only === undefined ? (
        <Empty>{t.none}</Empty>
      ) : (
        <Form action={checkInPath(shop)}>
          <Choices
            name="contract"
            legend={t.which}
            {...(second === undefined ? { value: only.card.contract } : {})}
            options={cards.map(({ card, nextMinor }) => ({
              value: card.contract,
              label: card.offerName[language],
              hint: t.left({
                count: card.usesTotal - card.usesCounted - card.usesOpen,
                amount: formatMoney(nextMinor),
              }),
              end: <Money amountMinor={card.heldMinor} />,
            }))}
          />
          <Submit busy={t.sending}>{t.yes}</Submit>
          <p className="small soft">{t.consequence}</p>
        </Form>
      )}
    </Page>
  )
}
