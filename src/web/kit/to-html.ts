/**
 * Writes a tree of components as HTML, as react-dom/server does, for the islands: they draw the same
 * parts as the pages without carrying react-dom (60 kB) to the reader. Components that keep state or
 * read a context do not belong in an island and throw here as they would outside React.
 */
import { isValidElement, type ReactElement } from 'react'
import { assert } from '#kernel/std/assert.ts'

const VOID = new Set(['br', 'hr', 'img', 'input', 'link', 'meta'])

/** React's names of attributes where they differ from those of HTML and SVG. */
const ATTRIBUTES: Readonly<Record<string, string>> = {
  className: 'class',
  htmlFor: 'for',
  tabIndex: 'tabindex',
  strokeWidth: 'stroke-width',
  strokeDasharray: 'stroke-dasharray',
  textAnchor: 'text-anchor',
  clipPath: 'clip-path',
}

export function toHtml(node: unknown): string {
  if (node === null || node === undefined || typeof node === 'boolean') return ''
  if (typeof node === 'string') return escapeHtml(node)
  if (typeof node === 'number' || typeof node === 'bigint') return node.toString()
  if (Array.isArray(node)) return node.map(toHtml).join('')
  assert(isValidElement<Record<string, unknown>>(node), 'an island draws elements and text only')
  return elementToHtml(node)
}

function elementToHtml({ type, props }: ReactElement<Record<string, unknown>>): string {
  if (typeof type === 'function') {
    const drawn: unknown = Reflect.apply(type, undefined, [props])
    return toHtml(drawn)
  }
  // What a text area begins with is its content in HTML, and a property in React.
  const children = toHtml(props['children'] ?? (type === 'textarea' ? props['defaultValue'] : null))
  if (typeof type !== 'string') return children
  const open = `<${type}${attributes(props)}`
  return VOID.has(type) ? `${open}/>` : `${open}>${children}</${type}>`
}

function attributes(props: Record<string, unknown>): string {
  return Object.entries(props)
    .filter(([name]) => name !== 'children' && name !== 'defaultValue')
    .map(([name, value]) => attribute(ATTRIBUTES[name] ?? name, value))
    .join('')
}

function attribute(name: string, value: unknown): string {
  if (value === undefined || value === null) return ''
  if (typeof value === 'boolean') return booleanAttribute(name, value)
  assert(typeof value === 'string' || typeof value === 'number', `${name} is text or a number`)
  return ` ${name}="${escapeHtml(String(value))}"`
}

/** `aria-…`, `data-…` and `spellcheck` spell true and false out; HTML's other attributes are there or not. */
function booleanAttribute(name: string, value: boolean): string {
  const isSpelt = name.startsWith('aria-') || name.startsWith('data-') || name === 'spellCheck'
  if (isSpelt) return ` ${name}="${value}"`
  return value ? ` ${name}=""` : ''
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#x27;',
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character)
}

/** JSON inside a script element: nothing in it can close the element or open a comment. */
export function jsonForScript(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
