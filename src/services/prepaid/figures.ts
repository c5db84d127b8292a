/**
 * What this service measures, per shop and legal month: flows that its events add up in cells, in the
 * transaction of the entry. Levels are made from them when they are read; the audit recounts both.
 */
import type { Words } from './contract.ts'

export interface PrepaidIndicator {
  readonly id: string
  readonly unit: 'fen' | 'count'
  readonly name: Words
  /** What is counted and when; whoever reads a figure reads this beside it. */
  readonly definition: Words
}

export const INDICATORS = {
  deposited: {
    id: 'prepaid.deposited',
    unit: 'fen',
    name: { en: 'Paid in', zh: '存入' },
    definition: {
      en: 'Money that reached the deposit account and was matched to a contract, in the month of the match.',
      zh: '到达提存账户并与合同匹配的款项，计入匹配的月份。',
    },
  },
  released: {
    id: 'prepaid.released',
    unit: 'fen',
    name: { en: 'Released to shops', zh: '付给商户' },
    definition: {
      en: 'Money in settlements that a second notary approved, in the month of the approval; what the bank sent back counts as less.',
      zh: '经第二名公证员批准结算的款项，计入批准的月份；银行退回的款项作扣减。',
    },
  },
  refunded: {
    id: 'prepaid.refunded',
    unit: 'fen',
    name: { en: 'Refunded', zh: '退款' },
    definition: {
      en: 'Principal that a notary approved to go back to consumers, in the month of the approval; what the bank sent back counts as less until it is sent again.',
      zh: '公证员批准退还消费者的本金，计入批准的月份；银行退回的款项作扣减，再次汇出后重新计入。',
    },
  },
  interest: {
    id: 'prepaid.interest',
    unit: 'fen',
    name: { en: 'Interest paid', zh: '支付的利息' },
    definition: {
      en: 'Interest that was paid with refunds out of what shops had earned.',
      zh: '随退款支付、由商户已得款项承担的利息。',
    },
  },
  contracts: {
    id: 'prepaid.contracts',
    unit: 'count',
    name: { en: 'Contracts', zh: '合同' },
    definition: {
      en: 'Contracts that were paid, in the month of the payment. Signed and unpaid ones do not count.',
      zh: '已付款的合同，计入付款的月份；已签未付的不计。',
    },
  },
  usesConfirmed: {
    id: 'prepaid.uses-confirmed',
    unit: 'count',
    name: { en: 'Uses confirmed', zh: '已确认的使用' },
    definition: {
      en: 'Classes or months to which the consumer said yes, or the counter for a consumer without a phone.',
      zh: '消费者确认的课次或月份，包括柜台代无手机消费者确认的。',
    },
  },
  usesDeemed: {
    id: 'prepaid.uses-deemed',
    unit: 'count',
    name: { en: 'Uses deemed confirmed', zh: '视为确认的使用' },
    definition: {
      en: 'Classes or months on which the consumer kept silent until the contract took it for a yes.',
      zh: '消费者在合同约定期限内未答复、视为确认的课次或月份。',
    },
  },
  usesContested: {
    id: 'prepaid.uses-contested',
    unit: 'count',
    name: { en: 'Uses contested', zh: '有异议的使用' },
    definition: {
      en: 'Contests that consumers raised, in the month in which they did.',
      zh: '消费者提出的异议，计入提出的月份。',
    },
  },
  usesWithdrawn: {
    id: 'prepaid.uses-withdrawn',
    unit: 'count',
    name: { en: 'Uses withdrawn', zh: '已撤回的使用' },
    definition: {
      en: 'Requests that shops took back, contested or not.',
      zh: '商户撤回的核销请求，无论是否有异议。',
    },
  },
  refunds: {
    id: 'prepaid.refunds',
    unit: 'count',
    name: { en: 'Refunds paid', zh: '已付的退款' },
    definition: {
      en: 'Refunds that the bank booked to the consumer, in the month of the booking.',
      zh: '银行已汇给消费者的退款，计入汇出的月份。',
    },
  },
} as const satisfies Readonly<Record<string, PrepaidIndicator>>

/** Refunds paid so many working days after they were asked for; the last one takes all that took longer. */
export const REFUND_DAYS_MAX = 31
export const refundDaysIndicator = (workingDays: number): string =>
  `prepaid.refund-days.${Math.min(workingDays, REFUND_DAYS_MAX)}`
