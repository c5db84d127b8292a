/** How long it takes to verify one receipt offline, from the text of its file to the verdict. */
import { createPublicKey, verify, type KeyObject } from 'node:crypto'
import type { VerifyEd25519 } from '#kernel/log/ed25519.ts'
import { parsePolicy } from '#kernel/log/policy.ts'
import { verifyReceipt, type Trust } from '#kernel/log/verify.ts'
import { utf8Of } from '#kernel/std/utf8.ts'
import { sha256 } from '#platform/book/sealing-tools.ts'
import { receiptBody } from '#platform/http/receipt-body.ts'
import type { Rig } from '#test/slice/rig.ts'
import type { Bench } from './bench.ts'
import { anyContract, nextUse } from './confirm.ts'
import { median, percentile } from './figures.ts'
import { openWritingRig } from './writing-rig.ts'

const RECEIPTS = 500

/** The eight bytes of DER that stand before every Ed25519 public key (RFC 8410). */
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex')

/** As a verifier on a server would do it: the key is read once, whatever it is then asked. */
function nativeVerifier(): VerifyEd25519 {
  const keys = new Map<string, KeyObject>()
  return ({ publicKey, message, signature }) => {
    const name = Buffer.from(publicKey).toString('latin1')
    let key = keys.get(name)
    if (key === undefined) {
      const der = Buffer.concat([SPKI_PREFIX, publicKey])
      key = createPublicKey({ key: der, format: 'der', type: 'spki' })
      keys.set(name, key)
    }
    return verify(null, message, key, signature)
  }
}

async function receiptsOf(rig: Rig): Promise<readonly string[]> {
  const answers = await rig.submit(Array.from({ length: RECEIPTS }, () => nextUse(anyContract)))
  return answers.map((answer) => {
    if (answer.kind !== 'recorded') throw new Error('a use of the bench is recorded')
    return JSON.stringify(receiptBody(answer.entries[0], answer.checkpoint))
  })
}

async function secondsToVerify(receipts: readonly string[], trust: Trust): Promise<Float64Array> {
  const tookMs: number[] = []
  for (const receipt of receipts) {
    const startMs = performance.now()
    const verdict = await verifyReceipt(receipt, trust)
    tookMs.push(performance.now() - startMs)
    if (!verdict.verified) throw new Error(`a receipt of the bench fails: ${verdict.reason}`)
  }
  return Float64Array.from(tookMs).toSorted()
}

export async function measureVerification(bench: Bench, name: string): Promise<void> {
  const founded = await bench.stage.founded()
  const rig = await openWritingRig(founded)
  const receipts = await receiptsOf(rig)
  const policy = parsePolicy(utf8Of(`log ${rig.signer.verifierKey}\nquorum none\n`), sha256)
  await rig.stop()
  await bench.stage.drop(founded.urls)
  if (!policy.ok) throw new Error(`the policy of the bench: ${policy.error}`)
  const nowMs = Date.now()
  const policies = [policy.value]
  const verifyEd25519 = nativeVerifier()
  const trust: Trust = { policies, sha256, verifyEd25519, nowMs, level: 'logged' }
  await secondsToVerify(receipts, trust)
  const runs: Float64Array[] = []
  for (let i = 0; i < bench.options.runs; i += 1) runs.push(await secondsToVerify(receipts, trust))
  const sorted = median(runs, (run) => percentile(run, 0.5))
  bench.report(name, percentile(sorted, 0.5), 'ms')
  bench.report(`${name}/p99`, percentile(sorted, 0.99), 'ms')
}
