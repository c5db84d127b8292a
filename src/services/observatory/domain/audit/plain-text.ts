/** The text of a page: tags are dropped, blocks become lines. What a reader sees, and no more than that. */

const HIDDEN = /<(script|style|head|noscript|template)\b[\s\S]*?<\/\1\s*>|<!--[\s\S]*?-->/gi
/** A mark of a footnote; the exponent of a unit is none. */
const FOOTNOTE =
  /(?<!\b(?:k?m|sq|meters?|metres?))<sup\b[^>]*>(?:\s*<a\b[^>]*>)?\s*\[?[\d*†]{1,3}\]?\s*(?:<\/a>)?\s*<\/sup>/gi
const BLOCK =
  /<\/?(?:p|div|br|h[1-6]|li|tr|section|article|header|footer|blockquote|table|ul|ol)\b[^>]*>/gi
const TAG = /<\/?[a-z][^>]*>/gi
const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  yen: '¥',
  euro: '€',
  laquo: '«',
  raquo: '»',
  ldquo: '“',
  rdquo: '”',
  rsquo: '’',
  lsquo: '‘',
  ndash: '–',
  mdash: '—',
  thinsp: ' ',
  ensp: ' ',
  emsp: ' ',
  times: '×',
  pound: '£',
  hellip: '…',
  middot: '·',
  bull: '•',
}

/** A character reference as it stands in a page, `&nbsp;` or `&#8211;`. */
const ENTITY = /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));/i
const ENTITY_CHARS_MAX = 11
const AT_START = new RegExp(`^${ENTITY.source}`, 'i')

/** The reference that begins here, with the character that it stands for; none where it is unknown. */
export function entityAt(
  text: string,
  at: number,
): { readonly length: number; readonly character: string } | undefined {
  const match = AT_START.exec(text.slice(at, at + ENTITY_CHARS_MAX))
  if (match === null) return undefined
  const [all, digits, hex, name] = match
  const character = decoded(all, digits, hex, name)
  return character === all ? undefined : { length: all.length, character }
}

export function plainTextOf(html: string): string {
  return html
    .replaceAll(HIDDEN, ' ')
    .replaceAll(FOOTNOTE, '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/<\/t[dh]\s*>/gi, '\t')
    .replaceAll(BLOCK, '\n')
    .replaceAll(TAG, '')
    .replaceAll(new RegExp(ENTITY, 'gi'), decoded)
    .replaceAll(/[ \t]*\n\s*/g, '\n')
    .trim()
}

function decoded(all: string, digits?: string, hex?: string, name?: string): string {
  if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? all
  const code = digits === undefined ? Number.parseInt(hex ?? '', 16) : Number(digits)
  const isCharacter = code > 0 && code <= 0x10_ff_ff && !(code >= 0xd8_00 && code <= 0xdf_ff)
  return isCharacter ? String.fromCodePoint(code) : ' '
}
