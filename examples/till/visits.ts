/** The visits of a day as a till keeps them: a CSV with a header, one visit a line, no quotes. */
export interface Visit {
  /** The till's own number of the visit, and the id of the use: for ever, so that a visit is booked once. */
  readonly use: string
  readonly contract: string
  readonly servedOn: string
  readonly servedAt: string
  /** The consumer has no phone, and the counter answers as well. */
  readonly isForConsumer: boolean
}

const HEADER = 'visit,contract,served_on,served_at,for_consumer'

/** Throws with the line's number for what is no visit: a till must not book half of a broken file. */
export function parseVisits(text: string): readonly Visit[] {
  const [header, ...lines] = text.trimEnd().split(/\r?\n/)
  if (header !== HEADER) throw new Error(`line 1: expected ${HEADER}`)
  const visits = lines.map((line, at) => visitOf(line, at + 2))
  const repeated = visits.find(({ use }, at) => visits.findIndex((each) => each.use === use) < at)
  if (repeated !== undefined) throw new Error(`${repeated.use} stands there twice`)
  return visits
}

function visitOf(line: string, number: number): Visit {
  const [use, contract, servedOn, servedAt, forConsumer, ...surplus] = line.split(',')
  const isWhole =
    use !== undefined &&
    contract !== undefined &&
    servedOn !== undefined &&
    servedAt !== undefined &&
    (forConsumer === 'yes' || forConsumer === 'no') &&
    surplus.length === 0
  if (!isWhole) throw new Error(`line ${number}: expected ${HEADER}, with yes or no at the end`)
  return { use, contract, servedOn, servedAt, isForConsumer: forConsumer === 'yes' }
}
