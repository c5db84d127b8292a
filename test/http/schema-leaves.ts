/** The places of a JSON Schema where somebody may write: each text and each number, with a body that reaches it. */
import { z } from 'zod'

const Schema = z.looseObject({
  type: z.string().optional(),
  get properties() {
    return z.record(z.string(), Schema).optional()
  },
  get items() {
    return Schema.optional()
  },
  get anyOf() {
    return z.array(Schema).optional()
  },
  get oneOf() {
    return z.array(Schema).optional()
  },
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  pattern: z.string().optional(),
})
type Schema = z.infer<typeof Schema>

export interface Leaf {
  /** As an error names it: `body.offer.name.en`. */
  readonly at: string
  readonly kind: 'text' | 'number'
  /** A body with this value there, and beside it only what says which of several forms it has. */
  bodyWith(value: unknown): unknown
}

export function leavesOf(schema: unknown): readonly Leaf[] {
  return [...walk(Schema.parse(schema), 'body', (value) => value)]
}

type Wrap = (value: unknown) => unknown

function* walk(schema: Schema, at: string, wrap: Wrap): Generator<Leaf> {
  const variants = schema.anyOf ?? schema.oneOf
  if (variants !== undefined) {
    for (const variant of variants) yield* walk(variant, at, wrap)
  } else if (schema.properties !== undefined) {
    const fixed = Object.entries(schema.properties).flatMap(([name, field]) =>
      field.const === undefined ? [] : [[name, field.const] as const],
    )
    for (const [name, field] of Object.entries(schema.properties)) {
      const within: Wrap = (value) => wrap({ ...Object.fromEntries(fixed), [name]: value })
      yield* walk(field, `${at}.${name}`, within)
    }
  } else if (schema.items !== undefined) {
    yield* walk(schema.items, `${at}.0`, (value) => wrap([value]))
  } else if (schema.enum === undefined && schema.const === undefined) {
    if (schema.type === 'string') yield { at, kind: 'text', bodyWith: wrap }
    if (schema.type === 'integer' || schema.type === 'number') {
      yield { at, kind: 'number', bodyWith: wrap }
    }
  }
}
