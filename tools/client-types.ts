/**
 * The OpenAPI document of the hub as TypeScript, in the shape that openapi-fetch reads. The document is made from
 * the routes, so its schemas are few and plain; one that is not understood stops the making.
 */
import { z } from 'zod'
import { BulkAnswer, CommandAnswer } from '#platform/http/answer-body.ts'

const Schema = z.record(z.string(), z.unknown())
type Schema = z.infer<typeof Schema>

const Media = z.record(z.string(), z.looseObject({ schema: Schema.optional() }))
const Parameter = z.object({
  name: z.string(),
  in: z.enum(['path', 'query', 'header']),
  required: z.boolean(),
  schema: Schema,
})
const Operation = z.object({
  summary: z.string(),
  parameters: z.array(Parameter),
  requestBody: z.object({ content: Media }).optional(),
  responses: z.record(z.string(), z.object({ content: Media })),
})
type Operation = z.infer<typeof Operation>
const Document = z.object({ paths: z.record(z.string(), z.record(z.string(), Operation)) })

const JSON_TYPE = 'application/json'
const PROBLEM_TYPE = 'application/problem+json'

const HEAD = `/**
 * What the hub takes and answers, by path. Written by \`npm run client\` from the routes: do not change it by hand.
 */

/** A problem as of RFC 9457; its type is a path, and its title is in the caller's language. */
export interface Problem<T extends string = string> {
  type: \`/problems/\${T}\`
  title: string
  status: number
  params?: Record<string, unknown>
  errors?: { at: string; message: string }[]
  requestId?: string
  outcomeUnknown?: boolean
}

interface Said<T extends string> {
  headers: Record<string, unknown>
  content: { '${PROBLEM_TYPE}': Problem<T> }
}

interface Answered<T> {
  headers: Record<string, unknown>
  content: { '${JSON_TYPE}': T }
}
`

/** Only what speaks JSON: tiles, checkpoints and exports have formats of their own. */
export function clientTypes(document: unknown): string {
  const { paths } = Document.parse(document)
  const entries = Object.entries(paths).filter(([, operations]) =>
    Object.values(operations).every(isJson),
  )
  const lines = entries.map(([path, operations]) => {
    const methods = Object.entries(operations).map(([method, each]) => operationText(method, each))
    return `'${path}': { ${methods.join('\n')} }`
  })
  const named = NAMED.map(([name, text]) => `export type ${name} = ${text}\n`)
  return `${HEAD}\n${named.join('\n')}\nexport interface Paths {\n${lines.join('\n')}\n}\n`
}

function isJson({ responses }: Operation): boolean {
  const content = responses['200']?.content ?? {}
  return JSON_TYPE in content
}

function operationText(method: string, operation: Operation): string {
  const { summary, requestBody, responses } = operation
  const body = requestBody?.content[JSON_TYPE]?.schema
  const parts = [
    parametersText(operation),
    ...(body === undefined
      ? []
      : [`requestBody: { content: { '${JSON_TYPE}': ${typeText(body)} } }`]),
    `responses: { ${Object.entries(responses)
      .map(([status, { content }]) => `${status}: ${answerText(content)}`)
      .join('\n')} }`,
  ]
  return `/** ${summary} */\n${method}: {\n${parts.join('\n')}\n}`
}

function parametersText({ parameters }: Operation): string {
  const places = (['query', 'header', 'path'] as const).flatMap((place) => {
    const fields = parameters.filter((parameter) => parameter.in === place)
    if (fields.length === 0) return []
    const isOptional = fields.every(({ required }) => !required)
    const texts = fields.map(
      ({ name, required, schema }) => `'${name}'${required ? '' : '?'}: ${typeText(schema)}`,
    )
    return `${place}${isOptional ? '?' : ''}: { ${texts.join('; ')} }`
  })
  return places.length === 0
    ? 'parameters: Record<string, never>'
    : `parameters: { ${places.join('; ')} }`
}

function answerText(content: z.infer<typeof Media>): string {
  const answer = content[JSON_TYPE]?.schema
  if (answer !== undefined) {
    const text = typeText(answer)
    return `Answered<${NAMED.find(([, named]) => named === text)?.[0] ?? text}>`
  }
  const types = problemTypes(content[PROBLEM_TYPE]?.schema)
  return `Said<${types.map((type) => `'${type}'`).join(' | ')}>`
}

const ProblemSchema = z.object({
  allOf: z.tuple([
    z.unknown(),
    z.object({ properties: z.object({ type: z.object({ enum: z.array(z.string()) }) }) }),
  ]),
})

function problemTypes(schema: Schema | undefined): readonly string[] {
  const [, { properties }] = ProblemSchema.parse(schema).allOf
  return properties.type.enum.map((type) => type.replace('/problems/', ''))
}

const SIMPLE: Readonly<Record<string, string>> = {
  string: 'string',
  number: 'number',
  integer: 'number',
  boolean: 'boolean',
  null: 'null',
}

function typeText(schema: Schema): string {
  if ('const' in schema) return JSON.stringify(schema['const'])
  if (Array.isArray(schema['enum']))
    return schema['enum'].map((one) => JSON.stringify(one)).join(' | ')
  const union = schema['anyOf'] ?? schema['oneOf']
  if (union !== undefined) return `(${manyOf(union).map(typeText).join(' | ')})`
  const { type } = schema
  if (Array.isArray(type)) return type.map((one) => typeText({ type: one })).join(' | ')
  if (type === 'object') return objectText(schema)
  if (type === 'array') return arrayText(schema)
  if (typeof type === 'string') return known(SIMPLE[type], schema)
  return known(Object.keys(schema).every(isOnlySaid) ? 'unknown' : undefined, schema)
}

const isOnlySaid = (key: string): boolean => ['description', 'default'].includes(key)

function known(text: string | undefined, schema: Schema): string {
  if (text === undefined) throw new Error(`no type for ${JSON.stringify(schema)}`)
  return text
}

function manyOf(schemas: unknown): readonly Schema[] {
  return z.array(Schema).parse(schemas)
}

function arrayText(schema: Schema): string {
  if (schema['prefixItems'] !== undefined) {
    return `[${manyOf(schema['prefixItems']).map(typeText).join(', ')}]`
  }
  return `(${typeText(Schema.parse(schema['items'] ?? {}))})[]`
}

const Fields = z.object({
  properties: z.record(z.string(), Schema).default({}),
  required: z.array(z.string()).default([]),
  additionalProperties: z.union([z.boolean(), Schema]).default(true),
})

function objectText(schema: Schema): string {
  const { properties, required, additionalProperties } = Fields.parse(schema)
  const fields = Object.entries(properties).map(
    ([name, field]) => `'${name}'${required.includes(name) ? '' : '?'}: ${typeText(field)}`,
  )
  const more =
    typeof additionalProperties === 'object' && Object.keys(additionalProperties).length > 0
      ? `Record<string, ${typeText(additionalProperties)}>`
      : 'Record<string, unknown>'
  if (fields.length === 0) return additionalProperties === false ? 'Record<string, never>' : more
  const named = `{ ${fields.join('; ')} }`
  return additionalProperties === false ? named : `(${named} & ${more})`
}

/** The answers that many paths have, by name. */
const NAMED = (
  [
    ['Recorded', CommandAnswer],
    ['Outcomes', BulkAnswer],
  ] as const
).map(
  ([name, schema]) =>
    [name, typeText(Schema.parse(z.toJSONSchema(schema, { io: 'output' })))] as const,
)
