import { createElement, useState } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test, vi } from 'vitest'
import { Arch } from './Arch.tsx'
import { spriteFor } from './symbols.ts'
import { jsonForScript, toHtml } from './to-html.ts'

const ROOT = '590cf2e72e60b479db399574c027502e9a14251b33bf09ef3ae53449b3dde03c'

const Stateful = () => useState('kept')[0]

describe('an island draws what the server draws', () => {
  test.each([
    ['text', createElement('p', { className: 'a' }, 'a < b & "c" \'d\'')],
    ['nothing', createElement('p', null, null, false, undefined, 0)],
    ['lists', createElement('ul', null, [createElement('li', { key: 1 }, 'one')])],
    ['booleans', createElement('input', { disabled: true, 'aria-invalid': true, hidden: false })],
    ['a text area', createElement('textarea', { defaultValue: 'a < b', spellCheck: false })],
    ['an arch', createElement(Arch, { rootHex: ROOT, shape: 'slim', state: 'open' })],
    ['a broken arch', createElement(Arch, { rootHex: ROOT, shape: 'tile', state: 'broken' })],
  ])('%s', (_, element) => {
    expect(toHtml(element)).toBe(renderToStaticMarkup(element))
  })

  test('a component that keeps state does not belong in an island', () => {
    // React explains itself on the console before it throws.
    const explained = vi.spyOn(console, 'error').mockImplementation(() => {})
    expect(() => toHtml(createElement(Stateful))).toThrow('useState')
    expect(explained).toHaveBeenCalledOnce()
    explained.mockRestore()
  })

  test('what is no element is refused', () => {
    expect(() => toHtml({ html: '<b>' })).toThrow('elements and text')
  })
})

describe('data in a page', () => {
  test('cannot close its element', () => {
    const text = jsonForScript({ name: '</script><!--\u2028' })
    expect(text).not.toMatch(/[<>\u2028]/)
    expect(JSON.parse(text)).toEqual({ name: '</script><!--\u2028' })
  })
})

describe('the sprite', () => {
  test('has what the page refers to and nothing else', () => {
    const sprite = spriteFor('<use href="#i-check"></use><use href="#i-check">', ['a-open'])
    expect(sprite.match(/<symbol id="[^"]+"/g)).toEqual([
      '<symbol id="a-open"',
      '<symbol id="i-check"',
    ])
  })
})
