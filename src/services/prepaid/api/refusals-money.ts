/** Why an act on the bank's entries, a settlement or a refund was refused: what it was, why, and the way out. */
import type { MoneyRefusal } from '#kernel/money/transfer.ts'
import type { ProblemTexts } from '#platform/http/route.ts'

/** Of the money itself only this can come through: deciders ask for everything else beforehand. */
type MoneyShort = Extract<MoneyRefusal, 'balance_insufficient'>

export const moneyRefusals = {
  balance_insufficient: {
    en: 'The account that this would be taken from does not hold enough now. Look at its balance, and ask again when it does.',
    zh: '支出账户余额不足。请查看余额，足额后再办理。',
  },
} as const satisfies ProblemTexts<MoneyShort>

export const bankRefusals = {
  not_teller: {
    status: 403,
    en: 'Only a teller of the bank that keeps the deposit account can do this. Use the bank’s own key.',
    zh: '只有提存账户开户银行的经办人员可以办理，请使用银行的密钥。',
  },
  bank_entry_differs: {
    en: 'Another entry of the bank stands under this id, and it is never changed. Put it right with a correction of a new id.',
    zh: '该编号下已有另一银行记录，不再变更。请用新编号作更正。',
  },
  bank_entry_unknown: {
    status: 404,
    en: 'No entry of the bank of this id is in this book. Take the id from the list of suspended money.',
    zh: '本账簿中没有该银行记录，请从待匹配款项列表取得编号。',
  },
  bank_entry_not_suspended: {
    en: 'This money does not wait for a match: it was matched, is proposed, or went back. Its state says which.',
    zh: '该款项不在待匹配状态：已匹配、已提议或已退回，具体见其状态。',
  },
  amount_differs: {
    en: 'The amount is not the price of this contract. Match the contract whose price it is, or send the money back.',
    zh: '金额与该合同价格不符。请匹配价格相符的合同，或将款项退回。',
  },
  match_not_proposed: {
    en: 'No match is proposed for this money. Propose one; another notary approves it.',
    zh: '该款项没有待批准的匹配。请先提议，由另一名公证员批准。',
  },
  match_changed: {
    en: 'Something else is proposed for this money now. Look at it again, and approve what stands there.',
    zh: '该款项现有另一提议。请重新查看后再批准。',
  },
  own_proposal: {
    status: 403,
    en: 'Nobody approves what they proposed themselves. Ask another notary.',
    zh: '不得批准本人提议的事项，请由另一名公证员批准。',
  },
  own_matter: {
    status: 403,
    en: 'You are its consumer, or act for its shop. No notary decides in their own matter: another one of the office does (Notary Law, article 23).',
    zh: '您是该事项的消费者或该商户的人员。公证员不得办理与本人有利害关系的事项（公证法第二十三条），请由本处另一名公证员办理。',
  },
  statement_differs: {
    en: 'Another closing balance is recorded for this day, and it stands. Have the difference looked at with the bank.',
    zh: '该日已记录另一余额且不再变更，请与银行核对差额。',
  },
  settlement_differs: {
    en: 'Another settlement stands under this id. Propose this one under a new id.',
    zh: '该编号下已有另一结算，请使用新编号提议。',
  },
  approver_not_notary: {
    status: 422,
    en: 'The approver is no notary of the office. Name one who is.',
    zh: '所指定的批准人不是本公证处的公证员，请另行指定。',
  },
  own_approval: {
    status: 422,
    en: 'The approver must be another notary than the proposer. Name somebody else.',
    zh: '批准人不得是提议人本人，请另行指定。',
  },
  day_not_over: {
    status: 422,
    en: 'A settlement takes days that are over. Choose yesterday or earlier.',
    zh: '结算只包括已结束的日期，请选择昨天或更早。',
  },
  shop_repeated: {
    status: 422,
    en: 'A shop stands twice in this settlement. Name each shop once.',
    zh: '同一商户在结算中出现两次，请每个商户只列一次。',
  },
  settlement_open: {
    en: 'A settlement of this shop waits to be decided. Have it approved or rejected first.',
    zh: '该商户有一笔结算待决定，请先批准或驳回。',
  },
  through_too_far: {
    status: 422,
    en: 'These are more days than a settlement of several shops takes. Settle the shop that is named alone.',
    zh: '天数超过多商户结算的上限，请将所列商户单独结算。',
  },
  nothing_matured: {
    en: 'Nothing has matured for this shop in these days. Leave it out, or choose a later day.',
    zh: '该商户在此期间没有到期款项，请去掉该商户或选择更晚的日期。',
  },
  settlement_unknown: {
    status: 404,
    en: 'No settlement of this id is in this book. Take the id from the list of settlements.',
    zh: '本账簿中没有该结算，请从结算列表取得编号。',
  },
  settlement_not_proposed: {
    en: 'This settlement was decided or has expired. Propose a new one if money is left to pay.',
    zh: '该结算已决定或已过期。如仍有应付款项，请重新提议。',
  },
  not_approver: {
    status: 403,
    en: 'Another notary is named to approve this. That one does, or its substitute on the days of absence.',
    zh: '该事项由指定的另一名公证员批准，其缺勤期间由代理人批准。',
  },
  substitute_not_notary: {
    status: 422,
    en: 'The substitute is no notary of the office. Name one who is.',
    zh: '代理人不是本公证处的公证员，请另行指定。',
  },
  own_substitute: {
    status: 422,
    en: 'Nobody is their own substitute. Name another notary.',
    zh: '不得指定本人为代理人，请指定另一名公证员。',
  },
  days_reversed: {
    status: 422,
    en: 'The last day lies before the first. Put the earlier day first.',
    zh: '结束日早于开始日，请将较早的日期填在前面。',
  },
  days_over: {
    status: 422,
    en: 'These days are over. Name days from today on.',
    zh: '所填日期已过，请填写今天及之后的日期。',
  },
} as const satisfies ProblemTexts

