/** Prepaid money under notarial deposit. */
import type { Command, Slice } from '#kernel/book/slice.ts'
import { absenceCommands, absenceEvents } from './domain/absences.ts'
import { bankCommands, bankEvents } from './domain/bank-entries.ts'
import { matchCommands, matchEvents } from './domain/matches.ts'
import { paymentEvents } from './domain/payments.ts'
import { payoutEvents } from './domain/payouts.ts'
import { productCommands, productEvents } from './domain/products.ts'
import { refundDecisionCommands } from './domain/refund-decisions.ts'
import { refundEvents } from './domain/refund-events.ts'
import { refundCommands, refundLapses } from './domain/refunds.ts'
import {
  absenceTable,
  bankEntryTable,
  contractTable,
  depositaryTable,
  differingTable,
  exposureTable,
  maturingTable,
  payoutTable,
  productTable,
  refundTable,
  settlementTable,
  shopTable,
  statementTable,
  useTable,
} from './domain/rows.ts'
import { settlementEvents, settlementLapses } from './domain/settlement-events.ts'
import { settlementCommands } from './domain/settlements.ts'
import { shopCommands, shopEvents } from './domain/shops.ts'
import { signCommands, signEvents, signLapses } from './domain/sign.ts'
import { statementCommands, statementEvents } from './domain/statements.ts'
import { useClockCommands, useClockEvents, useLapses } from './domain/use-clock.ts'
import { useDisputeCommands } from './domain/use-disputes.ts'
import { useEvents } from './domain/use-events.ts'
import { useCommands } from './domain/uses.ts'

const lapses: Readonly<Record<string, (key: string) => Command>> = {
  ...signLapses,
  ...useLapses,
  ...refundLapses,
  ...settlementLapses,
}

export const prepaid: Slice = {
  name: 'prepaid',
  tables: [
    depositaryTable,
    shopTable,
    productTable,
    contractTable,
    useTable,
    maturingTable,
    exposureTable,
    bankEntryTable,
    refundTable,
    settlementTable,
    payoutTable,
    differingTable,
    absenceTable,
    statementTable,
  ],
  commands: {
    ...shopCommands,
    ...productCommands,
    ...signCommands,
    ...bankCommands,
    ...matchCommands,
    ...statementCommands,
    ...useCommands,
    ...useClockCommands,
    ...useDisputeCommands,
    ...settlementCommands,
    ...absenceCommands,
    ...refundCommands,
    ...refundDecisionCommands,
  },
  events: {
    ...shopEvents,
    ...productEvents,
    ...signEvents,
    ...paymentEvents,
    ...bankEvents,
    ...matchEvents,
    ...payoutEvents,
    ...statementEvents,
    ...useEvents,
    ...useClockEvents,
    ...settlementEvents,
    ...absenceEvents,
    ...refundEvents,
  },
  lapses,
}
