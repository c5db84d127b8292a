/** The first wording of the contract. It was signed: what it says never changes. */
import { unreachable } from '#kernel/std/assert.ts'
import type { Industry, Offer, Terms } from '../contract.ts'
import type { CapLimit, CapRule } from './cap-rules.ts'
import { refundClauses } from './contract-text-one-refund.ts'
import { both, days, interpretation, law, yuan } from './contract-words.ts'
import type { BothWords, Clause, ContractMatter, Sentence } from './contract-words.ts'
import { TRANCHE_DAYS, usesTotalOf } from './signed.ts'

const INDUSTRY_WORDS: Readonly<Record<Industry, BothWords>> = {
  fitness: both('sports and fitness', '体育健身'),
  tutoring: both('tutoring', '校外培训'),
  'children-sports': both('sports tutoring of children', '少儿体育培训'),
}

export function clausesOne(matter: ContractMatter): readonly Clause[] {
  const { offer, terms } = matter
  return [
    subject(matter),
    price(offer),
    caps(matter.rules),
    deposit(matter),
    validity(offer),
    using(offer, terms),
    release(terms),
    ...refundClauses(offer, terms),
    records(),
  ]
}

function clause(title: BothWords, sentences: readonly (Sentence | undefined)[]): Clause {
  return { title, sentences: sentences.filter((sentence) => sentence !== undefined) }
}

function subject({ shopName, officeName, offer, industry, leaseEndsOn }: ContractMatter): Clause {
  return clause(both('Who and what', '当事人与标的'), [
    both(
      `Between you and ${shopName.en}, which gives the service. ${officeName.en} holds the money.`,
      `本合同由您与${shopName.zh}订立，由${shopName.zh}提供服务，${officeName.zh}保管款项。`,
    ),
    both(
      `You buy: ${offer.name.en}, ${amountOf(offer).en}.`,
      `您购买：${offer.name.zh}，${amountOf(offer).zh}。`,
    ),
    both(
      `Industry, as a notary approved it: ${INDUSTRY_WORDS[industry].en}.`,
      `公证员核准的行业：${INDUSTRY_WORDS[industry].zh}。`,
    ),
    both(
      `The shop said that its lease ends on ${leaseEndsOn}.`,
      `经营者所报经营场所租赁期限至 ${leaseEndsOn}。`,
    ),
    law(
      'The contract is in writing and says content, price, refund and breach.',
      '本合同为书面合同，载明服务内容、价款、退款方式和违约责任。',
      both(
        'Implementing Regulation of the Consumer Law, art. 22',
        '消费者权益保护法实施条例第22条',
      ),
    ),
  ])
}

function amountOf(offer: Offer): BothWords {
  if (offer.kind === 'count') {
    const { uses, giftUses } = offer
    const gift =
      giftUses === 0 ? both('', '') : both(` and ${giftUses} as a gift`, `，另赠 ${giftUses} 次`)
    return both(`${uses} classes${gift.en}`, `${uses} 次${gift.zh}`)
  }
  const { giftDays } = offer
  const gift =
    giftDays === 0 ? both('', '') : both(` and ${giftDays} as a gift`, `，另赠 ${giftDays} 天`)
  return both(`${offer.days} days${gift.en}`, `${offer.days} 天${gift.zh}`)
}

function price(offer: Offer): Clause {
  const { giftInKind } = offer
  return clause(both('Price', '价款'), [
    both(`You pay ${yuan(offer.priceMinor)}.`, `您支付 ${yuan(offer.priceMinor)}。`),
    offer.kind === 'count'
      ? both(
          `Without discount one class costs ${yuan(offer.listUnitMinor)}.`,
          `不打折时，每次 ${yuan(offer.listUnitMinor)}。`,
        )
      : both(
          `Without discount the card costs ${yuan(offer.listPriceMinor)}.`,
          `不打折时，此卡 ${yuan(offer.listPriceMinor)}。`,
        ),
    giftInKind === undefined
      ? undefined
      : law(
          `A gift comes with it: ${giftInKind.en}. If money goes back, the notary weighs what it is worth.`,
          `随附赠品：${giftInKind.zh}。退款时由公证员酌定其价值。`,
          interpretation(21),
        ),
    law(
      'The shop may not raise the price or lower the quality on its own.',
      '经营者不得单方提高价格或者降低服务质量。',
      interpretation(12),
    ),
  ])
}

