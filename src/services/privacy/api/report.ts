/**
 * Everything that is held on a person as one file, JSON or a page to print, written while it is read: no list
 * is held whole, however long somebody was a customer.
 */
import type pg from 'pg'
import { formatInstant } from '#kernel/time/clock.ts'
import { erasedWords } from '#platform/http/erased-words.ts'
import type { Language, Words } from '#platform/http/route.ts'
import { listSubjectRows, type Subject, type SubjectRows } from '#platform/postgres/subject-rows.ts'
import { dutyToJson } from '../domain/rules.ts'
import { standingOf } from '../store/standing.ts'
import { bookSubjectRows, outsideSubjectRows } from '../store/subject-rows.ts'
import { listHeldValues, type HeldValue } from '../store/values.ts'
import { KEPT_FOR, NOT_LISTED, ruleWords } from '../web/words.ts'

export interface Reporting {
  readonly pool: Pick<pg.Pool, 'query'>
  /** Opens the person's own values. */
  readonly installationKey: Uint8Array
  /** The rows that slices keep; what every book keeps, and what lies outside, is added. */
  readonly rows: readonly SubjectRows[]
  readonly nowMs: number
}

export function allSubjectRows(rows: readonly SubjectRows[]): readonly SubjectRows[] {
  return [...rows, ...bookSubjectRows, ...outsideSubjectRows]
}

export async function* jsonReport(
  { pool, installationKey, rows, nowMs }: Reporting,
  subject: Subject,
): AsyncGenerator<string> {
  const { duty, request, erased } = await standingOf(pool, subject, nowMs)
  const head = {
    format: 'hongqiao-subject/1',
    book: subject.book,
    subject: subject.party,
    at: formatInstant(nowMs),
    retention: dutyToJson(duty),
    request,
    erased,
    valuesKeptFor: KEPT_FOR.identity,
  }
  yield `${JSON.stringify(head).slice(0, -1)},"values":[`
  let separator = '\n'
  for await (const value of listHeldValues(pool, installationKey, subject)) {
    yield `${separator}${JSON.stringify(valueJson(value))}`
    separator = ',\n'
  }
  yield '],"records":['
  separator = '\n'
  for (const section of allSubjectRows(rows)) {
    const { table, what, purpose, isOutside = false } = section
    const about = { table, what, isOutsideTheBooks: isOutside, keptFor: KEPT_FOR[purpose] }
    yield `${separator}${JSON.stringify(about).slice(0, -1)},"rows":[`
    separator = ',\n'
    let inner = '\n'
    for await (const row of listSubjectRows(pool, section, subject)) {
      yield `${inner}${row}`
      inner = ',\n'
    }
    yield ']}'
  }
  yield `],"notListed":${JSON.stringify(NOT_LISTED)}}\n`
}

function valueJson({ entry, type, atMs, field, value, erasedAtMs }: HeldValue) {
  const place = { entry, type, at: formatInstant(atMs), field }
  if (value !== undefined) return { ...place, value }
  return { ...place, erased: erasedAtMs === null ? true : formatInstant(erasedAtMs) }
}

const TEXTS = {
  title: { en: 'Everything held on you', zh: '关于您所保存的全部信息' },
  subject: { en: 'Pseudonym', zh: '代号' },
  book: { en: 'Book', zh: '账簿' },
  at: { en: 'As of', zh: '截至' },
  values: { en: 'Values, by entry and field', zh: '内容（按条目与字段）' },
  entry: { en: 'Entry', zh: '条目' },
  field: { en: 'Field', zh: '字段' },
  value: { en: 'Value', zh: '内容' },
  recorded: { en: 'Recorded', zh: '记录于' },
  keptFor: { en: 'Kept for', zh: '用途' },
  basis: { en: 'Legal basis', zh: '法律依据' },
  rule: { en: 'How long', zh: '保存期限' },
  outside: { en: 'outside of the books', zh: '账簿之外' },
  none: { en: 'Nothing.', zh: '无。' },
  notListed: { en: 'Kept, but not by person', zh: '另有保存、但不按个人列示' },
} as const satisfies Record<string, Words>

// It stands alone, in a file of its own: tokens of the site are not there.
const STYLE = `body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}
table{border-collapse:collapse;width:100%}td,th{text-align:left;vertical-align:top;padding:.25rem .75rem .25rem 0;border-top:1px solid;overflow-wrap:anywhere}
pre{white-space:pre-wrap;overflow-wrap:anywhere;border-top:1px solid;padding:.5rem 0;margin:0}h2{margin-top:2rem}dt{font-weight:600}dd{margin:0 0 .5rem}`

export async function* htmlReport(
  { pool, installationKey, rows, nowMs }: Reporting,
  subject: Subject,
  language: Language,
): AsyncGenerator<string> {
  const say = (words: Words): string => escaped(words[language])
  const t = (name: keyof typeof TEXTS): string => say(TEXTS[name])
  const { duty } = await standingOf(pool, subject, nowMs)
  yield `<!doctype html><html lang="${language === 'zh' ? 'zh-CN' : 'en'}"><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>${t('title')}</title><style>${STYLE}</style>
<h1>${t('title')}</h1><dl><dt>${t('subject')}</dt><dd>${escaped(subject.party)}</dd>
<dt>${t('book')}</dt><dd>${escaped(subject.book)}</dd><dt>${t('at')}</dt><dd>${formatInstant(nowMs)}</dd>
<dt>${t('rule')}</dt><dd>${say(ruleWords(dutyToJson(duty)))}</dd></dl>
<h2>${t('values')}</h2>${keptFor('identity')}<table><thead><tr><th scope="col">${t('entry')}</th>
<th scope="col">${t('recorded')}</th><th scope="col">${t('field')}</th><th scope="col">${t('value')}</th></tr></thead><tbody>`
  for await (const value of listHeldValues(pool, installationKey, subject)) {
    yield `<tr><td>${value.entry} ${escaped(value.type)}</td><td>${formatInstant(value.atMs)}</td>
<td>${escaped(value.field)}</td><td>${shown(value)}</td></tr>`
  }
  yield '</tbody></table>'
  for (const section of allSubjectRows(rows)) {
    const { what, table, purpose, isOutside = false } = section
    const where = isOutside ? ` · ${t('outside')}` : ''
    yield `<h2>${say(what)}</h2><p><code>${table}</code>${where}</p>${keptFor(purpose)}`
    let isEmpty = true
    for await (const row of listSubjectRows(pool, section, subject)) {
      isEmpty = false
      yield `<pre>${escaped(row)}</pre>`
    }
    if (isEmpty) yield `<p>${t('none')}</p>`
  }
  const listed = NOT_LISTED.map((words) => `<li>${say(words)}</li>`).join('')
  yield `<h2>${t('notListed')}</h2><ul>${listed}</ul></html>\n`

  function keptFor(purpose: SubjectRows['purpose']): string {
    const { what, basis, rule } = KEPT_FOR[purpose]
    return `<dl><dt>${t('keptFor')}</dt><dd>${say(what)}</dd><dt>${t('basis')}</dt><dd>${say(basis)}</dd>
<dt>${t('rule')}</dt><dd>${say(rule)}</dd></dl>`
  }
  function shown({ value, erasedAtMs }: HeldValue): string {
    if (value === undefined) return say(erasedWords(erasedAtMs))
    return escaped(typeof value === 'string' ? value : JSON.stringify(value))
  }
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '')
}
