/** What a handover may refuse, as sentences that say what is so and what to do. */
import type { ProblemTexts } from '#platform/http/route.ts'
import { REFUSALS, type CommandName, type HandoverRefusal } from '../contract.ts'

const policies = {
  registrar_only: {
    status: 403,
    en: 'Only a registrar of this book’s registry can do this.',
    zh: '只有本账簿登记处的登记员可以办理。',
  },
  own_origin: {
    status: 422,
    en: 'A book needs no policy for its own log. Name the other one.',
    zh: '账簿无须为自己的日志采纳策略，请填写对方日志。',
  },
  policy_malformed: {
    status: 422,
    en: 'The policy cannot be read. Send it as the other book publishes it, at /book/<name>/policy.',
    zh: '无法读取该策略。请按对方账簿公布的原文（/book/<名称>/policy）提交。',
  },
  policy_names_other: {
    status: 422,
    en: 'The policy must name the key of this one log, and no other log.',
    zh: '策略须且仅须列出该日志自己的密钥。',
  },
  quorum_missing: {
    status: 422,
    en: 'The policy names no witnesses, so nothing can be witnessed by it. Ask for the level logged, or name witnesses.',
    zh: '该策略没有见证方，无法要求“已见证”。请改为“已入账”，或列出见证方。',
  },
  policy_unknown: {
    status: 404,
    en: 'This book has adopted no policy for that log.',
    zh: '本账簿未采纳过该日志的策略。',
  },
} as const

const parties = {
  not_of_consignor: {
    status: 403,
    en: 'Only somebody who acts for the consignor can do this.',
    zh: '只有代表发货人的人员可以办理。',
  },
  not_consignee: {
    status: 403,
    en: 'The consignment is addressed to another consignee. Only somebody who acts for that one can do this.',
    zh: '本批货物的收货人不是您代表的机构，只有代表该收货人的人员可以办理。',
  },
  not_your_consignment: {
    status: 403,
    en: 'Only somebody who acts for a party of this consignment can bring this receipt.',
    zh: '只有代表本批货物当事方的人员可以提交该回执。',
  },
  carrier_unknown: {
    status: 422,
    en: 'No carrier of this id is registered in this book.',
    zh: '本账簿未登记该承运人。',
  },
} as const

const sending = {
  consignment_differs: {
    en: 'A consignment of this id was sent with other facts. Choose a new id.',
    zh: '该编号的货物已按其他内容发运，请另取编号。',
  },
  consignment_unknown: {
    status: 404,
    en: 'This book knows no such consignment: not with this id, this entry, this consignee and this count.',
    zh: '本账簿没有该批货物（编号、条目、收货人及件数须全部相符）。',
  },
  book_unknown: {
    status: 422,
    en: 'This book has adopted no policy for the book of the consignee, so its answer could not be verified. Ask the registrar to adopt one.',
    zh: '本账簿未采纳收货方账簿的策略，无法核验其回执。请登记员先行采纳。',
  },
  time_limit_past: {
    status: 422,
    en: 'The time limit has passed already. Choose a later one.',
    zh: '该期限已过，请选择更晚的时间。',
  },
  time_limit_too_far: {
    status: 422,
    en: 'The time limit lies more than 90 days ahead. Choose an earlier one.',
    zh: '期限不得超过九十天，请选择更早的时间。',
  },
  not_overdue: {
    en: 'Only what is overdue, there or on its way back, can be written off.',
    zh: '只有去程或回程逾期的货物可以核销。',
  },
  not_open: {
    en: 'The consignment is not open any more.',
    zh: '该批货物已不在途。',
  },
  not_due_yet: {
    en: 'The time limit has not passed yet.',
    zh: '期限未到。',
  },
} as const