function caps(rules: readonly CapRule[]): Clause {
  const none = both(
    'No rule with a cap for this industry and place is known to the hub as in force today.',
    '本平台所知范围内，今日没有适用于该行业和地区的预收款限额规定。',
  )
  return clause(
    both('How much may be prepaid', '预收限额'),
    rules.length === 0 ? [none] : rules.map(capOf),
  )
}

function capOf(rule: CapRule): Sentence {
  const { title, number, article, from, until, limits, unconfirmed } = rule
  const unknown = both('unknown', '不详')
  const inForce = both(
    `in force from ${from ?? unknown.en} to ${until ?? unknown.en}`,
    `施行期间 ${from ?? unknown.zh} 至 ${until ?? unknown.zh}`,
  )
  const counted = unconfirmed.includes('gifts')
    ? both(' Gifts are counted, which the rule does not say.', '赠送部分计入限额，规定原文未明确。')
    : both('', '')
  return law(
    `Limits: ${limits.map((limit) => limitOf(limit).en).join('; ')}.${counted.en}`,
    `${limits.map((limit) => limitOf(limit).zh).join('；')}。${counted.zh}`,
    both(
      `${title.en}, ${number}, ${article === null ? 'article unknown' : `art. ${article}`}, ${inForce.en}`,
      `《${title.zh}》${number}${article === null ? '条款不详' : `第${article}条`}，${inForce.zh}`,
    ),
  )
}

function limitOf({ quantity, max }: CapLimit): BothWords {
  switch (quantity) {
    case 'period-balance':
      return both(`cards of days at most ${yuan(max)}`, `会籍类不超过 ${yuan(max)}`)
    case 'period-term':
      return both(`and at most ${max} months`, `时长不超过 ${max} 个月`)
    case 'count-balance':
      return both(`classes at most ${yuan(max)}`, `课时类不超过 ${yuan(max)}`)
    case 'count-uses':
      return both(`and at most ${max} of them`, `次数不超过 ${max} 次`)
    case 'total-balance':
      return both(
        `all that one consumer has prepaid at the shop at most ${yuan(max)}, a renewal included`,
        `同一消费者各类预付款总计不超过 ${yuan(max)}，续约后的余额亦同`,
      )
    case 'charge':
      return both(`one charge at most ${yuan(max)}`, `一次性收费不超过 ${yuan(max)}`)
    case 'charge-term':
      return both(`for at most ${max} months`, `时间跨度不超过 ${max} 个月`)
    case 'charge-uses':
      return both(`or at most ${max} lessons`, `或者不超过 ${max} 课时`)
    default:
      return unreachable(quantity)
  }
}

function deposit({ officeName, shopName, offer, terms }: ContractMatter): Clause {
  return clause(both('Who holds the money', '款项的保管'), [
    both(
      `You pay into the deposit account of ${officeName.en}, never to ${shopName.en}, and give the number of this contract as reference.`,
      `您将款项付入${officeName.zh}的提存账户，不付给${shopName.zh}，并以本合同编号为附言。`,
    ),
    both(
      `If ${yuan(offer.priceMinor)} have not arrived within ${days(terms.paymentDays).en} after the day of signing, or on the next working day if the last of them is a rest day, the contract lapses and nobody owes anything.`,
      `签约日后 ${days(terms.paymentDays).zh}内（最后一日为休息日的，顺延至下一工作日）未收到 ${yuan(offer.priceMinor)} 的，本合同失效，双方互不负担。`,
    ),
    both(
      'The deposit is conditional, as agreed here: what you pay in is not yet paid to the shop. It becomes the shop’s part by part, as clause 6 says.',
      '按本合同约定，此为附条件的提存：您付入的款项尚未视为付给经营者，只按第 6 条逐笔归经营者。',
    ),
  ])
}

function validity(offer: Offer): Clause {
  const title = both('How long it is valid', '有效期')
  if (offer.kind === 'count') {
    return clause(title, [
      both(
        `The card is valid for ${offer.validityDays} days after the day of payment.`,
        `本卡自付款次日起 ${offer.validityDays} 天内有效。`,
      ),
      law(
        'Its end forfeits nothing: what is left stays held for you, and you may ask for it back.',
        '到期不等于作废：未使用的余额继续为您保管，您可以申请退款。',
        interpretation(24),
      ),
    ])
  }
  const total = offer.days + offer.giftDays
  return clause(title, [
    both(
      `The card is valid for ${total} days; the day of payment is the first.`,
      `本卡有效 ${total} 天，付款当日为第一天。`,
    ),
    law(
      'If you did not come on days on which the shop was open, these days are over all the same; if the shop stopped earlier, days count to that day only.',
      '经营者正常营业而您未到店的，期间照常计算；经营者提前停业的，只计算到停业之日。',
      interpretation(22),
    ),
  ])
}

