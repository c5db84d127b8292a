/** Parts of the kit whose wording or structure carries meaning, as readers and screen readers get them. */
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { Field } from '#web/kit/Form.tsx'
import { Refusal } from '#web/kit/Note.tsx'
import { ErrorSummary } from '#web/kit/Returned.tsx'
import { Ranges } from '#web/kit/Ranges.tsx'
import { Sum } from '#web/kit/Sum.tsx'
import { Table } from '#web/kit/Table.tsx'

describe('forms', () => {
  const error = {
    fieldId: 'amount',
    sentence: { en: 'Enter ¥1,800.00 or less', zh: '请填 ¥1,800.00 以内' },
  }

  test('the summary counts, announces and leads to the fields', () => {
    const html = renderToStaticMarkup(createElement(ErrorSummary, { errors: [error] }))
    expect(html).toContain('role="alert"')
    expect(html).toContain('One thing to put right')
    expect(html).toContain('<a href="#amount">Enter ¥1,800.00 or less</a>')
    expect(renderToStaticMarkup(createElement(ErrorSummary, { errors: [] }))).toBe('')
  })

  test('a field keeps what was typed and is described by its error', () => {
    const field = createElement(Field, {
      id: 'amount',
      name: 'amount',
      label: 'Amount',
      hint: 'Up to ¥1,800.00',
      error: error.sentence.en,
      value: '2,000.00',
    })
    const html = renderToStaticMarkup(field)
    expect(html).toContain('value="2,000.00"')
    expect(html).toContain('aria-invalid="true" aria-describedby="amount-hint amount-error"')
  })

  test('a refusal names its stable code', () => {
    const refusal = createElement(Refusal, {
      what: 'Not paid out.',
      why: 'The cooling-off period ends on 1 December.',
      code: 'cooling_off',
    })
    expect(renderToStaticMarkup(refusal)).toContain('<code>cooling_off</code>')
  })
})

test('arithmetic has a line for each step and one for the result', () => {
  const sum = createElement(Sum, {
    caption: 'What is held',
    lines: [
      { label: 'Paid in', sign: '', value: '¥20.00' },
      { label: 'Released', sign: '−', value: '¥5.00' },
    ],
    result: { label: 'Held', value: '¥15.00' },
  })
  const html = renderToStaticMarkup(sum)
  expect(html.match(/<tr>/g)).toHaveLength(3)
  expect(html).toContain('<tfoot><tr><th scope="row">Held</th><td>=</td>')
})

test('a sorted column says so, and sorts by a link', () => {
  const table = createElement(Table<string>, {
    caption: 'Names',
    columns: [
      {
        id: 'name',
        label: 'Name',
        isHeading: true,
        render: (row) => row,
        sort: { href: '/names?sort=-name', direction: 'ascending' },
      },
    ],
    rows: ['one'],
    rowKey: (row) => row,
    empty: 'none',
  })
  const html = renderToStaticMarkup(table)
  expect(html).toContain('aria-sort="ascending"><a href="/names?sort=-name">Name</a>')
})

describe('two ranges', () => {
  const labels = {
    computedLabel: 'computed',
    statedLabel: 'stated',
    gapLabel: 'they do not meet',
    described: 'On one line',
  }

  test('that do not meet have their gap named', () => {
    const computed = { low: 1.284, high: 1.289 }
    const stated = { low: 1.55, high: 1.65 }
    const html = renderToStaticMarkup(createElement(Ranges, { computed, stated, ...labels }))
    expect(html).toContain('they do not meet')
  })

  test('that meet have none, and an end that is left out is a ring', () => {
    const computed = { low: 1, high: 2 }
    const stated = { low: 1.5, high: 2.5, isHighOpen: true }
    const html = renderToStaticMarkup(createElement(Ranges, { computed, stated, ...labels }))
    expect(html).not.toContain('they do not meet')
    expect(html.match(/<circle/g)).toHaveLength(1)
  })
})
