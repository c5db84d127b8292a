/** The first wording: what goes back, why, how, and with which interest. The examples are computed. */
import type { Cause, Offer, Terms } from '../contract.ts'
import { both, interpretation, law, yuan } from './contract-words.ts'
import type { BothWords, Clause, Sentence } from './contract-words.ts'
import { refundOf } from './refund-formulas.ts'
import { usesTotalOf } from './signed.ts'

export function refundClauses(offer: Offer, terms: Terms): readonly Clause[] {
  return [sevenDays(), formulas(offer), procedure(terms), interest(terms.interest)]
}

function sevenDays(): Clause {
  return {
    title: both('Seven days', '七日'),
    sentences: [
      law(
        'Until the end of the seventh day after the day of payment you get the whole price back, without a reason and without the shop’s consent. If that day is a rest day, it is the next working day.',
        '付款次日起七日届满前，您可无理由全额退款，无须经营者同意。期限最后一日为休息日的，顺延至下一工作日。',
        interpretation(14),
      ),
      law(
        'This does not hold if you had the same service before, from this shop or another one. You say so when you sign; a further card of the same shop is taken for such a case.',
        '您此前已从本店或者其他经营者处获得过同类服务的除外。您签约时对此作出声明；在同一店再次购卡的，按此情形处理。',
        interpretation(14),
      ),
      both(
        'The law does not say what holds for classes taken within the seven days. As agreed here, their value at the discount price is taken off by proposal, and a notary decides.',
        '七日内已使用的部分如何处理，法律未作规定。按本合同约定，先按优惠价扣除，由公证员决定。',
      ),
    ],
  }
}

function formulas(offer: Offer): Clause {
  const shown = offer.kind === 'count' ? byClasses(offer) : byDays(offer)
  return {
    title: both('How much goes back', '退款金额'),
    sentences: [
      ...shown,
      law(
        'A commission of staff is never taken off. If what was used comes to more than the price, nothing is owed for that.',
        '员工提成不得扣除。已使用的价值超过价款的，您无须补付。',
        interpretation(15, 20),
      ),
    ],
  }
}

type Of<K extends Offer['kind']> = Extract<Offer, { readonly kind: K }>

/** What goes back once so much was used, by the same formula that a refund is decided by. */
function exampleMinor(offer: Offer, cause: Cause, used: number): bigint {
  const price = BigInt(offer.priceMinor)
  const isCount = offer.kind === 'count'
  const countedMinor = isCount ? (price / BigInt(usesTotalOf(offer))) * BigInt(used) : 0n
  return refundOf({
    offer,
    cause,
    usesCounted: isCount ? used : 0,
    countedMinor,
    returnedMinor: 0n,
    daysUsed: isCount ? 0 : used,
    heldMinor: price - countedMinor,
  }).refundMinor
}

function byClasses(offer: Of<'count'>): readonly Sentence[] {
  const total = usesTotalOf(offer)
  const used = Math.ceil(total * 0.4)
  const discount = yuan(exampleMinor(offer, 'shop', used))
  const list = yuan(exampleMinor(offer, 'consumer', used))
  const price = yuan(offer.priceMinor)
  const unit = yuan(offer.listUnitMinor)
  return [
    law(
      `If you are not the cause: the price less what was used at the discount price, gifts in proportion. Example: ${used} of ${total} used: ${price} − ${price} × ${used} ÷ ${total} = ${discount}.`,
      `非因您的原因：价款减去按优惠价计算的已使用部分，赠送按比例计入。例：${total} 次已用 ${used} 次：${price} − ${price} × ${used} ÷ ${total} = ${discount}。`,
      interpretation(18),
    ),
    law(
      `If you are the cause: the price less what was used at ${unit}, the price without discount; never below nothing. Example: ${used} used: ${price} − ${used} × ${unit}, so ${list}.`,
      `因您的原因：价款减去按不打折价 ${unit} 计算的已使用部分，最低为零。例：已用 ${used} 次：${price} − ${used} × ${unit}，即 ${list}。`,
      interpretation(19),
    ),
  ]
}

function byDays(offer: Of<'period'>): readonly Sentence[] {
  const total = offer.days + offer.giftDays
  const over = Math.ceil(total * 0.4)
  const back = yuan(exampleMinor(offer, 'shop', over))
  const price = yuan(offer.priceMinor)
  return [
    law(
      `The days that are left: the price × days left ÷ ${total}. Example: after ${over} days: ${price} × ${total - over} ÷ ${total} = ${back}.`,
      `按剩余天数：价款 × 剩余天数 ÷ ${total}。例：第 ${over} 天后：${price} × ${total - over} ÷ ${total} = ${back}。`,
      interpretation(22),
    ),
  ]
}

function procedure({ answerWorkingDays }: Terms): Clause {
  return {
    title: both('How it goes back', '退款程序'),
    sentences: [
      both(
        `You ask for it here and see the arithmetic first. The shop answers within ${answerWorkingDays} working days; silence counts as agreement, as agreed here. Then a notary decides, after an objection too.`,
        `您在本平台申请，申请前可见计算过程。经营者应在 ${answerWorkingDays} 个工作日内答复；按本合同约定，不答复视为同意。随后由公证员决定；经营者有异议的，同样由公证员决定。`,
      ),
      both(
        'The money goes back to the account that it came from. If the bank sends it back, you name another account of yours.',
        '款项退回原付款账户。银行退汇的，您可另提供本人账户。',
      ),
      both(
        'What a use that is still contested may make of the sum is withheld until it is decided.',
        '尚有异议的使用所涉金额暂予留存，待决定后处理。',
      ),
    ],
  }
}

function interest({ basis, accountRatePerMillion, dayCount }: Terms['interest']): Clause {
  return {
    title: both('Interest', '利息'),
    sentences: [
      law(
        `Interest runs from the day on which the contract ends, not from payment; a year has ${dayCount} days, as agreed here.`,
        `利息自合同终止之日起算，不自付款之日起算；按本合同约定，一年按 ${dayCount} 天计。`,
        interpretation(17),
      ),
      ...(basis === 'account' ? [ofAccount(accountRatePerMillion)] : byCause()),
      both(
        'What the bank pays on the deposit account while the money is held is unknown to the hub, and this contract does not say whose it is.',
        '保管期间银行对提存账户所付利息，本平台不详，本合同未约定其归属。',
      ),
    ],
  }
}

function ofAccount(ratePerMillion: number | undefined): Sentence {
  const rate: BothWords =
    ratePerMillion === undefined
      ? both('unknown', '不详')
      : both(percent(ratePerMillion), percent(ratePerMillion))
  return law(
    `The rate is that of the deposit account: ${rate.en} a year.`,
    `利率为提存账户的实际利率：年利率 ${rate.zh}。`,
    interpretation(16),
  )
}

function byCause(): readonly Sentence[] {
  return [
    law(
      'If the shop is the cause, the rate is the one-year loan prime rate of the day of signing; if you are, the one-year benchmark rate of the People’s Bank for deposits on that day.',
      '因经营者原因的，按签约日一年期贷款市场报价利率；因您的原因的，按签约日中国人民银行一年期存款基准利率。',
      interpretation(16),
    ),
    both(
      'If neither is, it is the loan prime rate, as agreed here.',
      '双方均无原因的，按本合同约定适用贷款市场报价利率。',
    ),
  ]
}

/** `1.25 %` of 12 500 per million. */
function percent(perMillion: number): string {
  return `${(perMillion / 10_000).toString()} %`
}
