/** The demonstration's story on a book in memory, with a bank that does at once what it is told. */
import { play, type Outcome, type Stage } from '#apps/demonstration/play.ts'
import { BANK } from '#apps/demonstration/cast.ts'
import { prepaid as asPrepaid } from '#apps/demonstration/acts.ts'
import type { StoryOptions } from '#apps/demonstration/plot.ts'
import { tell } from '#apps/demonstration/story.ts'
import { legalDayOf } from '#kernel/time/legal-day.ts'
import { maturingTable, payoutTable, shopTable } from '#services/prepaid/domain/rows.ts'
import { BANK as BANK_ACCOUNT } from '#services/prepaid/domain/accounts.ts'
import { parties } from '#services/parties/index.ts'
import { prepaid } from '#services/prepaid/index.ts'
import { world, type World } from './rig.ts'

export function stageOf(book: World, onStep: () => void = () => undefined): Stage {
  let entries = 0
  const teller = (kind: 'credit' | 'debit', amountMinor: number, reference: string): void => {
    entries += 1
    book.do(
      asPrepaid(BANK.teller, 'record-bank-entry', {
        bankEntry: `bank-${entries}`,
        kind,
        amountMinor,
        reference,
        valueDay: legalDayOf(book.nowMs),
      }).command,
      BANK.teller,
    )
    onStep()
  }
  return {
    async passUntil(atMs) {
      for (const next of iterateDue(book, atMs)) {
        book.lapse(next)
        onStep()
      }
      book.nowMs = Math.max(book.nowMs, atMs)
    },
    async act(acts) {
      return acts.map(({ command, actor }): Outcome => {
        const refusal = book.refusal(command, actor)
        onStep()
        return refusal === 'recorded' ? 'recorded' : { refused: refusal }
      })
    },
    async bank(payments) {
      for (const { reference, amountMinor } of payments) teller('credit', amountMinor, reference)
      for (const { payout, state, amountMinor } of book.list(payoutTable)) {
        if (state === 'ordered') teller('debit', Number(amountMinor), payout)
      }
    },
    async statement(day) {
      const closingMinor = Number(book.balance(BANK_ACCOUNT))
      book.do(
        asPrepaid(BANK.teller, 'record-statement', { day, closingMinor }).command,
        BANK.teller,
      )
      onStep()
    },
    async matured(through) {
      const shops = book.list(maturingTable).filter(({ shop, day, amountMinor }) => {
        const settled = book.get(shopTable, shop)?.settledThrough ?? ''
        return amountMinor > 0n && day > settled && day <= through
      })
      return [...new Set(shops.map(({ shop }) => shop))]
    },
  }
}

function* iterateDue(book: World, untilMs: number) {
  for (;;) {
    const [next] = book.due()
    if (next === undefined || next.dueAtMs > untilMs) return
    yield next
  }
}

export async function playInMemory(
  options: StoryOptions,
  onStep?: (book: World) => void,
): Promise<World> {
  const book = world([parties, prepaid])
  book.nowMs = 0
  await play(
    tell(options),
    stageOf(book, () => onStep?.(book)),
  )
  return book
}