function using(offer: Offer, terms: Terms): Clause {
  const { deemedWorkingDays, remindersBeforeWorkingDays, objectionWorkingDays } = terms
  const total = usesTotalOf(offer)
  const asked =
    offer.kind === 'count'
      ? both(
          `After each class the shop asks you whether you were there. Each of the ${total} classes is worth an equal part of the price, rounded down to the fen; the last one has the rest.`,
          `每次课后，经营者请您确认是否上课。${total} 次中每次为价款的等分（舍去不足一分的部分），最后一次为余数。`,
        )
      : both(
          `After every ${TRANCHE_DAYS} days, and at the end, you are asked whether the shop was open to you; there are ${total} such parts, by days.`,
          `每满 ${TRANCHE_DAYS} 天及期满时，请您确认经营者是否正常提供服务；按天数共分 ${total} 笔。`,
        )
  const reminders = remindersBeforeWorkingDays.join(' and ')
  const chinese = remindersBeforeWorkingDays.join('、')
  return clause(both('What counts as used', '使用的确认'), [
    asked,
    both(
      `If you say yes, that part becomes the shop’s. If you say no, it stays where it is until the shop gives in or a notary has decided, and no other part is touched.`,
      `您答“是”，该笔归经营者。您提出异议，该笔原地不动，直至经营者撤回或者公证员作出决定，其他各笔不受影响。`,
    ),
    both(
      `Silence counts as yes after ${deemedWorkingDays} working days, as agreed here.${reminders === '' ? '' : ` You are reminded ${reminders} working days before.`}`,
      `按本合同约定，${deemedWorkingDays} 个工作日内不答复的，视为确认。${chinese === '' ? '' : `届满前 ${chinese} 个工作日各提醒一次。`}`,
    ),
    both(
      `A yes, and a silence that counts as one, may be contested for ${objectionWorkingDays} working days. Where a clerk answers for you because you have no phone with you, it is for ${deemedWorkingDays}.`,
      `确认或者视为确认后 ${objectionWorkingDays} 个工作日内，您仍可提出异议。您未带手机、由店员代为确认的，为 ${deemedWorkingDays} 个工作日。`,
    ),
  ])
}

function release({ feeBearer, approvalWorkingDays }: Terms): Clause {
  const fee = {
    none: both('No notary’s fee is charged.', '不收取公证费。'),
    shop: both(
      'The shop bears the notary’s fee. Its tariff is unknown to the hub, and none is charged now.',
      '公证费由经营者负担。收费标准本平台不详，目前不收取。',
    ),
    consumer: both(
      'You bear the notary’s fee. Its tariff is unknown to the hub, and none is charged now.',
      '公证费由您负担。收费标准本平台不详，目前不收取。',
    ),
  }[feeBearer]
  return clause(both('When the shop is paid', '向经营者付款'), [
    both(
      'The shop is paid what counts as used, once the time for contesting it and the seven days are over. You give the seven days up by saying that you had this service before.',
      '已确认使用的款项，在异议期和七日期限均届满后支付给经营者。您声明此前获得过同类服务的，不适用七日期限。',
    ),
    both(
      `One notary proposes the payment and another approves it; what nobody approves within ${approvalWorkingDays} working days is proposed anew.`,
      `付款由一名公证员提出、另一名公证员批准；${approvalWorkingDays} 个工作日内无人批准的，须重新提出。`,
    ),
    fee,
  ])
}

function records(): Clause {
  return clause(both('Records, receipts, language', '记录、回执与语言'), [
    both(
      'Every act under this contract is an entry of the book and gives a receipt. Save it: the page “Check a receipt” and the program for checking offline both check it, and neither has to trust the hub. A receipt does not prove that a class took place.',
      '本合同下的每个行为都记为账簿的一个条目并出具回执。请保存回执：“核验回执”页面和离线核验程序均可核验，无须信任本平台。回执不能证明课真的上了。',
    ),
    law(
      'If the shop has records and does not produce them, what you say holds.',
      '经营者持有记录而拒不提供的，采信您的主张。',
      interpretation(25),
    ),
    law(
      'Where this contract can be read in two ways, the reading that favours you holds.',
      '对本合同有两种以上解释的，采用对您有利的解释。',
      interpretation(8),
    ),
    both(
      'The Chinese text holds; the English one explains it.',
      '本合同以中文文本为准，英文文本供参考。',
    ),
  ])
}
