/** A refund that waits for the shop: the arithmetic, what follows from each answer, and by when. */
import { Choices } from '#web/kit/Choice.tsx'
import { Clock } from '#web/kit/Clock.tsx'
import { formatCount, formatDay, formatMoney } from '#web/kit/format.ts'
import { Form, Submit } from '#web/kit/Form.tsx'
import { Money } from '#web/kit/Figure.tsx'
import { catalogue } from '#web/kit/language.ts'
import { Link } from '#web/kit/Link.tsx'
import { useLanguage, useMessages } from '#web/kit/page-context.ts'
import { Page } from '#web/kit/Page.tsx'
import { Facts, Head } from '#web/kit/Section.tsx'
import { State } from '#web/kit/State.tsx'
import { Sum } from '#web/kit/Sum.tsx'
import { TextArea } from '#web/kit/TextArea.tsx'
import { Time } from '#web/kit/Time.tsx'
import { ArticlesNote } from './ArticlesNote.tsx'
import { cardMessages, stepMessages } from './card-messages.ts'
import { Tail } from './CounterGuests.tsx'
import type { ShopRefundView } from './counter-views.ts'
import { OfferFacts } from './OfferFacts.tsx'
import { todayPath } from './paths.ts'
import { stepLine } from './RefundSum.tsx'
import { saidFacts } from './refund-said.ts'
import { shopRefundPath } from './shop-paths.ts'

/** Who says what, as the shop reads it. */
const saidMessages = catalogue(
  {
    consumer: 'The customer adds',
    shop: 'You say',
    notary: 'The notary says',
    account: 'Another account of the customer',
  },
  {
    consumer: '顾客的说明',
    shop: '您的说明',
    notary: '公证员的说明',
    account: '顾客的另一账户',
  },
)

const messages = catalogue(
  {
    title: ({ amount }: { amount: string }) => `${amount} is asked back`,
    today: 'Today',
    arithmetic: 'The arithmetic',
    paid: 'The customer paid',
    back: 'Back to the customer',
    left: 'Stays with what you have earned',
    heldNow: 'Held now',
    asked: 'Asked for',
    cause: 'Why it ends, as the customer says',
    'seven-day': 'Within seven days, without a reason',
    shop: 'The shop is the cause',
    consumer: 'The customer’s own decision',
    neither: 'Neither side is the cause',
    agree: 'Agree',
    agreeThen: ({ amount }: { amount: string }) =>
      `The notary approves, and ${amount} goes back to the account that was paid from.`,
    object: 'Object',
    objectThen: 'The notary hears both of you and decides the cause and the sum.',
    answer: 'What do you answer?',
    reason: 'Why, if you object',
    reasonHint: 'The customer, you and the notary can read it.',
    send: 'Send the answer',
    sending: 'Recording …',
    silence: ({ day }: { day: string }) => `Silence counts as agreed at the end of ${day}`,
    rule: 'By the contract, in working days.',
    asState: 'Where it stands',
    'state-asked': 'Waits for your answer',
    'state-deemed': 'Nobody answered in time: counts as agreed',
    'state-agreed': 'Agreed, the notary is to approve',
    'state-objected': 'You object, the notary is to decide',
    'state-approved': 'Approved, on its way from the bank',
    'state-paid': 'Paid',
    'state-returned': 'The bank sent it back',
    'state-declined': 'Declined by the notary',
    'state-withdrawn': 'The customer took it back',
    right: 'A right of the first seven days: no answer is needed.',
    interest: 'Interest runs from the day it ends (article 17); the notary adds it.',
    proposal:
      'The notary may decide otherwise about gifts in kind and classes inside the seven days.',
    offer: 'The card',
    entry: ({ index }: { index: string }) => `Entry ${index}`,
  },
  {
    title: ({ amount }) => `申请退回 ${amount}`,
    today: '今天',
    arithmetic: '计算',
    paid: '顾客已支付',
    back: '退给顾客',
    left: '归您已得部分',
    heldNow: '现托管',
    asked: '申请时间',
    cause: '顾客所述原因',
    'seven-day': '七日内，无需理由',
    shop: '商户的原因',
    consumer: '顾客自己的决定',
    neither: '双方都没有责任',
    agree: '同意',
    agreeThen: ({ amount }) => `公证员批准后，${amount} 退回原付款账户。`,
    object: '有异议',
    objectThen: '公证员听取双方意见后，决定原因和金额。',
    answer: '您的答复？',
    reason: '如有异议，请说明理由',
    reasonHint: '顾客、您和公证员可以看到。',
    send: '提交答复',
    sending: '正在记录……',
    silence: ({ day }) => `不答复，${day}结束时视为同意`,
    rule: '依合同，按工作日计。',
    asState: '进度',
    'state-asked': '等您答复',
    'state-deemed': '逾期未答复，视为同意',
    'state-agreed': '已同意，待公证员批准',
    'state-objected': '您有异议，待公证员决定',
    'state-approved': '已批准，银行汇款中',
    'state-paid': '已退到账',
    'state-returned': '银行已退回',
    'state-declined': '公证员未予批准',
    'state-withdrawn': '顾客已撤回',
    right: '属七日内的权利，无需答复。',
    interest: '利息自结束之日起算（第十七条），由公证员计入。',
    proposal: '实物赠品与七日内已用课次，由公证员另行决定。',
    offer: '所购的卡',
    entry: ({ index }) => `条目 ${index}`,
  },
)

