/** Invented views of the notary's desk; the product never sees them. */
import type { DeskView, WorkLine } from '#services/prepaid/web/desk-views.ts'
import { ALL } from '#services/prepaid/web/desk-paths.ts'
import { cases } from './sample-cases.ts'
import { AT, plum, type Sample, wharf } from './sample-office.ts'

const line = (changes: Partial<WorkLine> & Pick<WorkLine, 'id' | 'matter'>): WorkLine => ({
  kind: 'refund',
  queue: 'refunds',
  name: wharf,
  about: 'con_5C9X22',
  shops: 0,
  amountMinor: 142_000n,
  due: null,
  since: AT,
  likely: 0,
  ...changes,
})

const lines: readonly WorkLine[] = [
  line({
    kind: 'settlement',
    id: 'set_0411',
    queue: 'settlements',
    matter: 'settlement-proposed',
    name: null,
    about: '2026-11-19',
    shops: 18,
    amountMinor: 21_248_000n,
    due: { day: '2026-11-20', workingDays: 0, isProvisional: false },
  }),
  line({
    id: 'rfd_asked',
    matter: 'refund-asked',
    due: { day: '2026-11-23', workingDays: 1, isProvisional: false },
  }),
  line({
    kind: 'money',
    id: 'bank-77',
    queue: 'money',
    matter: 'money-suspended',
    name: null,
    about: '7Q2K4I',
    amountMinor: 300_000n,
    due: { day: '2027-01-05', workingDays: 30, isProvisional: true },
    likely: 1,
  }),
  line({ id: 'rfd_objected', matter: 'refund-objected' }),
  line({ id: 'rfd_returned', matter: 'refund-returned' }),
  line({
    kind: 'use',
    id: 'use_0031',
    queue: 'uses',
    matter: 'use-contested',
    name: plum,
    about: '31',
    amountMinor: 12_000n,
  }),
  line({
    kind: 'shop',
    id: 'pty_riverside',
    queue: 'shops',
    matter: 'shop-applied',
    about: 'INVENTED-0040',
    amountMinor: null,
  }),
  line({
    kind: 'difference',
    id: 'bank-78',
    queue: 'differences',
    matter: 'bank-differed',
    name: null,
    about: 'bank-78',
    amountMinor: 100n,
  }),
]

const stated = {
  day: '2026-11-19',
  closingMinor: 142_835_740n,
  bookMinor: 142_835_740n,
  heldMinor: 142_535_740n,
  entry: 49_990,
} as const

const desk: DeskView = {
  book: 'sh',
  reconciliation: {
    statement: stated,
    countedMinor: 142_920_740n,
    ledgerMinor: 142_920_740n,
    differencesMinor: 0n,
  },
  counts: { settlements: 1, refunds: 3, money: 1, uses: 1, shops: 1, differences: 1 },
  filter: ALL,
  lines,
  found: 42,
  pageLines: 20,
  selected: null,
}

export const deskSamples: readonly Sample[] = [
  { file: 'desk', name: 'desk', view: desk },
  {
    file: 'desk-apart',
    name: 'desk',
    view: {
      ...desk,
      filter: { queue: 'refunds', q: 'wharf', from: 20 },
      reconciliation: {
        ...desk.reconciliation,
        statement: { ...stated, closingMinor: 1n },
        ledgerMinor: 1n,
        differencesMinor: 100n,
      },
    },
  },
  {
    file: 'desk-empty',
    name: 'desk',
    view: {
      ...desk,
      reconciliation: { ...desk.reconciliation, statement: null },
      counts: { settlements: 0, refunds: 0, money: 0, uses: 0, shops: 0, differences: 0 },
      lines: [],
      found: 0,
    },
  },
  ...cases.map(([file, selected]): Sample => ({
    file: `desk-${file}`,
    name: 'desk',
    view: { ...desk, selected },
  })),
]
