/** The audit of a book of some sixty thousand entries, two thirds of them uses of classes. */
import { registryOf } from '#kernel/book/registry.ts'
import { auditBook, type AuditReport } from '#platform/postgres/audit.ts'
import { findingText } from '#platform/postgres/audit-findings.ts'
import { escrow } from '#test/slice/escrow.ts'
import type { Rig } from '#test/slice/rig.ts'
import type { Bench } from './bench.ts'
import { confirmRate } from './confirm.ts'
import { median } from './figures.ts'
import type { Founded } from './stage.ts'
import { openWritingRig } from './writing-rig.ts'

const USES_MIN = 40_000
const WINDOW_MS_MAX = 2000

export async function writeUses(rig: Rig, forMs: number): Promise<void> {
  for (let count = 0; count < USES_MIN;) {
    count += (await confirmRate(rig, { inFlight: 1024, warmUpMs: 0, forMs })).count
  }
}

async function auditOnce({ urls, secret }: Founded): Promise<AuditReport> {
  const report = await auditBook({
    url: urls.app,
    book: 'sh',
    registry: registryOf([escrow]),
    installationKey: secret,
  })
  const [finding] = report.findings
  if (finding !== undefined) throw new Error(`a sound book is audited: ${findingText(finding)}`)
  return report
}

export async function measureAudit(bench: Bench, name: string): Promise<void> {
  const founded = await bench.stage.founded()
  try {
    const rig = await openWritingRig(founded)
    await writeUses(rig, Math.min(bench.forMs, WINDOW_MS_MAX))
    await rig.stop()
    const reports: AuditReport[] = []
    for (let i = 0; i < bench.options.runs; i += 1) {
      await bench.stage.settle()
      reports.push(await auditOnce(founded))
    }
    const { size, durationMs } = median(reports, (report) => report.durationMs)
    bench.report(name, size / (durationMs / 1000), 'entries/s')
  } finally {
    await bench.stage.drop(founded.urls)
  }
}
