/**
 * What the link to the bank needs of this service: the payouts that wait, and the acts by which the bank's
 * lines and statements reach the book. The account that a shop gave is a secret of its application, so the
 * order names the beneficiary, under which the bank keeps the account.
 */
import type pg from 'pg'
import type { Answer } from '#kernel/book/answer.ts'
import type { Command } from '#kernel/book/slice.ts'
import { SYSTEM_EVIDENCE } from '#kernel/book/system.ts'
import type { PartyId, Principal } from '#kernel/identity/principal.ts'
import { assert } from '#kernel/std/assert.ts'
import type { LinkAnswer, LinkOptions } from '#platform/bank/link.ts'
import type { BankLine, Statement } from '#platform/bank/port.ts'
import type { Request } from '#platform/book/port.ts'
import type { PrepaidCommand } from '../contract.ts'
import { findTeller, listOrderedPayouts, type WaitingPayout } from '../store/payouts.ts'

/** What is read of the book between its acts. */
export interface BankReads {
  /** Who speaks for the bank, or undefined while there is no deposit account. */
  findTeller(): Promise<PartyId | undefined>
  listOrdered(
    after: { readonly entry: number; readonly payout: string } | null,
    limit: number,
  ): Promise<readonly WaitingPayout[]>
}

export function bankReads(pool: pg.Pool, book: string): BankReads {
  return {
    findTeller: () => findTeller(pool, book),
    listOrdered: (after, limit) => listOrderedPayouts(pool, book, after, limit),
  }
}

type Submit = (requests: readonly Request[]) => Promise<readonly Answer[]>

/** What asking again cannot change: an operator looks at it. */
const PARKABLE = [
  'bank_entry_differs',
  'statement_differs',
  'balance_insufficient',
  // The same id with other words, while the key of the first is remembered.
  'idempotency_key_reused',
] as const

export function bankActs(
  reads: BankReads,
  submit: Submit,
): Pick<LinkOptions, 'listOrdered' | 'record' | 'recordStatement' | 'parkable'> {
  const tell = async (commands: readonly Named[]): Promise<readonly LinkAnswer[]> => {
    const teller = await reads.findTeller()
    if (teller === undefined) return commands.map(() => ({ kind: 'unavailable' }))
    const principal: Principal = { party: teller, roles: ['bank'], evidence: SYSTEM_EVIDENCE }
    const answers = await submit(commands.map(({ key, command }) => ({ key, command, principal })))
    return answers.map(linkAnswer)
  }
  return {
    parkable: PARKABLE,
    async listOrdered(after, limit) {
      const waiting = await reads.listOrdered(after, limit)
      return waiting.map(({ toPayerOf, beneficiary, ...payout }) => {
        if (toPayerOf !== null) return { ...payout, to: { kind: 'payer-of', bankEntry: toPayerOf } }
        assert(beneficiary !== null, 'a payout goes to a payer or to a beneficiary')
        return { ...payout, to: { kind: 'account', account: beneficiary } }
      })
    },
    record: (lines) => tell(lines.map(lineCommand)),
    async recordStatement(statement) {
      const [answer = UNAVAILABLE] = await tell([statementCommand(statement)])
      return answer
    },
  }
}

const UNAVAILABLE: LinkAnswer = { kind: 'unavailable' }

interface Named {
  readonly key: string
  readonly command: Command
}

function lineCommand({
  bankEntry,
  kind,
  amountMinor,
  reference,
  valueDay,
  payer,
}: BankLine): Named {
  const command: PrepaidCommand<'record-bank-entry'> = {
    type: 'prepaid.record-bank-entry',
    bankEntry,
    kind,
    amountMinor: Number(amountMinor),
    reference,
    valueDay,
    ...(payer === null ? {} : { payer }),
  }
  return { key: `bank-entry/${bankEntry}`, command }
}

function statementCommand({ day, closingMinor }: Statement): Named {
  const command: PrepaidCommand<'record-statement'> = {
    type: 'prepaid.record-statement',
    day,
    closingMinor: Number(closingMinor),
  }
  return { key: `statement/${day}`, command }
}

function linkAnswer(answer: Answer): LinkAnswer {
  switch (answer.kind) {
    case 'recorded':
      return { kind: 'recorded' }
    case 'refused':
      return { kind: 'refused', refusal: answer.refusal.type }
    default:
      return UNAVAILABLE
  }
}
