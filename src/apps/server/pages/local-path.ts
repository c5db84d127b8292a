/** Where a reader may be sent after signing in: to a page of this hub, and nowhere else. */

// No backslash, no control character, nothing that a browser reads as another host.
const LOCAL = /^\/(?!\/)[A-Za-z0-9_~.\-/?&=%+,:@!]*$/
const PATH_CHARS_MAX = 1000

/** The path if it is one of ours, with its query; null for everything else. */
export function localPathFrom(text: string | null | undefined): string | null {
  if (text === null || text === undefined || text.length > PATH_CHARS_MAX) return null
  if (!LOCAL.test(text)) return null
  const base = 'http://hub.invalid'
  const url = URL.parse(text, base)
  return url !== null && url.origin === base && !url.pathname.startsWith('//') ? text : null
}

/** The path with one more field in its query, before the `#` of a place on the page. */
export function withQuery(path: string, name: string, value: string): string {
  const [before = '', ...place] = path.split('#')
  const added = `${before}${before.includes('?') ? '&' : '?'}${name}=${encodeURIComponent(value)}`
  return [added, ...place].join('#')
}
