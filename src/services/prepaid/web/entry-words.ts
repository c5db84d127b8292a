/** The entries of prepaid money in words, for the pages of the log and for receipts. */
import { formatDay, formatMoney } from '#web/kit/format.ts'
import type { Words } from '#web/kit/language.ts'
import type { EntryTold, EntryWords } from '#web/pages/entry-words.ts'
import type { EntryFact } from '#web/pages/views.ts'
import type { JsonObject } from '#kernel/std/json.ts'
import type { EventName } from '../contract.ts'

/** What happened, and what it means, a sentence each. */
const WORDS: Readonly<Record<EventName, readonly [act: Words, summary: Words]>> = {
  'depositary-opened': [
    w('Deposit account opened', '提存账户开立'),
    w(
      'From here on prepaid money is held in this account, under the terms in this entry.',
      '自此预付款存入该账户，条款见本条目。',
    ),
  ],
  'shop-applied': [
    w('Shop asked to join', '商户申请加入'),
    w('The shop asked the notary’s office for supervision.', '商户向公证处申请接受监管。'),
  ],
  'shop-approved': [
    w('Shop approved', '商户获批准'),
    w(
      'A notary checked licence, lease, industry and account name. The shop may sell under deposit.',
      '公证员已核对执照、租约、行业与户名。商户可在提存之下售卡。',
    ),
  ],
  'shop-declined': [
    w('Shop declined', '商户未获批准'),
    w('The shop is not supervised. It was told why.', '该商户不受监管，理由已告知商户。'),
  ],
  'shop-suspended': [
    w('Shop suspended', '商户被暂停'),
    w(
      'The shop sells no new cards. Cards that were paid stay held as before.',
      '商户不再售卡。已付款的卡照旧托管。',
    ),
  ],
  'shop-reinstated': [
    w('Shop reinstated', '商户恢复'),
    w('The shop may sell under deposit again.', '商户恢复在提存之下售卡。'),
  ],
  'product-listed': [
    w('Card listed', '卡上架'),
    w(
      'The shop offers this card. Price and gifts do not change under a contract.',
      '商户提供该卡。合同期内价格与赠送不变。',
    ),
  ],
  'product-withdrawn': [
    w('Card withdrawn', '卡下架'),
    w('It is sold no more. Contracts that were signed go on.', '不再销售。已签合同继续有效。'),
  ],
  'contract-signed': [
    w('Contract signed', '合同签订'),
    w(
      'The consumer signed the text whose digest stands here. Nothing is owed before it is paid.',
      '消费者签订了摘要所指的文本。付款之前不承担付款义务。',
    ),
  ],
  'contract-lapsed': [
    w('Contract lapsed', '合同失效'),
    w('It was not paid in time, and nobody owes anything.', '未按时付款，双方互不相欠。'),
  ],
  'contract-paid': [
    w('Money deposited', '款项提存'),
    w(
      'The payment was matched to its contract and is held for the consumer.',
      '付款已与合同匹配，为消费者托管。',
    ),
  ],
  'contract-expired': [
    w('Card expired', '卡到期'),
    w(
      'It gives no more classes. What is left stays held and can be asked back.',
      '不再可用。余额继续托管，可申请退还。',
    ),
  ],
  'money-suspended': [
    w('Money without a contract', '未匹配款项'),
    w(
      'Money came in that fits no contract. It waits until two notaries match it or send it back.',
      '款项未能与合同匹配，待两名公证员匹配或退回。',
    ),
  ],
  'match-proposed': [
    w('Match proposed', '匹配建议'),
    w(
      'A notary proposes what the money is for; another one is to approve it.',
      '一名公证员提出款项归属，另一名批准。',
    ),
  ],
  'match-rejected': [
    w('Match rejected', '匹配被否'),
    w('The money goes on waiting.', '款项继续等待处理。'),
  ],
  'suspense-returned': [
    w('Money sent back', '款项退回'),
    w('Money that fits no contract goes back to whoever paid it.', '未匹配的款项退回付款人。'),
  ],
  'payout-booked': [
    w('Payout booked', '付款入账'),
    w('The bank has paid what was ordered.', '银行已按指令付款。'),
  ],
  'payout-returned': [
    w('Payout returned', '付款被退'),
    w('The bank sent the money back; it is held again.', '银行退回款项，重新托管。'),
  ],
  'bank-differed': [
    w('Bank differed', '银行有出入'),
    w(
      'The bank booked something that was not ordered. The difference stands until it is put right.',
      '银行记入了未经指令的款项，差额挂账直至更正。',
    ),
  ],
  'bank-corrected': [
    w('Bank corrected', '银行更正'),
    w('The bank put its entry right.', '银行已更正其记录。'),
  ],
  'use-requested': [
    w('Class recorded', '课次登记'),
    w(
      'The shop says that the class was given. The consumer is asked.',
      '商户称已授课，待消费者答复。',
    ),
  ],
  'use-reminded': [
    w('Consumer reminded', '已提醒消费者'),
    w(
      'The consumer was reminded that silence will count as a yes.',
      '已提醒消费者：不答复将视为确认。',
    ),
  ],
  'use-confirmed': [
    w('Class confirmed', '课次确认'),
    w(
      'Its part of the price became the shop’s, and may be contested until the window closes.',
      '相应款项归商户，异议期内仍可提出异议。',
    ),
  ],
  'use-deemed': [
    w('Class deemed confirmed', '课次视为确认'),
    w(
      'Nobody answered for as long as the contract says. It may still be contested in the window.',
      '合同期限内无人答复。异议期内仍可提出异议。',
    ),
  ],
  'use-contested': [
    w('Class contested', '课次有异议'),
    w(
      'Its part of the price stays where it is until this is settled. Nothing else is held up.',
      '相应款项原地不动，直至处理完毕。其他款项不受影响。',
    ),
  ],
  'use-withdrawn': [
    w('Class withdrawn', '课次撤回'),
    w(
      'The shop took it back. Its part of the price stays the consumer’s.',
      '商户撤回，相应款项仍归消费者。',
    ),
  ],
  'use-decided': [
    w('Contest decided', '异议裁定'),
    w('A notary decided after hearing both sides.', '公证员听取双方意见后作出决定。'),
  ],
  'settlement-proposed': [
    w('Settlement proposed', '结算提出'),
    w(
      'What has matured is held for payment until another notary approves it.',
      '已到期的款项预留待付，须另一名公证员批准。',
    ),
  ],
  'settlement-approved': [
    w('Settlement approved', '结算批准'),
    w(
      'A second notary approved it, and the bank was told to pay.',
      '第二名公证员已批准，银行已受托付款。',
    ),
  ],
  'settlement-rejected': [
    w('Settlement rejected', '结算被否'),
    w('Nothing is paid; what was held is free again.', '不付款，预留已释放。'),
  ],
  'settlement-expired': [
    w('Settlement expired', '结算逾期'),
    w('Nobody approved it in time; what was held is free again.', '逾期无人批准，预留已释放。'),
  ],
  'substitute-named': [
    w('Substitute named', '指定代理'),
    w(
      'While a notary is away, another one decides in its place.',
      '公证员不在岗期间由另一名代为决定。',
    ),
  ],
  'refund-asked': [
    w('Refund asked', '申请退款'),
    w(
      'The consumer ended the contract. Interest runs from here.',
      '消费者终止合同，利息自此起算。',
    ),
  ],
  'refund-withdrawn': [
    w('Refund withdrawn', '撤回退款'),
    w('The consumer keeps the card.', '消费者继续用卡。'),
  ],
  'refund-agreed': [
    w('Refund agreed', '同意退款'),
    w('The shop agrees; the notary is next.', '商户同意，待公证员批准。'),
  ],
  'refund-deemed': [
    w('Refund deemed agreed', '退款视为同意'),
    w('The shop kept silent until that counted as agreement.', '商户逾期未答复，视为同意。'),
  ],
  'refund-objected': [
    w('Refund objected to', '退款有异议'),
    w('The shop objects; the notary decides.', '商户有异议，由公证员决定。'),
  ],
  'refund-approved': [
    w('Refund approved', '退款批准'),
    w(
      'The arithmetic stands in this entry, and the bank was told to pay.',
      '计算过程见本条目，银行已受托付款。',
    ),
  ],
  'refund-declined': [
    w('Refund declined', '退款未获批准'),
    w('The card goes on. Both sides were told why.', '卡继续有效，理由已告知双方。'),
  ],
  'refund-account-given': [
    w('Account given', '提供账户'),
    w(
      'The consumer gave another account after the bank sent the money back.',
      '银行退回后，消费者提供了另一账户。',
    ),
  ],
  'refund-resent': [
    w('Refund sent again', '退款重汇'),
    w('The bank was told to pay again.', '银行已受托再次付款。'),
  ],
  'statement-recorded': [
    w('Statement recorded', '对账单记录'),
    w(
      'The bank’s balance at the end of a day, beside that of the book.',
      '某日终了银行余额与账簿余额的对照。',
    ),
  ],
}