const arriving = {
  receipt_malformed: {
    status: 422,
    en: 'This is no receipt. Send the file as it was downloaded, whole and unchanged.',
    zh: '这不是回执。请提交下载的原文件，不要改动或截断。',
  },
  not_a_consignment: {
    status: 422,
    en: 'This is a receipt of something else. Ask the consignor for the receipt of the sending.',
    zh: '这是其他事项的回执。请向发货人索取发运回执。',
  },
  addressed_elsewhere: {
    status: 422,
    en: 'The consignment is addressed to another book. It is received there.',
    zh: '本批货物寄往另一账簿，应在该账簿签收。',
  },
  arrived_before: {
    en: 'This consignment was received or turned away before, with another count. What was recorded stands.',
    zh: '该批货物此前已签收或拒收，且点数不同；以已记录的为准。',
  },
  entry_forked: {
    en: 'Another entry at the same place of that log was received before, and both are signed: that log has two pasts. Keep both receipts, and give them to the page of evidence.',
    zh: '该日志同一位置的另一条目此前已被签收，且两者均有签名：该日志存在两个历史。请保留两份回执并提交至证据页。',
  },
  damaged_exceed_count: {
    status: 422,
    en: 'More packages are called damaged than were counted.',
    zh: '破损件数多于点收件数。',
  },
  arrival_unknown: {
    status: 404,
    en: 'No consignment that was sent at this place arrived in this book.',
    zh: '本账簿没有该发运条目的到货。',
  },
  returned_before: {
    en: 'It was sent back before. What was recorded stands.',
    zh: '此前已退回；以已记录的为准。',
  },
  return_exceeds_received: {
    status: 422,
    en: 'More packages are to be sent back than were received.',
    zh: '退回件数多于签收件数。',
  },
  not_returning: {
    en: 'Nothing of it is on its way back.',
    zh: '没有在途的退货。',
  },
} as const

const answers = {
  not_an_answer: {
    status: 422,
    en: 'This is a receipt of something else. An answer says that a consignment was received, turned away, sent back, taken back or written off.',
    zh: '这是其他事项的回执。答复回执应为签收、拒收、退回、收回或核销。',
  },
  not_a_return: {
    status: 422,
    en: 'This is a receipt of something else. Goods are taken back by the receipt of their refusal or return.',
    zh: '这是其他事项的回执。收回货物须凭拒收或退回的回执。',
  },
  answers_elsewhere: {
    status: 422,
    en: 'This answers another book. Bring it there.',
    zh: '该答复是给另一账簿的，请提交到该账簿。',
  },
  answer_older: {
    en: 'A later answer about this consignment is known already. Nothing has to be done.',
    zh: '已有关于该批货物的更新答复，无须处理。',
  },
  nothing_to_close: {
    en: 'Nothing of this consignment was sent back, so there is nothing to close.',
    zh: '该批货物没有退回，无须结清。',
  },
  taken_back_before: {
    en: 'It was taken back before, with another count. What was recorded stands.',
    zh: '此前已收回，且点数不同；以已记录的为准。',
  },
} as const

const proofs = {
  origin_unknown: {
    status: 422,
    en: 'This book has adopted no policy for the log that this receipt comes from, so it believes nothing of it. Ask the registrar to adopt one.',
    zh: '本账簿未采纳该回执所属日志的策略，因而不予采信。请登记员先行采纳。',
  },
  proof_wrong: {
    status: 422,
    en: 'The receipt does not prove the entry: it is not under the root that was signed. Ask for the receipt anew.',
    zh: '该回执不能证明此条目：条目不在所签名的根之下。请重新索取回执。',
  },
  key_unknown: {
    status: 422,
    en: 'The checkpoint is not signed by the key that this book knows of that log.',
    zh: '检查点并非由本账簿所知的该日志密钥签名。',
  },
  signature_wrong: {
    status: 422,
    en: 'A signature in the receipt is wrong. It was changed, or forged.',
    zh: '回执中有签名不成立：内容被改动或系伪造。',
  },
  receipt_not_witnessed: {
    en: 'The receipt is logged, and this book asks for a witnessed one. Download it again in a few seconds.',
    zh: '该回执仅“已入账”，本账簿要求“已见证”。请数秒后重新下载。',
  },
  receipt_from_future: {
    en: 'The receipt states a time that lies ahead of this book’s clock. Wait a minute, or have the clocks compared.',
    zh: '回执所载时间晚于本账簿时钟。请稍候一分钟，或核对双方时钟。',
  },
  disclosure_wrong: {
    status: 422,
    en: 'A confidential value in the receipt is not the one that the entry commits to.',
    zh: '回执中的保密内容与条目承诺的不符。',
  },
  receipt_stale: {
    en: 'The receipt proves nothing recent enough for this book. Download it again: a new proof of the same entry will do.',
    zh: '该回执的证明过旧。请重新下载：同一条目的新证明即可。',
  },
} as const

/** Every refusal has its sentence: the compiler finds one that is missing. */
export const refusals: Readonly<Record<HandoverRefusal, ProblemTexts[string]>> = {
  ...policies,
  ...parties,
  ...sending,
  ...arriving,
  ...answers,
  ...proofs,
}

export function refusalsOf(command: CommandName): ProblemTexts {
  return Object.fromEntries(REFUSALS[command].map((type) => [type, refusals[type]]))
}
