/** The parts of forms and services, as readers and screen readers get them. */
import { createElement } from 'react'
import { describe, expect, test } from 'vitest'
import { renderPage } from '#apps/web/entry-server.tsx'
import { fieldId } from '#web/kit/form-context.ts'
import { languages, type Language } from '#web/kit/language.ts'
import { NOBODY, type ReturnedForm, type Visit } from '#web/kit/page-context.ts'
import { Strip } from '#web/kit/Strip.tsx'
import { ACTION, draw, drawParts, OneField, RETURNED, settingOf } from './sample-parts.tsx'

const visited = { ...RETURNED, returned: null, done: null }
const field = (value?: string) => createElement(OneField, { value })

describe.each(languages)('in %s', (language: Language) => {
  const html = drawParts(language, RETURNED)

  test('the summary comes first in main and leads to fields that are there', () => {
    const main = html.slice(html.indexOf('<main'))
    expect(main.indexOf('data-error-summary')).toBeLessThan(main.indexOf('<h1'))
    const ids = [...main.matchAll(/<li><a href="#([^"]+)"/g)].map(([, id]) => id)
    expect(ids).toEqual(['amount', 'day'].map((name) => fieldId(ACTION, name)))
    for (const id of ids) expect(html.split(` id="${id}"`)).toHaveLength(2)
  })

  test('every id stands once, and every label and description has what it names', () => {
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
    expect(new Set(ids).size).toBe(ids.length)
    const named = [...html.matchAll(/ (?:for|aria-describedby|aria-labelledby)="([^"]+)"/g)]
    const wanted = named.flatMap(([, text = '']) => text.split(' '))
    expect(wanted.length).toBeGreaterThan(8)
    expect(wanted.filter((id) => !ids.includes(id))).toEqual([])
  })

  test('what was typed stays, a box that was not ticked stays so, and nothing else is chosen', () => {
    expect(html).toContain('value="2,000.00"')
    expect(html).toMatch(/<textarea[^>]*>I<\/textarea>/)
    expect(html.match(/checked=""/g)).toHaveLength(1)
    expect(html).toMatch(/type="radio"[^>]*value="shop"[^>]*checked=""|checked=""[^>]*value="shop"/)
  })

  test('who is signed in, for whom, and the way out stand in the mast', () => {
    const mast = html.slice(html.indexOf('<header'), html.indexOf('</header>'))
    expect(mast).toContain(language === 'zh' ? '沈怡' : 'Shen Yi')
    expect(mast).toContain(language === 'zh' ? '湖畔游泳学校' : 'Lakeside Swim School')
    const prefix = language === 'zh' ? '/zh' : ''
    expect(mast).toContain(` action="${prefix}/sign-out" method="post">`)
    expect(html).toContain(` action="${prefix}${ACTION}?code=5120" method="post">`)
  })

  test('an act that was recorded is announced with its receipt', () => {
    const done = html.slice(html.indexOf('data-done'))
    expect(done).toContain('href="/v1/books/sh/entries/50240/receipt" download=')
    expect(html).toMatch(/role="status"[^>]*data-done/)
    expect(drawParts(language, visited)).not.toContain('data-done')
  })

  test('the title of a page with something to put right says so first', () => {
    const title = language === 'zh' ? '错误: Parts' : 'Error: Parts'
    expect(html).toContain(`<title>${title}`)
    expect(drawParts(language, visited)).not.toContain(title)
  })
})

describe('a form', () => {
  const answered = (answer: ReturnedForm['answer']): Visit => ({
    ...visited,
    returned: { action: ACTION, values: { amount: '1' }, errors: [], answer },
  })

  test('stands on private pages only: elsewhere it would have no key', () => {
    expect(() => draw(field(), settingOf('en', NOBODY))).toThrow('private page')
    expect(draw(field(), settingOf('en', visited))).toContain(
      `<input type="hidden" name="key" value="${visited.formKey}"/>`,
    )
  })

  test('takes only what came back for itself', () => {
    const mine = draw(field('9'), settingOf('en', answered(null)))
    expect(mine).toContain('value="1"')
    const other = { ...answered(null).returned!, action: '/prepaid/cards/c2/contest' }
    const html = draw(field('9'), settingOf('en', { ...visited, returned: other }))
    expect(html).toContain('value="9"')
  })

  test.each([
    ['refused', 'note broken', 'This was not done'],
    ['unknown', 'note wait', 'It is not known whether this was done'],
    ['busy', 'note wait', 'This was not done yet'],
  ] as const)('that was %s says so with its code', (kind, look, words) => {
    const sentence = { en: 'The card is closed.', zh: '卡已关闭。' }
    const html = drawParts('en', answered({ kind, code: 'card_closed', sentence }))
    const note = html.slice(html.indexOf(`class="${look}" role="alert"`))
    for (const text of [words, sentence.en, '<code>card_closed</code>']) {
      expect(note).toContain(text)
    }
  })
})

test('the strip has a box for each class and says how many, up to a hundred boxes', () => {
  const strip = (given: number, toCome: number) =>
    draw(createElement(Strip, { given, waiting: 0, toCome }), settingOf('en', NOBODY))
  expect(strip(3, 9).match(/<rect/g)).toHaveLength(12)
  expect(strip(3, 9)).toContain('3 given')
  expect(strip(3, 9)).not.toContain('waiting')
  expect(strip(300, 9).match(/<rect/g)).toHaveLength(100)
  expect(strip(300, 9)).toContain('300 given')
  expect(strip(0, 0)).not.toContain('<svg')
})

test('the mast offers the sign-in where there is one, and the page says where there is none', () => {
  const setting = settingOf('en', { ...NOBODY, hasSignIn: true })
  const open = renderPage('signIn', { personas: [], next: null }, setting)
  expect(open).toContain('href="/sign-in"')
  const none = renderPage('signIn', { personas: null, next: null }, settingOf('en', NOBODY))
  expect(none).toContain('There is no sign-in here')
  expect(none).not.toContain('href="/sign-in"')
})
