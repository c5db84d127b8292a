/** What a monitor runs on in Node. */
import type { MonitorTools } from '#kernel/monitor/monitor.ts'
import { nodeHashing } from '#platform/book/sealing-tools.ts'
import { verifyWithNode } from '#platform/signer/node-ed25519.ts'

export const nodeTools: MonitorTools = { hashing: nodeHashing, verifyEd25519: verifyWithNode }
