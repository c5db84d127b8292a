/** The pages of a shop, full and empty, in both languages: whole documents that say what their views say. */
import { describe, expect, test } from 'vitest'
import { renderPage } from '#apps/web/entry-server.tsx'
import { placesOf } from '#apps/web/places.ts'
import { type Language, languages } from '#web/kit/language.ts'
import { type DoneAct, NOBODY, type Visit } from '#web/kit/page-context.ts'
import { checkpoint } from './sample-hub.ts'
import { shopSamples } from './sample-shop.ts'

const words = { en: 'Front desk', zh: '前台' }
const visit: Visit = {
  ...NOBODY,
  formKey: 'A'.repeat(22),
  person: { name: words, what: words, organisation: words },
}
const assets = { styles: [], islands: { form: '/assets/form-1.js' } }

type Sample = (typeof shopSamples)[number]

function draw({ name, view }: Sample, language: Language, seen: Visit = visit): string {
  const setting = { language, path: '/x', assets, demonstration: true, checkpoint }
  return renderPage(name, view, { ...setting, places: placesOf(['shop-head']), visit: seen })
}

function sample(file: string): Sample {
  const found = shopSamples.find((one) => one.file === file)
  if (found === undefined) throw new Error(`no sample ${file}`)
  return found
}

describe.each(languages)('in %s', (language) => {
  test.each(shopSamples)('$file', (one) => {
    const html = draw(one, language)
    expect(html.match(/<h1/g)).toHaveLength(1)
    expect(html).not.toMatch(/undefined|\[object|NaN/)
    // The policy forbids them, so a page that has one would be broken in every browser.
    expect(html).not.toMatch(/ style="| on[a-z]+="|<style|<script(?! type="module" src=)/)
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
    expect(ids).toEqual([...new Set(ids)])
    for (const [, id] of html.matchAll(/aria-(?:labelledby|describedby)="([^" ]+)/g)) {
      expect(ids).toContain(id)
    }
  })
})

describe('the focus at the counter', () => {
  const focused = (html: string) => html.match(/<(?:input|button)[^>]* autofocus=""[^>]*>/g) ?? []

  test('is in the field, until one customer is found: then Enter records', () => {
    expect(focused(draw(sample('counter'), 'en'))).toEqual([expect.stringContaining('id="code"')])
    const found = focused(draw(sample('counter-found'), 'en'))
    expect(found).toEqual([expect.stringContaining('class="btn go"')])
  })

  test('is nowhere while somebody has to choose between two', () => {
    expect(focused(draw(sample('counter-several'), 'en'))).toEqual([])
  })

  test('stays in the field after an act, whose note is heard with it', () => {
    const done: DoneAct = {
      book: 'sh',
      index: 7,
      at: '2026-11-20T06:31:00.000Z',
      act: words,
      receipt: { href: '/receipt', name: 'receipt' },
    }
    const html = draw(sample('counter'), 'en', { ...visit, done })
    expect(html).not.toContain('data-done')
    expect(html).toContain('aria-describedby="done code-hint"')
    expect(html).toContain('href="/receipt"')
  })
})

test('a clerk’s counter shows no money of the shop', () => {
  expect(draw(sample('counter-nobody'), 'en')).not.toContain('Your money')
})
