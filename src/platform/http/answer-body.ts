/** Answers of a book as HTTP: the one place where recorded, refused, unavailable and failed become statuses. */
import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import type { Answer, ProvenEntry } from '#kernel/book/answer.ts'
import type { Refusal } from '#kernel/book/slice.ts'
import { unreachable } from '#kernel/std/assert.ts'
import type { Json } from '#kernel/std/json.ts'
import { type HttpProblemText, PROBLEMS, problemBody, sendProblemText } from './problem.ts'
import { ReceiptBody, receiptBody } from './receipt-body.ts'
import type { Language, ProblemTexts } from './route.ts'

const REFUSAL_STATUS = 409

/** A refusal that no route gave a sentence is a defect of ours, but the party still hears its type. */
const UNNAMED: HttpProblemText = {
  status: REFUSAL_STATUS,
  en: 'The book refused this act.',
  zh: '账簿未接受该事项。',
}

export const CommandAnswer = z
  .strictObject({
    repeated: z.boolean().describe('Whether the act stood in the book before this request.'),
    receipts: z.array(ReceiptBody).min(1).describe('One for each entry of the act.'),
  })
  .describe('The act is recorded durably.')

const ItemProblem = z
  .looseObject({ type: z.string(), title: z.string(), status: z.int() })
  .describe('A problem as of RFC 9457.')

export const BulkAnswer = z
  .strictObject({
    checkpoints: z.array(z.string()).describe('The signed checkpoints that items name by place.'),
    items: z.array(
      z.union([
        z.strictObject({
          outcome: z.literal('recorded'),
          repeated: z.boolean(),
          checkpoint: z.int(),
          entries: z.array(
            z.strictObject({
              index: z.int(),
              leaf: z.string(),
              path: z.string().describe('The lines of its tlog-proof.'),
              disclosures: z.array(z.string()),
            }),
          ),
        }),
        z.strictObject({ outcome: z.literal('refused'), problem: ItemProblem }),
        z.strictObject({ outcome: z.literal('unavailable'), problem: ItemProblem }),
        z.strictObject({ outcome: z.literal('failed'), problem: ItemProblem }),
      ]),
    ),
  })
  .describe('The outcome of each item, in the order of the request.')

export function sendAnswer(reply: FastifyReply, answer: Answer, refusals: ProblemTexts) {
  switch (answer.kind) {
    case 'recorded': {
      const { repeated, entries, checkpoint } = answer
      const receipts = entries.map((entry) => receiptBody(entry, checkpoint))
      return sendJson(reply.code(repeated ? 200 : 201), { repeated, receipts })
    }
    case 'refused': {
      const { type, params } = answer.refusal
      return sendProblemText(reply, type, refusalText(answer.refusal, refusals), { params })
    }
    case 'unavailable': {
      const { reason, retryAfterMs } = answer
      reply.header('retry-after', retryAfterSeconds(retryAfterMs))
      const outcomeUnknown = reason === 'outcome_unknown'
      return sendProblemText(reply, reason, PROBLEMS[reason], { outcomeUnknown })
    }
    case 'failed':
      return sendProblemText(reply, 'internal', PROBLEMS.internal, { requestId: reply.request.id })
    default:
      return unreachable(answer)
  }
}

export function sendBulkAnswer(
  reply: FastifyReply,
  answers: readonly Answer[],
  refusals: ProblemTexts,
) {
  const [first] = answers
  // Admission is all or nothing: where nothing was admitted, the request as a whole may be sent again.
  if (first?.kind === 'unavailable' && answers.every(({ kind }) => kind === 'unavailable')) {
    return sendAnswer(reply, first, refusals)
  }
  const language = reply.getHeader('content-language') === 'zh' ? 'zh' : 'en'
  const checkpoints: string[] = []
  const items = answers.map((answer) => {
    if (answer.kind !== 'recorded') return { outcome: answer.kind, problem: itemProblem(answer) }
    // Items of one batch share a checkpoint, and batches follow each other.
    if (checkpoints.at(-1) !== answer.checkpoint) checkpoints.push(answer.checkpoint)
    return {
      outcome: answer.kind,
      repeated: answer.repeated,
      checkpoint: checkpoints.length - 1,
      entries: answer.entries.map(entryBody),
    }
  })
  return sendJson(reply.code(200), { checkpoints, items })

  function itemProblem(answer: Exclude<Answer, { kind: 'recorded' }>): Json {
    return problemOf(answer, language, refusals)
  }
}

export function sendJson(reply: FastifyReply, value: unknown) {
  return reply.type('application/json; charset=utf-8').send(JSON.stringify(value))
}

function problemOf(
  answer: Exclude<Answer, { kind: 'recorded' }>,
  language: Language,
  refusals: ProblemTexts,
): Json {
  switch (answer.kind) {
    case 'refused': {
      const { type, params } = answer.refusal
      return problemBody(type, refusalText(answer.refusal, refusals), language, { params })
    }
    case 'unavailable':
      return problemBody(answer.reason, PROBLEMS[answer.reason], language, {
        outcomeUnknown: answer.reason === 'outcome_unknown',
      })
    case 'failed':
      return problemBody('internal', PROBLEMS.internal, language)
    default:
      return unreachable(answer)
  }
}

/** The writer itself refuses a key that was used for another act; all other refusals are a slice's. */
function refusalText({ type }: Refusal, refusals: ProblemTexts): HttpProblemText {
  if (type === 'idempotency_key_reused') return PROBLEMS.idempotency_key_reused
  const text = Object.hasOwn(refusals, type) ? refusals[type] : undefined
  return text === undefined ? UNNAMED : { status: REFUSAL_STATUS, ...text }
}

function entryBody({ index, leaf, path, disclosures }: ProvenEntry) {
  return { index, leaf, path, disclosures }
}

function retryAfterSeconds(retryAfterMs: number): string {
  return String(Math.max(1, Math.ceil(retryAfterMs / 1000)))
}
