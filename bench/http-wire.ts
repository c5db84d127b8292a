/** What passes between the bench and the process of its HTTP clients. */
import { z } from 'zod'

export const ClientOrder = z.object({
  port: z.int(),
  key: z.string(),
  connections: z.int(),
  itemsPerRequest: z.int(),
  warmUpMs: z.number(),
  forMs: z.number(),
})
export type ClientOrder = z.infer<typeof ClientOrder>

export const FromClient = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('rate'),
    rate: z.object({
      perSecond: z.number(),
      p50Ms: z.number(),
      p99Ms: z.number(),
      count: z.number(),
    }),
  }),
  z.object({ kind: z.literal('failed'), reason: z.string() }),
])
export type FromClient = z.infer<typeof FromClient>
