/** Invented views of handovers; the product never sees them. */
import type { ConsignmentView } from '#services/handover/web/views.ts'
import { AT, type Sample } from './sample-office.ts'

const shipper = { en: 'Invented Frame Works', zh: '虚构车架厂' }
const warehouse = { en: 'Invented Warehouse', zh: '虚构仓库' }
const jiangsu = { en: 'Jiangsu', zh: '江苏' }
const shanghai = { en: 'Shanghai', zh: '上海' }
const kunshan = { en: 'Kunshan', zh: '昆山市' }
const qingpu = { en: 'Qingpu', zh: '青浦区' }
const said = {
  level: 'witnessed',
  cosigners: [
    { en: 'Shanghai', zh: '上海' },
    { en: 'an outside witness', zh: '外部见证方' },
  ],
  policyEntry: 8,
} as const

const consignment: ConsignmentView = {
  book: 'js',
  consignment: 'csg_sample',
  origin: 'js.hub.example/book/1',
  isSender: false,
  senderName: shipper,
  receiverName: warehouse,
  carrierName: null,
  fromBook: jiangsu,
  toBook: shanghai,
  placeOfDispatch: kunshan,
  placeOfReceipt: qingpu,
  packages: 12,
  grossWeightGrams: 480_500,
  receiveBy: AT,
  standing: 'on-the-way',
  balance: {
    open: 12,
    overdue: 0,
    kept: 0,
    missing: 0,
    returning: 0,
    takenBack: 0,
    missingBack: 0,
    lost: 0,
  },
  differences: [],
  confidential: { goods: 'Frames', seal: 'S-1', reference: null },
  steps: [
    {
      book: 'js',
      bookName: jiangsu,
      index: 11,
      at: AT,
      act: { en: 'Consignment sent', zh: '货物发运' },
      summary: { en: 'Sent.', zh: '已发运。' },
      facts: [{ term: { en: 'Packages', zh: '件数' }, value: { en: '12', zh: '12' } }],
      proof: null,
      isGrave: false,
      isOurs: false,
      receipt: {
        href: '/v1/books/js/consignments/csg_sample/receipts/js/11',
        name: 'receipt-js-11.json',
      },
    },
  ],
  next: {
    kind: 'receive',
    receipt: {
      text: '{}',
      origin: 'js.hub.example/book/1',
      index: 11,
      judged: { isProven: true, said, provenAt: AT },
    },
  },
  returnBy: '2026-12-01',
}

const differing: ConsignmentView = {
  ...consignment,
  isSender: true,
  standing: 'on-the-way-back',
  balance: { ...consignment.balance, open: 0, kept: 8, missing: 1, returning: 3 },
  differences: ['short-count', 'seal-broken'],
  next: {
    kind: 'take-back',
    returned: 3,
    receipt: {
      text: '{}',
      origin: 'sh.hub.example/book/1',
      index: 40,
      judged: {
        isProven: false,
        code: 'receipt_not_witnessed',
        why: { en: 'The receipt is logged only.', zh: '该回执仅“已入账”。' },
      },
    },
  },
}

const line = {
  book: 'js',
  consignment: 'csg_sample',
  isOurs: false,
  otherName: shipper,
  placeOfDispatch: kunshan,
  placeOfReceipt: qingpu,
  packages: 12,
  standing: 'on-the-way',
  receiveBy: AT,
  awaitsUs: true,
} as const

export const handoverSamples: readonly Sample[] = [
  {
    file: 'consignments',
    name: 'consignments',
    view: { ownName: warehouse, bookName: shanghai, arriving: [line], sent: [] },
  },
  {
    file: 'consignment',
    name: 'consignment',
    view: consignment,
  },
  {
    file: 'consignment-back',
    name: 'consignment',
    view: differing,
  },
  {
    file: 'consignment-send',
    name: 'sendConsignment',
    view: {
      ownName: shipper,
      consignees: [{ value: 'sh pty_warehouse', name: warehouse }],
      places: [{ value: 'KUNSHAN', name: kunshan }],
      receiveBy: '2026-12-01',
    },
  },
  { file: 'consignment-receipt', name: 'dropReceipt', view: { returnBy: '2026-12-01' } },
  {
    file: 'handovers-compared',
    name: 'reconciliation',
    view: {
      bookName: shanghai,
      openCount: 1,
      lines: [
        {
          from: jiangsu,
          to: shanghai,
          fromBook: 'js',
          toBook: 'sh',
          consignment: 'csg_sample',
          standing: 'answer-not-carried',
          sent: 12,
          arrived: 11,
          returned: 0,
          takenBack: null,
          entry: 11,
          arrivalEntry: 40,
        },
      ],
      couriers: [
        { from: shanghai, to: jiangsu, nextEntry: 41, waitsFor: 'origin_unknown', parked: 1 },
      ],
    },
  },
]
