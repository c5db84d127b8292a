/** What EXPLAIN says about a statement that changes several tables: time and log of each of them. */
import { z } from 'zod'

interface Plan {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string | undefined
  readonly 'Actual Total Time': number
  readonly 'WAL Bytes'?: number | undefined
  readonly Plans?: readonly Plan[] | undefined
}

const Plan: z.ZodType<Plan> = z.lazy(() =>
  z.object({
    'Node Type': z.string(),
    'Relation Name': z.string().optional(),
    'Actual Total Time': z.number(),
    'WAL Bytes': z.number().optional(),
    Plans: z.array(Plan).optional(),
  }),
)
const Explained = z.tuple([z.object({ Plan, 'Execution Time': z.number() })])

export interface Cost {
  us: number
  walBytes: number
}

/** The whole statement stands under this name, beside its tables. */
export const WHOLE = 'all'

/** Adds the costs of one execution to those so far. */
export function addCosts(costs: Map<string, Cost>, json: string): void {
  const [explained] = Explained.parse(JSON.parse(json))
  const add = (name: string, ms: number, walBytes: number): void => {
    const cost = costs.get(name) ?? { us: 0, walBytes: 0 }
    costs.set(name, cost)
    cost.us += ms * 1000
    cost.walBytes += walBytes
  }
  const changes = changesIn(explained.Plan)
  for (const plan of changes) {
    add(plan['Relation Name'] ?? '', plan['Actual Total Time'], plan['WAL Bytes'] ?? 0)
  }
  const walBytes = changes.reduce((sum, plan) => sum + (plan['WAL Bytes'] ?? 0), 0)
  add(WHOLE, explained['Execution Time'], walBytes)
}

/** A node's figures hold those of what lies under it, so the search ends at each table. */
function changesIn(plan: Plan): readonly Plan[] {
  if (plan['Node Type'] === 'ModifyTable') return [plan]
  return (plan.Plans ?? []).flatMap(changesIn)
}
