/** A rig that writes already: on a busy machine taking a book takes a moment, and until then it refuses. */
import { setTimeout as sleep } from 'node:timers/promises'
import { openRig, type Rig, type RigOptions } from '#test/slice/rig.ts'

const PATIENCE_MS = 60_000
const POLL_MS = 10

export async function openWritingRig(options: RigOptions): Promise<Rig> {
  const rig = await openRig(options)
  const startMs = performance.now()
  while (!rig.writer.isWriting) {
    const { phase, reason } = rig.writer.state
    if (phase === 'stopped' || performance.now() - startMs > PATIENCE_MS) {
      throw new Error(`a book of the bench is not written: ${reason}`)
    }
    await sleep(POLL_MS)
  }
  return rig
}
