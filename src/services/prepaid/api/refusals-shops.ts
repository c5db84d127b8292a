/** Why an office, a shop, an offer or a signature was refused: what it was, why, and the way out. */
import type { ProblemTexts } from '#platform/http/route.ts'

export const shopRefusals = {
  depositary_exists: {
    en: 'This book has a deposit account already. Its terms stand in its entry; go on with the shops.',
    zh: '本账簿已开立提存账户，条款见其条目。请继续办理商户事项。',
  },
  office_unknown: {
    status: 404,
    en: 'No notary’s office of this id is registered in this book. Have it registered first.',
    zh: '本账簿未登记该公证处，请先办理登记。',
  },
  bank_unknown: {
    status: 404,
    en: 'No bank of this id is registered in this book. Have it registered first.',
    zh: '本账簿未登记该银行，请先办理登记。',
  },
  account_rate_missing: {
    status: 422,
    en: 'Interest at the account’s own rate needs that rate. Give accountRatePerMillion.',
    zh: '按账户利率计息须写明利率，请填写 accountRatePerMillion。',
  },
  not_notary: {
    status: 403,
    en: 'Only a notary of the office that keeps the deposit account can do this. Ask one of them.',
    zh: '只有管理提存账户的公证处的公证员可以办理，请联系公证员。',
  },
  not_head: {
    status: 403,
    en: 'Only a head of this shop can do this. Ask its head, or to be appointed.',
    zh: '只有该商户的负责人可以办理，请由负责人办理或先获任命。',
  },
  shop_unknown: {
    status: 404,
    en: 'No shop of this id stands so far in this book. It is registered, applies and is approved first.',
    zh: '本账簿中该商户尚未到此步骤。商户须先登记、申请并获批准。',
  },
  applied_before: {
    en: 'This shop has applied already, and that stands. A shop applies again only after it was declined.',
    zh: '该商户已提出申请且仍有效。只有申请未通过的商户可再次申请。',
  },
  lease_over: {
    en: 'The shop’s lease is over, and a shop needs one that runs. Apply with a later end of the lease.',
    zh: '商户租约已到期，须有仍在履行的租约。请以更晚的到期日申请。',
  },
  shop_not_applied: {
    en: 'No application of this shop waits for an answer. Its state is in the register.',
    zh: '该商户没有待答复的申请。其状态见登记册。',
  },
  checks_missing: {
    status: 422,
    en: 'A shop is approved when licence, lease, industry and account name were all checked. Attest to the missing ones.',
    zh: '执照、租约、行业和账户名称均核验后方可批准，请补齐所列核验项。',
  },
  shop_not_approved: {
    en: 'This shop is not approved now, so it can sell nothing and be suspended from nothing. Its state is in the register.',
    zh: '该商户目前未获批准，不能销售，也无从暂停。其状态见登记册。',
  },
  shop_not_suspended: {
    en: 'This shop is not suspended, so nothing has to be lifted. Its state is in the register.',
    zh: '该商户未被暂停，无需恢复。其状态见登记册。',
  },
  product_differs: {
    en: 'Another offer is listed under this id, and what is listed never changes. List this one under a new id.',
    zh: '该编号下已有另一商品，已上架的商品不再变更。请使用新编号上架。',
  },
  product_unknown: {
    status: 404,
    en: 'No offer of this id is in this book. Take the id from the register of shops.',
    zh: '本账簿中没有该商品，请从商户登记册取得编号。',
  },
  product_not_listed: {
    en: 'This offer was withdrawn and is not sold any more. Choose another one of the shop.',
    zh: '该商品已下架，不再销售。请选择该商户的其他商品。',
  },
  price_above_list: {
    status: 422,
    en: 'The price is above the list price. Enter the list price or less.',
    zh: '价格高于标价，请填写不高于标价的金额。',
  },
  cap_exceeded: {
    en: 'This is over what a shop may take in advance under the article that is named. Stay within its limit.',
    zh: '超过所列条款规定的预收上限，请在限额以内办理。',
  },
  contract_differs: {
    en: 'Another contract stands under this id. Sign this one under a new id.',
    zh: '该编号下已有另一份合同，请使用新编号签署。',
  },
  // The register of parties refuses under the same name, so both have the same words.
  not_a_person: {
    status: 422,
    en: 'Only a registered person can be appointed or sign. Have the person registered first.',
    zh: '只有已登记的自然人可以受任命或签署，请先办理登记。',
  },
  contract_text_changed: {
    en: 'The text of this contract is another one now than was read. Read it again, and sign the new one.',
    zh: '合同文本与所阅读的已不一致，请重新阅读后签署新文本。',
  },
  contract_unknown: {
    status: 404,
    en: 'No contract of this id is in this book. Check the id on the contract.',
    zh: '本账簿中没有该合同，请核对合同上的编号。',
  },
  contract_not_signed: {
    en: 'This contract does not wait for money: it was paid, has lapsed or is overdue. Match another one, or send the money back.',
    zh: '该合同不在待付款状态：已付款、已失效或已逾期。请匹配其他合同，或将款项退回。',
  },
  not_your_contract: {
    status: 403,
    en: 'This contract is another consumer’s. Use the id of one of your own.',
    zh: '该合同属于其他消费者，请使用您本人合同的编号。',
  },
  payment_not_overdue: {
    en: 'This contract can still be paid, so it does not lapse yet. Wait until its last day of payment is over.',
    zh: '该合同仍在付款期内，尚未失效。请待付款期届满。',
  },
  not_due_yet: {
    en: 'This is not due yet. It happens by itself when its time has come.',
    zh: '尚未到期，到期后自动办理。',
  },
} as const satisfies ProblemTexts
