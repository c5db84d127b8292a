/** Every page, in both languages, is a whole document that says what its view says. */
import { describe, expect, test } from 'vitest'
import { renderPage } from '#apps/web/entry-server.tsx'
import { placesOf } from '#apps/web/places.ts'
import { languages } from '#web/kit/language.ts'
import { NOBODY } from '#web/kit/page-context.ts'
import { checkpoint } from './sample-hub.ts'
import { samples } from './samples.ts'

const reader = { places: placesOf(null), visit: NOBODY }
const assets = {
  styles: ['/assets/styles-1.css'],
  islands: {
    live: '/assets/live-1.js',
    verify: '/assets/verify-1.js',
    audit: '/assets/audit-1.js',
    form: '/assets/form-1.js',
  },
}

describe.each(languages)('in %s', (language) => {
  test.each(samples)('$file', ({ name, view, path, visit = NOBODY }) => {
    const setting = { language, path, assets, demonstration: true, checkpoint, ...reader, visit }
    const html = renderPage(name, view, setting)
    expect(html).toMatch(/^<!doctype html><html lang="(en|zh-CN)"[ >]/)
    expect(html).toContain(language === 'zh' ? '<html lang="zh-CN"' : '<html lang="en"')
    expect(html.match(/<h1/g)).toHaveLength(1)
    const visible = html.replace(/<script type="application\/json".*?<\/script>/gs, '')
    expect(visible).not.toMatch(/undefined|\[object|NaN/)
    // The policy forbids them, so a page that has one would be broken in every browser.
    expect(visible).not.toMatch(/ style="| on[a-z]+="|<style|<script(?! type="module" src=)/)
  })

  test('every symbol that a page shows is in its sprite', () => {
    for (const { name, view, path } of samples) {
      const setting = { language, path, assets, demonstration: false, checkpoint: null, ...reader }
      const html = renderPage(name, view, setting)
      for (const [, id] of html.matchAll(/<use href="#([^"]+)"/g)) {
        expect(html).toContain(`<symbol id="${id}"`)
      }
    }
  })
})

test('the language switch keeps the page, and links keep the language', () => {
  const sample = samples.find(({ file }) => file === 'book')
  const setting = {
    assets,
    demonstration: false,
    checkpoint,
    path: '/log/sh?before=40',
    ...reader,
  }
  if (sample?.name !== 'book') throw new Error('the samples have a book')
  const english = renderPage('book', sample.view, { ...setting, language: 'en' })
  expect(english).toContain('href="/zh/log/sh?before=40" lang="zh-CN"')
  const chinese = renderPage('book', sample.view, { ...setting, language: 'zh' })
  expect(chinese).toContain('href="/log/sh?before=40" lang="en"')
  expect(chinese).toContain('href="/zh/log/sh/1283"')
  expect(chinese).not.toContain('href="/log/sh/1283"')
})

test('the notice stands on a page exactly while the demonstration is on', () => {
  const setting = { language: 'en', path: '/about', assets, checkpoint, ...reader } as const
  expect(renderPage('about', {}, { ...setting, demonstration: true })).toContain('Demonstration.')
  expect(renderPage('about', {}, { ...setting, demonstration: false })).not.toContain(
    'Demonstration.',
  )
})