/** The steps that speak to their reader, as the shop reads them. */
const shopSteps = catalogue(
  { returned: 'Months that were decided for the customer', held: 'What is still held' },
  { returned: '认定归顾客的月份', held: '仍在托管的金额' },
)

export function ShopRefundPage(view: ShopRefundView) {
  const language = useLanguage()
  const t = useMessages(messages)
  const said = useMessages(saidMessages)
  const { own, guest, offerName, offer, refund, words, preview, heldMinor } = view
  const title = t.title({ amount: formatMoney(preview.refundMinor) })
  return (
    <Page title={title} place="today" layout="phone">
      <p className="crumb">
        <Link href={todayPath}>{t.today}</Link>
      </p>
      <Head title={title}>
        <p>
          <Standing view={view} />
        </p>
        <p className="soft">
          {guest.name[language]} <Tail guest={guest} />, {offerName[language]}
        </p>
      </Head>
      <Facts
        facts={[
          { term: t.cause, value: t[refund.cause] },
          { term: t.asked, value: <Time at={refund.askedAt} /> },
          { term: t.heldNow, value: <Money amountMinor={heldMinor} /> },
          ...saidFacts(words, said),
        ]}
      />
      <section className="psec" aria-labelledby="sum">
        <h2 id="sum">{t.arithmetic}</h2>
        <Arithmetic view={view} />
      </section>
      <Answering view={view} />
      <section className="psec" aria-labelledby="offer">
        <h2 id="offer">{t.offer}</h2>
        <OfferFacts offer={offer} />
        <p className="small">
          <Link href={`/log/${own.book}/${refund.entry}`}>
            {t.entry({ index: formatCount(refund.entry) })}
          </Link>
        </p>
      </section>
    </Page>
  )
}

function Standing({ view: { refund, mayAnswer } }: { readonly view: ShopRefundView }) {
  const t = useMessages(messages)
  if (refund.state === 'asked') {
    if (refund.answer === 'right') return <State state="open">{t.right}</State>
    return <State state="open">{mayAnswer ? t['state-asked'] : t['state-deemed']}</State>
  }
  const isBroken = refund.state === 'objected' || refund.state === 'returned'
  const isOver = refund.state === 'paid' || refund.state === 'declined'
  const state = isBroken ? 'broken' : isOver || refund.state === 'withdrawn' ? 'closed' : 'open'
  return <State state={state}>{t[`state-${refund.state}`]}</State>
}

function Arithmetic({ view: { preview } }: { readonly view: ShopRefundView }) {
  const t = useMessages(messages)
  const card = useMessages(cardMessages)
  const steps = useMessages(stepMessages)
  const { returned, held } = useMessages(shopSteps)
  const words = { ...steps, 'tranches-returned': returned, held }
  const cardWords = { ...card, paidStep: t.paid, backToYou: t.back }
  return (
    <>
      <Sum
        caption={t.arithmetic}
        lines={preview.steps
          .filter(({ code }) => code !== 'refund')
          .map((step) => stepLine(step, words, cardWords))}
        result={{ label: t.back, value: <Money amountMinor={preview.refundMinor} /> }}
      />
      <ArticlesNote articles={preview.articles} />
      <p className="fine">
        {t.interest}
        {preview.isProposal && ` ${t.proposal}`}
      </p>
    </>
  )
}

function Answering({ view }: { readonly view: ShopRefundView }) {
  const language = useLanguage()
  const t = useMessages(messages)
  const { own, refund, preview, mayAnswer } = view
  if (!mayAnswer || !own.isHead) return null
  const { answerDue } = refund
  return (
    <Form action={shopRefundPath(refund.refund)} className="ask flow">
      <Choices
        name="answer"
        legend={t.answer}
        options={[
          {
            value: 'agree',
            label: t.agree,
            hint: t.agreeThen({ amount: formatMoney(preview.refundMinor) }),
          },
          { value: 'object', label: t.object, hint: t.objectThen },
        ]}
      />
      <TextArea name="reason" label={t.reason} hint={t.reasonHint} />
      <Submit busy={t.sending}>{t.send}</Submit>
      {answerDue !== null && (
        <Clock days={answerDue.days} isProvisional={answerDue.isProvisional} rule={t.rule}>
          {t.silence({ day: formatDay(language, answerDue.day) })}
        </Clock>
      )}
    </Form>
  )
}
