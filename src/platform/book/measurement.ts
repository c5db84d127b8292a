/** What is counted of each batch. */
import type { BatchMeasurement } from './port.ts'
import type { Preparation } from './preparation.ts'

export function measurementOf(batch: Preparation, commitMs: number): BatchMeasurement {
  const refusals: Record<string, number> = {}
  for (const { outcome } of batch.outcomes) {
    if (outcome.kind !== 'refused') continue
    refusals[outcome.refusal.type] = (refusals[outcome.refusal.type] ?? 0) + 1
  }
  return {
    commands: batch.count,
    entries: batch.size - batch.base.size,
    refusals,
    commitMs,
  }
}
