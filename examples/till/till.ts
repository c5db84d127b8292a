/** A day at the till, from the file to the receipts: what `main.ts` does with its arguments. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { connect, type Patience } from '#client/hub.ts'
import { bookDay, type Booked } from './book-day.ts'
import { checkReceipt } from './check-receipt.ts'
import { parseVisits } from './visits.ts'

export interface Day {
  readonly url: string
  readonly key: string
  readonly book: string
  readonly visitsFile: string
  readonly receiptsFolder: string
  /** Whose signatures count; from where the shop trusts it. */
  readonly policyFile: string
  readonly nowMs: number
  readonly patience: Patience
  readonly say: (line: string) => void
}

/** Whether every visit was answered and the receipt that was looked at is what it should be. */
export async function runDay(day: Day): Promise<boolean> {
  const visits = parseVisits(readFileSync(day.visitsFile, 'utf8'))
  const booked = await bookDay(connect(day), day.book, visits, day.patience)
  for (const one of booked) day.say(lineOf(one))
  const files = keepReceipts(booked, day.receiptsFolder)
  const [first] = files
  const isChecked = first === undefined || (await check(first, day))
  const count = (kind: Booked['kind']) => booked.filter((one) => one.kind === kind).length
  day.say(
    `${visits.length} visits: ${count('recorded')} recorded, ${count('refused')} refused, ${count('unknown')} to be sent again.`,
  )
  return isChecked && count('unknown') === 0
}

function lineOf(one: Booked): string {
  const { use } = one.visit
  if (one.kind === 'recorded') return `${use}  ${one.repeated ? 'stood there before' : 'recorded'}`
  return `${use}  ${one.kind}: ${one.why}`
}

/** One file an entry: a visit that the counter also answers is two. */
function keepReceipts(booked: readonly Booked[], folder: string): readonly string[] {
  mkdirSync(folder, { recursive: true })
  return booked.flatMap((one) => {
    if (one.kind !== 'recorded') return []
    return one.receipts.map((receipt, at) => {
      const path = join(folder, `${one.visit.use}${at === 0 ? '' : `-${at + 1}`}.json`)
      writeFileSync(path, receipt)
      return path
    })
  })
}

async function check(path: string, { policyFile, nowMs, say }: Day): Promise<boolean> {
  const policy = Uint8Array.from(readFileSync(policyFile))
  const { isVerified, said } = await checkReceipt(readFileSync(path, 'utf8'), policy, nowMs)
  say(`${path}  ${said}`)
  return isVerified
}
