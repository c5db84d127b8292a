/** The form by which a registrar says how long a book keeps: it becomes the act of the API, for its own registry. */
import { safeParse } from 'zod/v4/core'
import { describe, expect, test } from 'vitest'
import { assert } from '#kernel/std/assert.ts'
import type { FormCall } from '#platform/http/form-route.ts'
import { privacyForms } from '#services/privacy/api/forms.ts'
import { COMMANDS } from '#services/privacy/contract.ts'
import { periodFormPath } from '#services/privacy/web/paths.ts'

const form = privacyForms().find(({ path }) => path === periodFormPath)
assert(form !== undefined, 'there is such a form')

function asked(typed: Readonly<Record<string, string>>, organisation?: string) {
  const fields = safeParse(form!.schema, typed)
  if (!fields.success) return [...new Set(fields.error.issues.map(({ path }) => path.join('.')))]
  const words = { en: 'Registrar', zh: '登记人员' }
  const call: FormCall<unknown, unknown> = {
    params: {},
    fields: fields.data,
    principal: {
      party: 'pty_registrar',
      ...(organisation === undefined ? {} : { organisation }),
      roles: ['registrar'],
      evidence: { method: 'persona', credential: 'test' },
    },
    person: { name: words, what: words, organisation: words, book: 'sh' },
    language: 'en',
    books: new Map(),
    key: 'k'.repeat(43),
  }
  return form!.command(call)
}

describe('a registrar', () => {
  test('sets years and ground as they were typed, for the registry that it came for', () => {
    const done = asked({ years: '１０', ground: ' An order\nof 2026. ' }, 'pty_registry')
    expect(done).toEqual({
      book: 'sh',
      command: {
        type: 'privacy.set-retention',
        registry: 'pty_registry',
        years: 10,
        ground: 'An order of 2026.',
      },
    })
    const fields = { registry: 'pty_registry', years: 10, ground: 'An order of 2026.' }
    expect(COMMANDS['set-retention'].safeParse(fields).success).toBe(true)
  })

  test.each([
    [{ years: '0', ground: 'x' }, ['years']],
    [{ years: '51', ground: 'x' }, ['years']],
    [{ years: '', ground: '\u200B' }, ['years', 'ground']],
  ])('is told what will not do: %j', (typed, places) => {
    expect(asked(typed, 'pty_registry')).toEqual(places)
  })

  test('that came for no registry is refused', () => {
    expect(asked({ years: '5', ground: 'x' })).toEqual({ refused: 'retention_not_yours' })
  })
})
