/** A batch on its way to the database: written under the epoch, or asked whether the epoch is still ours. */
import { measurementOf } from './measurement.ts'
import type { Preparation } from './preparation.ts'
import { Fenced } from './store.ts'
import { LEASE_MS, type Tenancy } from './tenure.ts'
import type { WriterOptions } from './writer-options.ts'

export interface InFlight {
  readonly batch: Preparation
  /** Undefined when it is committed, the reason when that is not known. */
  readonly written: Promise<unknown>
  /** Until that is settled. */
  isOpen: boolean
}

export interface Carrier {
  readonly options: Pick<WriterOptions, 'store' | 'clock' | 'onBatch'>
  readonly tenancy: Tenancy
  /** How far the book is signed. */
  readonly signed: number
}

export function fly(batch: Preparation, carrier: Carrier): InFlight {
  const inFlight = { batch, written: written(batch, carrier), isOpen: true }
  void inFlight.written.then(() => (inFlight.isOpen = false))
  return inFlight
}

async function written(batch: Preparation, carrier: Carrier): Promise<unknown> {
  const { clock, onBatch } = carrier.options
  const startMs = clock.monotonicMs()
  try {
    carrier.tenancy.check()
    await (batch.isEmpty ? confirm(batch, carrier) : write(batch, carrier))
    onBatch(measurementOf(batch, clock.monotonicMs() - startMs))
    return undefined
  } catch (error) {
    return error ?? new Error('a write failed without a reason')
  }
}

/** Refusals leave only while the book is still ours, and they alone keep it, too. */
async function confirm(batch: Preparation, { options, tenancy, signed }: Carrier): Promise<void> {
  await tenancy.keep(signed)
  const isCurrent = await options.store.isCurrent(tenancy.epoch, batch.base.size)
  if (!isCurrent) throw new Fenced('the book has another epoch or size')
}

async function write(batch: Preparation, { options, tenancy, signed }: Carrier): Promise<void> {
  const askedMs = options.clock.nowMs()
  const tenure = { epoch: tenancy.epoch, leaseMs: LEASE_MS, signed }
  tenancy.prolonged(await options.store.write(batch.write(), tenure), askedMs)
}
