/** The entries of handovers in words. What the goods are is a secret of the entry, and is not told here. */
import type { JsonObject } from '#kernel/std/json.ts'
import { formatCount } from '#web/kit/format.ts'
import type { Words } from '#web/kit/language.ts'
import type { EntryTold, EntryWords } from '#web/pages/entry-words.ts'
import type { EntryFact } from '#web/pages/views.ts'
import { type EventName, type LEVELS, RETURN_REASONS, SEALS } from '../contract.ts'
import { actMessages } from './act-messages.ts'

const w = (en: string, zh: string): Words => ({ en, zh })

const WORDS: Readonly<Record<EventName, readonly [act: Words, summary: Words]>> = {
  'policy-adopted': [
    w('Policy adopted', '采纳信任策略'),
    w(
      'From here on, receipts of that log are judged by these keys and witnesses.',
      '此后该日志的回执按所列密钥与见证方核验。',
    ),
  ],
  'policy-withdrawn': [
    w('Policy withdrawn', '撤销信任策略'),
    w('Receipts of that log are believed here no more.', '此后不再采信该日志的回执。'),
  ],
  sent: [
    w('Consignment sent', '货物发运'),
    w(
      'It stays open until the receipt of the other book says what became of it.',
      '在另一账簿的回执说明结果之前，本批货物一直未结。',
    ),
  ],
  overdue: [
    w('Consignment overdue', '货物逾期'),
    w('No receipt came in time. A late one still counts.', '未按期收到回执；迟到的回执仍然有效。'),
  ],
  acknowledged: [
    w('Receipt acknowledged', '收货回执确认'),
    w('The other book’s receipt proves that it was received.', '另一账簿的回执证明货物已签收。'),
  ],
  'return-acknowledged': [
    w('Return acknowledged', '退货回执确认'),
    w('The other book’s receipt proves that goods come back.', '另一账簿的回执证明货物正在退回。'),
  ],
  'taken-back': [
    w('Goods taken back', '退货收回'),
    w('What was sent back is with its sender again.', '退回的货物已由发货人收回。'),
  ],
  'written-off': [
    w('Consignment written off', '货物核销'),
    w(
      'Nobody expects it any more. If it turns up, that still counts.',
      '不再等待；如后来找到，仍予记录。',
    ),
  ],
  received: [
    w('Consignment received', '货物签收'),
    w('Taken in after the sender’s receipt was proven here.', '在本账簿核验发货回执之后签收。'),
  ],
  refused: [
    w('Consignment turned away', '货物拒收'),
    w(
      'Turned away at the door, after the sender’s receipt was proven.',
      '核验发货回执后，在门口拒收。',
    ),
  ],
  returned: [
    w('Goods sent back', '货物退回'),
    w('Sent back after they were received.', '签收之后退回。'),
  ],
  'return-overdue': [
    w('Return overdue', '退货逾期'),
    w('Nobody said in time that the goods are back.', '未按期收到货物已收回的回执。'),
  ],
  'return-closed': [
    w('Return closed', '退货结清'),
    w('The sender’s receipt says what came of the return.', '发货方的回执说明了退货结果。'),
  ],
}

type Reading = (value: JsonObject[string] | undefined) => Words | null

const plain: Reading = (value) => (typeof value === 'string' ? w(value, value) : null)
const whole: Reading = (value) => {
  if (typeof value !== 'number') return null
  const text = formatCount(value)
  return w(text, text)
}

/** A code of the field in words; whatever is no code stands as it is. */
const coded =
  (codes: Readonly<Record<string, Words>>): Reading =>
  (value) =>
    typeof value === 'string' ? (codes[value] ?? w(value, value)) : null

const listed =
  (codes: Readonly<Record<string, Words>>): Reading =>
  (value) => {
    if (!Array.isArray(value) || value.length === 0) return null
    const words = value.map((one) => coded(codes)(one) ?? w('', ''))
    return w(words.map(({ en }) => en).join('; '), words.map(({ zh }) => zh).join('、'))
  }

/** As the forms say them. */
const SEAL_WORDS = Object.fromEntries(
  SEALS.map((seal) => [seal, w(actMessages.en[seal], actMessages.zh[seal])]),
)

const REASON_WORDS = Object.fromEntries(
  RETURN_REASONS.map((reason) => {
    const name = `${reason}-reason` as const
    return [reason, w(actMessages.en[name], actMessages.zh[name])]
  }),
)

const LEVEL_WORDS: Readonly<Record<(typeof LEVELS)[number], Words>> = {
  logged: w('signed by its book', '账簿签名'),
  witnessed: w('witnessed', '经见证'),
}

/** Members of `packages`, each with its name. */
const PACKAGES: readonly (readonly [member: string, term: Words])[] = [
  ['sent', w('Packages sent', '发运件数')],
  ['offered', w('Packages at the door', '到门件数')],
  ['received', w('Packages received', '签收件数')],
  ['arrived', w('Packages counted there', '对方点数')],
  ['damaged', w('Damaged', '破损件数')],
  ['returned', w('Packages sent back', '退回件数')],
  ['takenBack', w('Packages taken back', '收回件数')],
]

const FACTS: readonly (readonly [member: string, term: Words, reading: Reading])[] = [
  ['packages', w('Packages', '件数'), whole],
  ['grossWeightGrams', w('Gross weight, grams', '毛重（克）'), whole],
  ['placeOfDispatch', w('Place of dispatch', '发货地'), plain],
  ['placeOfReceipt', w('Place of receipt', '收货地'), plain],
  ['seal', w('Seal', '封志'), coded(SEAL_WORDS)],
  ['reason', w('Reason', '原因'), coded(REASON_WORDS)],
  ['reasons', w('Reasons', '原因'), listed(REASON_WORDS)],
  ['sentEntry', w('Entry of its sending', '发运条目'), whole],
  ['origin', w('Other log', '对方日志'), plain],
  ['level', w('Level asked for', '要求的级别'), coded(LEVEL_WORDS)],
  ['maxAgeHours', w('At most so old, hours', '最长时效（小时）'), whole],
]

function factsOf(body: JsonObject): readonly EntryFact[] {
  const { packages } = body
  const counts = typeof packages === 'object' && packages !== null ? packages : {}
  const counted = PACKAGES.flatMap(([member, term]): readonly EntryFact[] => {
    const value = whole(Object.entries(counts).find(([name]) => name === member)?.[1])
    return value === null ? [] : [{ term, value }]
  })
  const others = FACTS.flatMap(([member, term, reading]): readonly EntryFact[] => {
    const value = reading(body[member])
    return value === null ? [] : [{ term, value }]
  })
  return [...counted, ...others]
}

function tellWith(summary: Words) {
  return (body: JsonObject): EntryTold => {
    const subject = body['consignment'] ?? body['origin']
    const told = typeof subject === 'string' ? subject : ''
    return { subject: w(told, told), summary, facts: factsOf(body) }
  }
}

export const handoverEntryWords: Readonly<Record<string, EntryWords>> = Object.fromEntries(
  Object.entries(WORDS).map(([name, [act, summary]]) => [
    `handover.${name}`,
    { act, tell: tellWith(summary) },
  ]),
)
