/** Invented views of the pages of one's own data, and of erasures for others. */
import type { ErasuresView, MyDataView } from '#services/privacy/web/views.ts'
import type { Purpose } from '#services/privacy/contract.ts'
import { KEPT_FOR } from '#services/privacy/web/words.ts'
import { NOBODY } from '#web/kit/page-context.ts'
import type { Sample } from './samples.ts'

const registered = { en: 'Person registered', zh: '人员登记' }
const said = (text: string) => ({ en: text, zh: text })
const record = (
  table: string,
  what: readonly [en: string, zh: string],
  [purpose, count]: readonly [Purpose, number],
) => ({
  table,
  what: { en: what[0], zh: what[1] },
  count,
  isOutside: purpose === 'sign-in',
  keptFor: KEPT_FOR[purpose],
})

const records = [
  record('party', ['Registration', '登记'], ['identity', 1]),
  record('appointment', ['Appointments', '任命'], ['duty', 0]),
  record('prepaid_contract', ['Contracts', '合同'], ['contract', 2]),
  record('prepaid_use', ['Classes and tranches', '核销与分期'], ['contract', 1_204]),
  record('party_entries', ['Running numbers and their salts', '编号及其盐值'], ['proof', 311]),
  record('session', ['Sessions', '登录会话'], ['sign-in', 1]),
]

const consumer: MyDataView = {
  book: 'sh',
  party: 'pty_0f8dXc2mQ1tW7yZbL4kVnA',
  values: [
    {
      entry: 41,
      act: registered,
      at: '2026-05-03T02:11:00Z',
      field: 'name',
      value: said('Chen Hui 陈慧'),
    },
    {
      entry: 41,
      act: registered,
      at: '2026-05-03T02:11:00Z',
      field: 'phone',
      value: said('138 0000 5120'),
    },
    {
      entry: 977,
      act: { en: 'Class contested', zh: '异议' },
      at: '2026-08-19T10:40:00Z',
      field: 'detail',
      value: said('I was in another town that week, and nobody of my family went there either.'),
    },
  ],
  hasMore: false,
  records,
  duty: { kind: 'running', running: 2 },
  period: null,
  canErase: true,
  plannedFor: null,
  erasedOn: null,
}

const erased = { en: 'Erased on 2026-11-30', zh: '已于 2026-11-30 删除' }

const office: ErasuresView = {
  book: 'sh',
  hasOffice: true,
  period: {
    years: 5,
    ground: 'An invented decision of the registry 虚构的登记处决定',
    entry: 1_204,
  },
  maySetPeriod: false,
  open: [
    {
      subject: 'pty_0f8dXc2mQ1tW7yZbL4kVnA',
      basis: 'consent-withdrawn',
      asked: 'duty-ends',
      at: '2026-11-28T03:10:00Z',
      entry: 61_204,
      isYours: false,
    },
    {
      subject: 'pty_Lw9sRk3pTq6uEo1iYa8hDg',
      basis: 'purpose-met',
      asked: 'now',
      at: '2026-11-29T08:45:00Z',
      entry: 61_377,
      isYours: true,
    },
  ],
}

const visit = { ...NOBODY, formKey: 'k'.repeat(43) }
const myData = { name: 'myData', path: '/my-data', visit } as const
const erasures = { name: 'erasures', path: '/erasures', visit } as const

export const privacySamples: readonly Sample[] = [
  { ...myData, file: 'my-data', view: consumer },
  {
    ...myData,
    file: 'my-data-free',
    view: { ...consumer, duty: { kind: 'none' } },
  },
  {
    ...myData,
    file: 'my-data-planned',
    view: {
      ...consumer,
      duty: { kind: 'kept', throughDay: '2029-10-02', years: 3 },
      plannedFor: '2029-10-03',
    },
  },
  {
    ...myData,
    file: 'my-data-erased',
    view: {
      ...consumer,
      values: consumer.values.map((line) => ({ ...line, value: erased })),
      duty: { kind: 'none' },
      canErase: false,
      erasedOn: '2026-11-30',
    },
  },
  { ...erasures, file: 'erasures', view: office },
  { ...erasures, file: 'erasures-registrar', view: { ...office, open: [], maySetPeriod: true } },
  { ...erasures, file: 'erasures-empty', view: { ...office, hasOffice: false, open: [] } },
]
