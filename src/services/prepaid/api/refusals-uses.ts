/** Why a use of a card, or an answer to one, was refused: what it was, why, and the way out. */
import type { ProblemTexts } from '#platform/http/route.ts'

export const useRefusals = {
  not_of_shop: {
    status: 403,
    en: 'Only the head or a clerk of the shop can do this. Ask the shop’s head to appoint you.',
    zh: '只有该商户的负责人或店员可以办理，请由负责人任命。',
  },
  use_differs: {
    en: 'This id was given to a use of another contract. Give this use a new id.',
    zh: '该编号已用于另一合同的使用，请使用新编号。',
  },
  contract_not_active: {
    en: 'This card cannot be used now: it is unpaid, stopped by a refund, expired or ended. Its state says which.',
    zh: '该卡目前不可使用：未付款、因退款暂停、已过期或已终止，具体见其状态。',
  },
  period_card_has_no_uses: {
    en: 'A card of days is earned by time, so no use is entered on it. Let the consumer in.',
    zh: '期限卡按时间计，无需登记课次，消费者可直接使用。',
  },
  validity_over: {
    en: 'The card’s last day of validity is over. What is left on it can be refunded.',
    zh: '该卡有效期已过，剩余部分可申请退款。',
  },
  served_in_future: {
    status: 422,
    en: 'This class lies in the future. Enter it on its day, or later.',
    zh: '该课次日期在未来，请在当日或之后登记。',
  },
  served_too_long_ago: {
    status: 422,
    en: 'This class was too long ago to be entered by the counter. Only the last seven days can be.',
    zh: '该课次时间过久，柜台只能登记最近七天的课次。',
  },
  served_before_payment: {
    status: 422,
    en: 'The card was paid after the day of this class. Enter classes from the day of payment on.',
    zh: '该课次早于付款日，请登记付款日及之后的课次。',
  },
  uses_used_up: {
    en: 'Every class of this card is used or waits for an answer. The consumer can buy another card.',
    zh: '该卡课次已全部使用或待答复，消费者可另购新卡。',
  },
  shop_differs: {
    en: 'This card is of another shop. Scan the code of the shop that it was bought from.',
    zh: '该卡属于另一商户，请扫描购卡商户的二维码。',
  },
  use_unknown: {
    status: 404,
    en: 'No use of this id is in this book. Take the id from the list of uses.',
    zh: '本账簿中没有该使用记录，请从使用列表取得编号。',
  },
  not_your_use: {
    status: 403,
    en: 'This use is of another consumer’s card. Answer those of your own cards.',
    zh: '该使用属于其他消费者的卡，请答复您本人卡上的使用。',
  },
  use_not_requested: {
    en: 'This use does not wait for an answer any more. Its state says what became of it.',
    zh: '该使用已不在待答复状态，结果见其状态。',
  },
  use_not_contestable: {
    en: 'This use cannot be contested: it was withdrawn or decided, or the contract has ended. Its state says which.',
    zh: '对该使用不能提出异议：已撤回、已裁定，或合同已终止，具体见其状态。',
  },
  objection_over: {
    en: 'The time for an objection to this use is over, and its part of the price is the shop’s. Ask the notary’s office for mediation.',
    zh: '对该使用的异议期已过，对应款项已归商户。可向公证处申请调解。',
  },
  use_decided: {
    en: 'This use is decided already, so it cannot be withdrawn. Its state says how.',
    zh: '该使用已有结果，不能撤回，结果见其状态。',
  },
  use_not_contested: {
    en: 'Nobody contests this use, so there is nothing to decide. Its state says where it stands.',
    zh: '该使用没有异议，无需裁定，其状态如所列。',
  },
} as const satisfies ProblemTexts