function w(en: string, zh: string): Words {
  return { en, zh }
}

type Reading = (value: JsonObject[string] | undefined) => Words | null

const plain: Reading = (value) => (typeof value === 'string' ? w(value, value) : null)
const money: Reading = (value) => {
  if (typeof value !== 'number') return null
  const text = formatMoney(BigInt(value))
  return w(text, text)
}
const day: Reading = (value) =>
  typeof value === 'string' ? w(formatDay('en', value), formatDay('zh', value)) : null
const whole: Reading = (value) =>
  typeof value === 'number' ? w(String(value), String(value)) : null

/** Members that several events have, each with its name and how it is read. */
const FACTS: readonly (readonly [member: string, term: Words, reading: Reading])[] = [
  ['amountMinor', w('Amount', '金额'), money],
  ['refundMinor', w('Goes back', '退还'), money],
  ['interestMinor', w('Interest', '利息'), money],
  ['closingMinor', w('Bank’s balance', '银行余额'), money],
  ['bookMinor', w('Book’s balance', '账簿余额'), money],
  ['n', w('Number', '序号'), whole],
  ['servedOn', w('Day', '日期'), day],
  ['servedAt', w('Time', '时间'), plain],
  ['maturesOn', w('May be paid after', '可付款日'), day],
  ['through', w('Through', '截至'), day],
  ['day', w('Day', '日期'), day],
  ['validThrough', w('Valid through', '有效期至'), day],
  ['cause', w('Cause', '原因'), plain],
  ['outcome', w('Outcome', '结果'), plain],
  ['reason', w('Reason', '理由'), plain],
  ['via', w('How', '方式'), plain],
  ['by', w('By', '答复方'), plain],
  ['contract', w('Contract', '合同'), plain],
  ['use', w('Use', '使用'), plain],
  ['refund', w('Refund', '退款'), plain],
  ['settlement', w('Settlement', '结算'), plain],
  ['payout', w('Payout', '付款'), plain],
  ['product', w('Card', '卡'), plain],
  ['shop', w('Shop', '商户'), plain],
  ['bankEntry', w('Bank’s entry', '银行流水'), plain],
]

/** What an entry is about: the first of these that it has. */
const SUBJECTS = [
  'contract',
  'refund',
  'settlement',
  'product',
  'shop',
  'bankEntry',
  'day',
] as const

function tellWith(summary: Words) {
  return (body: JsonObject): EntryTold => {
    const facts = FACTS.flatMap(([member, term, reading]): readonly EntryFact[] => {
      const value = reading(body[member])
      return value === null ? [] : [{ term, value }]
    })
    const subject = SUBJECTS.map((name) => body[name]).find((value) => typeof value === 'string')
    const told = typeof subject === 'string' ? subject : ''
    return { subject: w(told, told), summary, facts }
  }
}

export const prepaidEntryWords: Readonly<Record<string, EntryWords>> = Object.fromEntries(
  Object.entries(WORDS).map(([name, [act, summary]]) => [
    `prepaid.${name}`,
    { act, tell: tellWith(summary) },
  ]),
)