export const refundRefusals = {
  refund_differs: {
    en: 'Another refund stands under this id. Ask for this one under a new id.',
    zh: '该编号下已有另一退款申请，请使用新编号申请。',
  },
  contract_not_refundable: {
    en: 'Nothing of this contract can be refunded now: it is unpaid, has a refund under way, or has ended. Its state says which.',
    zh: '该合同目前不能退款：未付款、已有退款在办，或已终止，具体见其状态。',
  },
  seven_days_over: {
    en: 'The seven days of free withdrawal are over. Ask for the refund under another cause.',
    zh: '七日无理由退款期已过，请以其他原因申请退款。',
  },
  prior_experience: {
    en: 'The seven days are for whoever is new to the service, and this is a renewal or was had before. Ask under another cause.',
    zh: '七日退款权适用于首次接受该服务者，本合同为续费或已有体验。请以其他原因申请。',
  },
  use_unanswered: {
    en: 'A use of this card waits for the consumer’s answer, and the sum depends on it. It is decided after the answer, or after the silence that counts as one.',
    zh: '该卡有使用待消费者答复，金额取决于此。消费者答复或视为确认之后方可决定。',
  },
  refund_unknown: {
    status: 404,
    en: 'No refund of this id is in this book. Take the id from the contract.',
    zh: '本账簿中没有该退款，请从合同取得编号。',
  },
  not_your_refund: {
    status: 403,
    en: 'This refund is another consumer’s. Use the id of one of your own.',
    zh: '该退款属于其他消费者，请使用您本人的退款编号。',
  },
  refund_not_open: {
    en: 'This refund is decided or was withdrawn, so it stays as it is. A new one can be asked for while money is held.',
    zh: '该退款已决定或已撤回，不再变更。仍有托管款项时可重新申请。',
  },
  refund_not_asked: {
    en: 'This refund does not wait for the shop any more. Its state says where it stands.',
    zh: '该退款已不在待商户答复状态，其状态如所列。',
  },
  answer_not_needed: {
    en: 'Inside the seven days the consumer needs nobody’s consent. The notary decides it as it is.',
    zh: '七日内退款无需商户同意，由公证员直接办理。',
  },
  refund_not_ready: {
    en: 'The shop can still answer this refund. Wait for its answer, or until silence counts as agreement.',
    zh: '商户仍可答复该退款。请待其答复，或待期满视为同意。',
  },
  cause_not_asked: {
    en: 'The cause is changed only where the shop objected, and never to the seven days. Approve it under the cause that was asked.',
    zh: '只有商户提出异议时才可变更原因，且不得改为七日退款。请按所申请的原因批准。',
  },
  deduction_unexplained: {
    status: 422,
    en: 'A deduction needs its reason. Say why, or deduct nothing.',
    zh: '扣减须说明理由。请填写 deductionReason，或不作扣减。',
  },
  deduction_too_large: {
    status: 422,
    en: 'The deduction is more than would go back. Enter the refund or less.',
    zh: '扣减超过应退金额，请填写不高于应退金额的数额。',
  },
  refund_agreed: {
    en: 'The shop agreed to this refund, by word or by silence, so it is not declined. Approve it.',
    zh: '商户已同意（含期满视为同意）该退款，不能驳回，请予批准。',
  },
  refund_not_returned: {
    en: 'The bank sent nothing of this refund back. Its state says where the money is.',
    zh: '该退款未被银行退回，款项去向见其状态。',
  },
  account_missing: {
    en: 'It is not known where this refund can be paid. Ask the consumer for an account.',
    zh: '尚不知道退款可付至何处，请消费者提供账户。',
  },
} as const satisfies ProblemTexts
