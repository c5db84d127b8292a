/** What prepaid money keeps of a consumer. Staff and notaries stand in it by their pseudonyms as well. */
import type { SubjectRows } from '#platform/postgres/subject-rows.ts'

const OWN = 'select c.contract from prepaid_contract c where c.book = $1 and c.consumer = $2'
const purpose = 'contract'

export const prepaidSubjectRows: readonly SubjectRows[] = [
  {
    table: 'prepaid_contract',
    key: 'contract',
    where: 't.book = $1 and t.consumer = $2',
    what: { en: 'Contracts', zh: '合同' },
    purpose,
  },
  {
    table: 'prepaid_use',
    key: 'use',
    where: `t.book = $1 and t.contract in (${OWN})`,
    what: { en: 'Classes and tranches', zh: '核销与分期' },
    purpose,
  },
  {
    table: 'prepaid_exposure',
    key: 'shop',
    where: `t.book = $1 and t.consumer = $2 and t.shop in
      (select c.shop from prepaid_contract c where c.book = $1 and c.consumer = $2)`,
    what: { en: 'Prepaid at each shop', zh: '各商户预付余额' },
    purpose,
  },
  {
    table: 'prepaid_refund',
    key: 'refund',
    where: `t.book = $1 and t.contract in (${OWN})`,
    what: { en: 'Refunds', zh: '退款' },
    purpose,
  },
  {
    table: 'prepaid_payout',
    key: 'payout',
    where: 't.book = $1 and t.beneficiary = $2',
    what: { en: 'Payments to the person', zh: '向本人的付款' },
    purpose,
  },
  {
    table: 'prepaid_bank_entry',
    key: 'bank_entry',
    where: `t.book = $1 and (t.contract in (${OWN}) or t.proposed_contract in (${OWN}) or t.proposed_by = $2)`,
    what: { en: 'Lines of the deposit account', zh: '提存账户流水' },
    purpose,
  },
  {
    table: 'prepaid_settlement',
    key: 'settlement',
    where: 't.book = $1 and $2 in (t.proposed_by, t.approver, t.decided_by)',
    what: { en: 'Settlements that the person proposed or decided', zh: '本人提议或决定的结算' },
    purpose: 'duty',
  },
  {
    table: 'prepaid_absence',
    key: 'notary',
    where: 't.book = $1 and $2 in (t.notary, t.substitute)',
    what: { en: 'Absences and substitutes', zh: '缺勤与代理' },
    purpose: 'duty',
  },
]
