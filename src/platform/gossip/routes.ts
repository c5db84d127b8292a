/**
 * `/gossip`: anybody may say what they were shown of a book, and anybody may read what that has brought to
 * light. No key is needed: a checkpoint carries its book's signature, and without one it is refused.
 */
import { z } from 'zod'
import type { CheckpointRefusal } from '#kernel/log/signed-checkpoint.ts'
import { base64Of } from '#kernel/std/base64.ts'
import { formatInstant } from '#kernel/time/clock.ts'
import type { Clock } from '#kernel/time/clock.ts'
import { ReceiptBody } from '#platform/http/receipt-body.ts'
import { actRoute, found, problem, readRoute, type Route } from '#platform/http/route.ts'
import { checkpointOfProof, type Gossip } from './gossip.ts'

const NOTE_CHARS_MAX = 65_536

const Told = z.union([
  z.strictObject({
    checkpoint: z.string().max(NOTE_CHARS_MAX).describe('A signed checkpoint of a book.'),
  }),
  z.strictObject({ receipt: ReceiptBody.describe('Only its checkpoint is looked at and kept.') }),
])

const HeardBody = z
  .strictObject({
    origin: z.string(),
    size: z.int(),
    verdict: z.enum(['consistent', 'ahead', 'forked']),
  })
  .describe('What this hub makes of it, by its own copy of the book.')

const EvidenceBody = z
  .strictObject({
    id: z.string(),
    origin: z.string(),
    olderNote: z.string().describe('The signed checkpoint of the smaller tree.'),
    newerNote: z
      .string()
      .describe('The signed checkpoint of the larger tree, or of the same size.'),
    otherRoot: z.string().describe('Base64: the root that the newer tree has at the older size.'),
    proof: z
      .array(z.string())
      .describe('Base64: RFC 9162 2.1.4, from otherRoot to the newer root; empty for one size.'),
    foundAt: z.string(),
  })
  .describe('Two checkpoints that one log has signed, and that no single tree can have.')

const AheadBody = z
  .strictObject({ origin: z.string(), size: z.int(), note: z.string(), heardAt: z.string() })
  .describe('A signed checkpoint beyond what this hub knows of its book.')

const REFUSALS: Readonly<Record<CheckpointRefusal, 'gossip_malformed' | 'gossip_unsigned'>> = {
  note_malformed: 'gossip_malformed',
  checkpoint_malformed: 'gossip_malformed',
  origin_unknown: 'gossip_unsigned',
  log_signature_missing: 'gossip_unsigned',
  log_signature_wrong: 'gossip_unsigned',
  log_key_ended: 'gossip_unsigned',
  cosignature_wrong: 'gossip_unsigned',
}

const PROBLEMS = {
  gossip_malformed: {
    status: 422,
    en: 'This is not a signed checkpoint.',
    zh: '这不是已签名的检查点。',
  },
  gossip_unsigned: {
    status: 422,
    en: 'No book of this hub has signed this checkpoint.',
    zh: '本枢纽没有账簿签署过此检查点。',
  },
  gossip_busy: {
    status: 429,
    en: 'Too much was told at once. Nothing was kept; tell it again in a minute.',
    zh: '同时收到的信息过多，未作保存，请一分钟后再试。',
  },
} as const

/** Judging one costs a signature check and a few tiles; nobody needs more of them. */
const HEARD_PER_MINUTE = 1200
const MINUTE_MS = 60_000

export function gossipRoutes(gossip: Gossip, clock: Clock): readonly Route[] {
  const isAllowed = perMinute(HEARD_PER_MINUTE, clock)
  return [
    actRoute({
      path: '/gossip',
      summary: 'Tell what you were shown of a book: a signed checkpoint, or a receipt.',
      access: 'public',
      body: Told,
      response: HeardBody,
      problems: PROBLEMS,
      async act({ body }) {
        if (!isAllowed()) return problem('gossip_busy')
        const note =
          'checkpoint' in body
            ? { ok: true as const, value: body.checkpoint }
            : checkpointOfProof(body.receipt.proof)
        const heard = note.ok ? await gossip.hear(note.value) : note
        return heard.ok ? found(heard.value) : problem(REFUSALS[heard.error])
      },
    }),
    readRoute({
      path: '/gossip/evidence',
      summary: 'Evidence that a book was forked, and checkpoints that are ahead of this hub.',
      access: 'public',
      response: z.strictObject({ forks: z.array(EvidenceBody), ahead: z.array(AheadBody) }),
      async read() {
        const [forks, ahead] = await Promise.all([gossip.forks(), gossip.ahead()])
        return found(
          {
            forks: forks.map(({ id, origin, olderNote, newerNote, ...fork }) => ({
              id,
              origin,
              olderNote,
              newerNote,
              otherRoot: base64Of(fork.otherRoot),
              proof: fork.proof.map(base64Of),
              foundAt: formatInstant(fork.foundAtMs),
            })),
            ahead: ahead.map(({ origin, size, note, heardAtMs }) => ({
              origin,
              size,
              note,
              heardAt: formatInstant(heardAtMs),
            })),
          },
          'brief',
        )
      },
    }),
  ]
}

/** So many in each minute, from everybody together; the gate counts each address besides. */
function perMinute(max: number, clock: Clock): () => boolean {
  let startMs = -Infinity
  let count = 0
  return () => {
    const nowMs = clock.monotonicMs()
    if (nowMs - startMs >= MINUTE_MS) [startMs, count] = [nowMs, 0]
    count += 1
    return count <= max
  }
}
