/**
 * What each act may be refused for, in order of precedence, as the README of this service has it; and every
 * refusal as a sentence in both languages.
 */
import type { ProblemText, ProblemTexts } from '#platform/http/route.ts'
import type { CommandName } from '../contract.ts'
import { bankRefusals, moneyRefusals, refundRefusals } from './refusals-money.ts'
import { shopRefusals } from './refusals-shops.ts'
import { useRefusals } from './refusals-uses.ts'

export const refusals = {
  ...shopRefusals,
  ...useRefusals,
  ...bankRefusals,
  ...moneyRefusals,
  ...refundRefusals,
} as const satisfies ProblemTexts
export type PrepaidRefusal = keyof typeof refusals

/** Why a card cannot be used for a class, whoever asks. */
const CARD = [
  'contract_not_active',
  'period_card_has_no_uses',
  'validity_over',
  'served_in_future',
  'served_too_long_ago',
  'served_before_payment',
  'uses_used_up',
] as const

/** What a shop has earned may have been taken by another act before: the accounts have the last word. */
const SHORT = 'balance_insufficient'

export const REFUSALS = {
  'open-depositary': [
    'depositary_exists',
    'office_unknown',
    'not_notary',
    'bank_unknown',
    'account_rate_missing',
  ],
  apply: ['shop_unknown', 'not_head', 'applied_before', 'lease_over'],
  'approve-shop': ['not_notary', 'own_matter', 'shop_not_applied', 'checks_missing', 'lease_over'],
  'decline-shop': ['not_notary', 'own_matter', 'shop_not_applied'],
  'suspend-shop': ['not_notary', 'own_matter', 'shop_not_approved'],
  'reinstate-shop': ['not_notary', 'own_matter', 'shop_not_suspended'],
  'list-product': [
    'product_differs',
    'shop_unknown',
    'not_head',
    'shop_not_approved',
    'price_above_list',
    'cap_exceeded',
  ],
  'withdraw-product': ['product_unknown', 'not_head', 'product_not_listed'],
  sign: [
    'contract_differs',
    'product_unknown',
    'not_a_person',
    'product_not_listed',
    'shop_not_approved',
    'contract_text_changed',
    'cap_exceeded',
  ],
  'lapse-unpaid': ['contract_unknown', 'contract_not_signed', 'payment_not_overdue'],
  'record-bank-entry': ['not_teller', 'bank_entry_differs'],
  'propose-match': [
    'not_notary',
    'bank_entry_unknown',
    'bank_entry_not_suspended',
    'contract_unknown',
    'own_matter',
    'contract_not_signed',
    'amount_differs',
  ],
  'approve-match': [
    'not_notary',
    'bank_entry_unknown',
    'match_not_proposed',
    'own_proposal',
    'match_changed',
    'own_matter',
    'contract_not_signed',
  ],
  'reject-match': ['not_notary', 'bank_entry_unknown', 'match_not_proposed'],
  'record-statement': ['not_teller', 'statement_differs'],
  'request-use': ['use_differs', 'contract_unknown', 'not_of_shop', ...CARD],
  'check-in': ['use_differs', 'contract_unknown', 'not_your_contract', 'shop_differs', ...CARD],
  'confirm-use': ['use_unknown', 'not_your_use', 'use_not_requested'],
  'contest-use': ['use_unknown', 'not_your_use', 'use_not_contestable', 'objection_over', SHORT],
  'withdraw-use': ['use_unknown', 'not_of_shop', 'use_decided'],
  'decide-use': ['not_notary', 'use_unknown', 'own_matter', 'use_not_contested'],
  'lapse-use': ['use_unknown', 'use_not_requested', 'not_due_yet'],
  'lapse-period': ['contract_unknown', 'contract_not_active', 'not_due_yet'],
  'lapse-validity': ['contract_unknown', 'contract_not_active', 'not_due_yet'],
  'propose-settlement': [
    'settlement_differs',
    'not_notary',
    'approver_not_notary',
    'own_approval',
    'day_not_over',
    'shop_repeated',
    'own_matter',
    'shop_unknown',
    'settlement_open',
    'through_too_far',
    'nothing_matured',
    SHORT,
  ],
  'approve-settlement': [
    'settlement_unknown',
    'settlement_not_proposed',
    'own_proposal',
    'not_approver',
    'own_matter',
  ],
  'reject-settlement': ['settlement_unknown', 'not_notary', 'settlement_not_proposed'],
  'lapse-settlement': ['settlement_unknown', 'settlement_not_proposed', 'not_due_yet'],
  'name-substitute': [
    'not_notary',
    'substitute_not_notary',
    'own_substitute',
    'days_reversed',
    'days_over',
  ],
  'ask-refund': [
    'refund_differs',
    'contract_unknown',
    'not_your_contract',
    'contract_not_refundable',
    'seven_days_over',
    'prior_experience',
  ],
  'withdraw-refund': ['refund_unknown', 'not_your_refund', 'refund_not_open'],
  'answer-refund': ['refund_unknown', 'not_head', 'refund_not_asked', 'answer_not_needed'],
  'deem-refund': ['refund_unknown', 'refund_not_asked', 'not_due_yet'],
  'approve-refund': [
    'not_notary',
    'refund_unknown',
    'own_matter',
    'refund_not_ready',
    'cause_not_asked',
    'use_unanswered',
    'deduction_unexplained',
    'deduction_too_large',
    SHORT,
  ],
  'decline-refund': [
    'not_notary',
    'refund_unknown',
    'own_matter',
    'refund_not_open',
    'refund_agreed',
  ],
  'give-account': ['refund_unknown', 'not_your_refund', 'refund_not_returned'],
  'resend-refund': [
    'not_notary',
    'refund_unknown',
    'own_matter',
    'refund_not_returned',
    'account_missing',
  ],
} as const satisfies Readonly<Record<CommandName, readonly PrepaidRefusal[]>>

/** The sentences of everything that an act may be refused for. */
export function refusalsOf(name: CommandName): ProblemTexts {
  return Object.fromEntries(
    REFUSALS[name].map((type): [string, ProblemText] => [type, refusals[type]]),
  )
}
