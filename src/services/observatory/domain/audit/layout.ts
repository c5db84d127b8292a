/** Paragraphs and sentences; a glossary that was appended to a text is not part of what it says. */
import { type Cell, cellsOf } from './cells.ts'

export interface Sentence {
  /** The cells of a row of a table; a sentence has none. */
  readonly cells: readonly Cell[]
  readonly start: number
  readonly end: number
  readonly text: string
  readonly paragraph: number
}

export interface Layout {
  readonly sentences: readonly Sentence[]
  /** The name in capitals at the head of a text, without a day and an agency, which write of places elsewhere. */
  readonly dateline?: string
  /** Whether the text breaks off, so that a list in it may be incomplete. */
  readonly isCut: boolean
  /** Whether there is more than is read. */
  readonly isTruncated: boolean
}

/** A newspaper page has a hundred. */
const SENTENCES_MAX = 1_500

interface Paragraph {
  readonly start: number
  readonly text: string
}

const SENTENCE_END = /[.!?]["')]*(?=\s+["'(]*[A-Z\d])|[。！？]["”]?/g
const ABBREVIATED =
  /\b(?:No|Mr|Mrs|Ms|Dr|St|vs|sq|approx|Fig|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec|[A-Z])\.$/
const FURNITURE = /^\s*(?:READ MORE|ALSO READ|RELATED|PDF View)\b/
/** A line of its own that names authors, a day or an address, and says nothing. */
const LINE = /^\s*(?:By [A-Z]|Published\b)|@/
/** "HAIKOU, Jan. 22 (Xinhua) --": where and when a text was written, and of no figure. */
const DATELINE =
  /^\s*[A-Z][A-Z' -]{2,30}(?:, [A-Z][^-\u2013\u2014(]{2,24})?(?: \([A-Z][A-Za-z ]{2,20}\))? ?(?:--|[-\u2013\u2014]) (?=\S)/
const LINE_CHARS_MAX = 80
const TITLE_CHARS_MAX = 90

function isFurniture(text: string): boolean {
  if (FURNITURE.test(text)) return true
  const line = text.trim()
  return line.length <= LINE_CHARS_MAX && LINE.test(line) && !/[.!?]["')]*$/.test(line)
}

export function layOut(text: string): Layout {
  const paragraphs = paragraphsOf(text)
  const body = withoutGlossary(paragraphs)
  const sentences = body.flatMap((paragraph, at) => sentencesOf(paragraph, at))
  const last = body.findLast(({ text: words }) => !isFurniture(words))?.text.trim() ?? ''
  const isCut = /\[(?:\.\.\.|…)\]/.test(text) || !/(?:[.!?。！？]["”')]*|@\S+)$/.test(last)
  const dateline = body.flatMap(({ text: words }) => DATELINE.exec(words)?.[0] ?? [])[0]
  const written = /^\s*([A-Z][A-Z' ]+[A-Z])\s*[-\u2013\u2014]/.exec(dateline ?? '')?.[1]
  return {
    sentences: sentences.slice(0, SENTENCES_MAX),
    ...(written !== undefined && { dateline: written }),
    isCut,
    isTruncated: sentences.length > SENTENCES_MAX,
  }
}

function paragraphsOf(text: string): readonly Paragraph[] {
  const paragraphs: Paragraph[] = []
  let start = 0
  let block: Paragraph[] = []
  const close = (): void => {
    paragraphs.push(...unwrapped(block))
    block = []
  }
  for (const line of text.split('\n')) {
    if (line.trim() === '') close()
    else block.push({ start, text: line })
    start += line.length + 1
  }
  close()
  return paragraphs
}

const WRAPPED_CHARS = { min: 45, max: 120 } as const
const BEGINS_ITEM = /^\s*(?:[-*\u2022\u00B7\u25CF]|\(?\d{1,2}[.)、] |[IVX]{1,4}\. )|[|\t]/

/** Lines that an editor broke at its margin are one paragraph; each is as long as the margin but the last. */
function unwrapped(block: readonly Paragraph[]): readonly Paragraph[] {
  const joined: Paragraph[] = []
  for (const line of block) {
    const last = joined.at(-1)
    if (last !== undefined && isWrapped(last, line, block)) {
      joined[joined.length - 1] = { start: last.start, text: `${last.text} ${line.text}` }
    } else joined.push(line)
  }
  return joined
}

function isWrapped(
  last: Paragraph,
  { start, text }: Paragraph,
  block: readonly Paragraph[],
): boolean {
  if (BEGINS_ITEM.test(text) || BEGINS_ITEM.test(last.text.trimEnd().slice(-2))) return false
  // The line that stands right before, which may be the end of what was joined already.
  const before = block.findLast((line) => line.start < start)?.text.trimEnd() ?? ''
  const isEnd = /[.!?:;。！？]["')\]]*$/.test(before)
  if (/^\s*[a-z(]/.test(text) && !isEnd) return true
  const isMargin = ({ text: words }: Paragraph): boolean =>
    words.length >= WRAPPED_CHARS.min && words.length <= WRAPPED_CHARS.max
  const isAll = block.length > 2 && block.slice(0, -1).every(isMargin)
  return isAll && before.length >= WRAPPED_CHARS.min
}

/** A title of its own, and below it a paragraph that says what the title is. */
function isEntry(title: Paragraph, body: Paragraph | undefined): boolean {
  const name = title.text.trim().toLowerCase()
  if (body === undefined || name.length > TITLE_CHARS_MAX || /[.!?:]$/.test(name)) return false
  const said = body.text.trim().toLowerCase().replaceAll('"', '')
  const at = said.startsWith('the ') ? 4 : 0
  const after = said.slice(at + name.length, at + name.length + 30)
  return said.startsWith(name, at) && /^(?: \([^)]*\))? (?:is|are|was|were|refers)\b/.test(after)
}

/** Two entries one after the other begin a glossary, and nothing but glossary follows. */
function withoutGlossary(paragraphs: readonly Paragraph[]): readonly Paragraph[] {
  const begins = paragraphs.findIndex((title, at) => {
    const [body, next, nextBody] = paragraphs.slice(at + 1, at + 4)
    return isEntry(title, body) && next !== undefined && isEntry(next, nextBody)
  })
  return begins === -1 ? paragraphs : paragraphs.slice(0, begins)
}

/** No sentence of a press text is longer; what is would cost time that grows with its square. */
const SENTENCE_CHARS_MAX = 1_000

function cutsOf(text: string, from: number, to: number): readonly number[] {
  const cuts: number[] = []
  for (let at = from; to - at > SENTENCE_CHARS_MAX;) {
    const space = text.lastIndexOf(' ', at + SENTENCE_CHARS_MAX)
    at = space > at ? space : at + SENTENCE_CHARS_MAX
    cuts.push(at)
  }
  return [...cuts, to]
}

function sentencesOf({ start, text }: Paragraph, paragraph: number): readonly Sentence[] {
  if (isFurniture(text)) return []
  const sentences: Sentence[] = []
  const line = text.trimStart()
  const cells = cellsOf(line)
  if (cells.length > 0) {
    const from = start + text.length - line.length
    return [{ start: from, end: start + text.length, text: line, paragraph, cells }]
  }
  let from = DATELINE.exec(text)?.[0].length ?? 0
  const add = (to: number): void => {
    for (const end of cutsOf(text, from, to)) {
      const words = text.slice(from, end).trimStart()
      if (words !== '') {
        sentences.push({
          start: start + end - words.length,
          end: start + end,
          text: words.replaceAll('\t', ' '),
          paragraph,
          cells: [],
        })
      }
      from = end
    }
  }
  for (const match of text.matchAll(SENTENCE_END)) {
    const end = match.index + match[0].length
    if (!ABBREVIATED.test(text.slice(Math.max(0, end - 8), end))) add(end)
  }
  add(text.length)
  return sentences
}
