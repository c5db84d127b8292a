/** The contract in plain words, and the one act that makes it: signing. The Chinese text is the one that holds. */
import { Choices } from '#web/kit/Choice.tsx'
import { formatMoney } from '#web/kit/format.ts'
import { Form, Hidden, Submit } from '#web/kit/Form.tsx'
import { Money } from '#web/kit/Figure.tsx'
import { Hash } from '#web/kit/Hash.tsx'
import { catalogue } from '#web/kit/language.ts'
import { Link } from '#web/kit/Link.tsx'
import { useLanguage, useMessages } from '#web/kit/page-context.ts'
import { Page } from '#web/kit/Page.tsx'
import { Head } from '#web/kit/Section.tsx'
import type { BuyView } from './consumer-views.ts'
import { OfferFacts } from './OfferFacts.tsx'
import { buyPath, shopPath } from './paths.ts'

const messages = catalogue(
  {
    title: ({ offer }: { offer: string }) => `The contract for ${offer}`,
    lead: ({ office }: { office: string }) =>
      `Your money goes to the deposit account of ${office}, and becomes the shop’s class by class.`,
    prior: 'Had you had this service before, from this shop or another?',
    priorHint: 'Whoever had not may ask for the whole sum back within seven days (article 14).',
    never: 'No, this is new to me',
    before: 'Yes, I had it before',
    sign: ({ amount }: { amount: string }) => `Sign, and pay ${amount} next`,
    signing: 'Signing …',
    consequence:
      'You sign this text and no other: its digest stands in the entry. Nothing is owed before you pay.',
    digest: 'Digest of the Chinese text (SHA-256)',
    notForYou: 'Only a consumer can sign. Sign in as one to buy this card.',
  },
  {
    title: ({ offer }) => `${offer}的合同`,
    lead: ({ office }) => `您的款项进入${office}的提存账户，每上一次课才归商户一份。`,
    prior: '此前是否体验过该服务（在本店或他处）？',
    priorHint: '未体验过的，七日内可要求全额退还（第十四条）。',
    never: '没有，第一次',
    before: '体验过',
    sign: ({ amount }) => `签订，下一步支付 ${amount}`,
    signing: '正在签订……',
    consequence: '您签订的就是这份文本：其摘要写入条目。付款之前，您不承担任何付款义务。',
    digest: '中文文本摘要（SHA-256）',
    notForYou: '只有消费者可以签订。请以消费者身份登录后购买。',
  },
)

export function BuyPage(view: BuyView) {
  const language = useLanguage()
  const t = useMessages(messages)
  const { offer, shop, shopName, officeName, clauses, textSha256 } = view
  const title = t.title({ offer: offer.name[language] })
  return (
    <Page title={title} place="cards" layout="phone">
      <p className="crumb">
        <Link href={shopPath(shop)}>{shopName[language]}</Link>
      </p>
      <Head title={title}>
        <p className="fig big">
          <Money amountMinor={BigInt(offer.priceMinor)} />
        </p>
        <p className="soft">{t.lead({ office: officeName[language] })}</p>
      </Head>
      <OfferFacts offer={offer} />
      <ol className="clauses">
        {clauses.map(({ title: heading, sentences }) => (
          <li key={heading.en}>
            <h2>{heading[language]}</h2>
            {sentences.map(({ words, source }) => (
              <p key={words.en}>
                {words[language]}
                {source !== null && <small className="soft"> {source[language]}</small>}
              </p>
            ))}
          </li>
        ))}
      </ol>
      <p className="fine">
        {t.digest}: <Hash hex={textSha256} />
      </p>
      {view.canBuy ? <Signing view={view} /> : <p className="note">{t.notForYou}</p>}
    </Page>
  )
}

function Signing({ view: { product, offer, textSha256 } }: { readonly view: BuyView }) {
  const t = useMessages(messages)
  return (
    <Form action={buyPath(product)} className="ask flow">
      <Hidden name="textSha256" value={textSha256} />
      <Choices
        name="experience"
        legend={t.prior}
        hint={t.priorHint}
        options={[
          { value: 'none', label: t.never },
          { value: 'had', label: t.before },
        ]}
      />
      <Submit busy={t.signing}>{t.sign({ amount: formatMoney(BigInt(offer.priceMinor)) })}</Submit>
      <p className="small">{t.consequence}</p>
    </Form>
  )
}
