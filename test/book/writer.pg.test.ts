/** The writer from end to end on a real PostgreSQL: acts, receipts, repeats, reactions and money. */
import { expect, test } from 'vitest'
import { freshDatabase } from '../pg/database.ts'
import type { EscrowCommand } from '../slice/commands.ts'
import { makeSliceTables, openRig } from '../slice/rig.ts'

test('an act is recorded, proven, and done once', async () => {
  const urls = await freshDatabase()
  await makeSliceTables(urls)
  const problems: unknown[] = []
  const rig = await openRig({ urls, onProblem: (m, e) => problems.push([m, e]) })
  const founded = await rig.act({ type: 'escrow.found' })
  expect(founded.kind).toBe('recorded')
  const expiresAtMs = Date.now() + 86_400_000
  const asked: readonly { readonly command: EscrowCommand; readonly key?: string }[] = [
    { command: { type: 'escrow.admit-school', school: 'swim' } },
    {
      command: {
        type: 'escrow.open',
        contract: 'c1',
        school: 'swim',
        consumer: 'li',
        priceMinor: '100000',
        entries: 10,
        expiresAtMs,
        phone: '13800000000',
      },
    },
    {
      command: {
        type: 'escrow.confirm',
        classUse: 'u1',
        contract: 'c1',
        amountMinor: '9000',
        feeMinor: '1000',
      },
      key: 'k1',
    },
    {
      command: {
        type: 'escrow.confirm',
        classUse: 'u1',
        contract: 'c1',
        amountMinor: '9000',
        feeMinor: '1000',
      },
      key: 'k2',
    },
    {
      command: {
        type: 'escrow.confirm',
        classUse: 'u2',
        contract: 'none',
        amountMinor: '9000',
        feeMinor: '1000',
      },
    },
  ]
  const [admitted, opened, used, again, unknown] = await rig.submit(asked)
  expect(problems).toEqual([])
  expect([admitted, opened, used, again].map((answer) => answer?.kind)).toEqual(
    Array(4).fill('recorded'),
  )
  expect(unknown).toMatchObject({ kind: 'refused', refusal: { type: 'contract_unknown' } })
  expect(again).toMatchObject({ repeated: true, entries: [{ index: 3 }] })
  expect(used).toMatchObject({ repeated: false, entries: [{ index: 3 }] })
  await rig.stop()
})
