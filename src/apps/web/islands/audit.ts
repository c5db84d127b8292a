/** The audit in the browser: nothing is sent. The same rules as the server's, so the same result. */
import { createElement } from 'react'
import {
  AUDIT_TEXT_CHARS_MAX,
  AuditAsk,
  Correction,
  KnownSet,
  NOTHING_KNOWN,
} from '#services/observatory/contract.ts'
import { auditText } from '#services/observatory/domain/audit/audit.ts'
import { plainTextOf } from '#services/observatory/domain/audit/plain-text.ts'
import { type AuditJson, resultText } from '#services/observatory/domain/audit/result.ts'
import { CorrectionList } from '#services/observatory/web/AuditForms.tsx'
import { AuditResult } from '#services/observatory/web/AuditResult.tsx'
import { toHtml } from '#web/kit/to-html.ts'
import { readLanguage } from '#web/live/document.ts'

/** Where the page of the signature finds what is to be signed. */
const KEPT = 'hongqiao.audit'

const language = readLanguage(document)
const place = find('#audit-result', HTMLElement)
const words = find('#audit-words', HTMLTextAreaElement)
const day = find('#audit-date', HTMLInputElement)
const acts = find('[data-audit-acts]', HTMLElement)
const file = find('[data-audit-file]', HTMLInputElement)

let corrections: readonly Correction[] = []
let audited: { readonly text: string; readonly audit: AuditJson } | null = null

find('[data-audit-drop]', HTMLElement).hidden = false
listen()
// The set says nothing of a text, and is on its way before there is one.
const known = loadKnown()
// What the server answered is shown again with what only a script can do.
if (place.dataset['audited'] === 'true') void audit({ isMoved: false })

async function loadKnown(): Promise<KnownSet> {
  try {
    const answer = await fetch('/v1/observatory/known-figures')
    if (answer.ok) return KnownSet.parse(await answer.json())
  } catch (error) {
    // Without the network a text is still compared with itself, and the result says that it was only that.
    if (!(error instanceof TypeError)) throw error
  }
  return NOTHING_KNOWN
}

function find<E extends Element>(selector: string, type: new () => E): E {
  const element = document.querySelector(selector)
  if (!(element instanceof type)) throw new Error(`this page has no ${selector}`)
  return element
}

function listen(): void {
  find('[data-audit-ask]', HTMLFormElement).addEventListener('submit', (event) => {
    event.preventDefault()
    corrections = []
    void audit({ isMoved: true })
  })
  file.addEventListener('change', () => {
    void take(file.files?.[0])
    file.value = ''
  })
  document.addEventListener('dragover', (event) => event.preventDefault())
  document.addEventListener('drop', (event) => {
    event.preventDefault()
    void take(event.dataTransfer?.files[0])
  })
  place.addEventListener('submit', (event) => {
    event.preventDefault()
    if (event.target instanceof HTMLFormElement) correct(event.target)
  })
  place.addEventListener('click', (event) => {
    const button = event.target instanceof Element ? event.target.closest('[data-undo]') : null
    if (button instanceof HTMLElement) undo(Number(button.dataset['undo']))
  })
  find('[data-audit-print]', HTMLElement).addEventListener('click', () => window.print())
  find('[data-audit-json]', HTMLElement).addEventListener('click', () => {
    if (audited !== null) save('audit.json', 'application/json', resultText(audited.audit))
  })
  find('[data-audit-html]', HTMLElement).addEventListener('click', () => {
    if (audited !== null) save('audit.html', 'text/html', standalone())
  })
  find('[data-audit-sign]', HTMLElement).addEventListener('click', () => {
    const kept = { text: words.value, date: day.value, corrections }
    sessionStorage.setItem(KEPT, JSON.stringify(kept))
  })
}

async function take(chosen: File | undefined): Promise<void> {
  if (chosen === undefined) return
  const text = await chosen.text()
  const isPage = /\.html?$/i.test(chosen.name) || chosen.type === 'text/html'
  words.value = (isPage ? plainTextOf(text) : text).slice(0, AUDIT_TEXT_CHARS_MAX)
  corrections = []
  await audit({ isMoved: true })
}

async function audit({ isMoved }: { readonly isMoved: boolean }): Promise<void> {
  const date = day.value.trim()
  const asked = AuditAsk.safeParse({ text: words.value, ...(date !== '' && { date }) })
  day.setAttribute('aria-invalid', String(!asked.success && words.value !== ''))
  if (!asked.success) return
  const { text } = asked.data
  audited = { text, audit: auditText(text, asked.data.date, { corrections, known: await known }) }
  draw()
  acts.hidden = false
  if (isMoved) {
    place.focus({ preventScroll: true })
    place.scrollIntoView()
  }
}

function draw(): void {
  if (audited === null) return
  const { text, audit: found } = audited
  place.innerHTML =
    toHtml(createElement(CorrectionList, { language, corrections })) +
    toHtml(createElement(AuditResult, { language, text, audit: found, isOpen: true }))
}

function correct(form: HTMLFormElement): void {
  const values = new FormData(form)
  const value = (name: string): string => {
    const typed = values.get(name)
    return typeof typed === 'string' ? typed.trim() : ''
  }
  const said = { author: value('author'), reason: value('reason') }
  const made =
    form.dataset['correct'] === 'link'
      ? { type: 'link', check: form.dataset['check'], state: value('state'), ...said }
      : ofFrame(form.dataset['claim'] ?? '', value('field'), value('value'), said)
  const correction = Correction.safeParse(made)
  if (!correction.success) return
  corrections = [...corrections, correction.data]
  void audit({ isMoved: true })
}

function ofFrame(claim: string, field: string, value: string, said: object): object {
  if (field === 'nominal' || field === 'real')
    return { type: 'basis', claim, basis: field, ...said }
  return { type: 'field', claim, field, value, ...said }
}

/** Who takes a correction back is who made it; both stay in the list. */
function undo(of: number): void {
  const undone = corrections[of]
  if (undone === undefined) return
  const { author } = undone
  corrections = [...corrections, { type: 'undo', of, author, reason: undone.reason }]
  void audit({ isMoved: true })
}

/** A page of its own, without script, with the style and the drawings of this one inside. */
function standalone(): string {
  const title = escaped(document.title)
  const rules = [...document.styleSheets].flatMap(({ cssRules }) => [...cssRules])
  const style = rules.map(({ cssText }) => cssText).join('\n')
  const drawings = document.querySelector('symbol')?.closest('svg')?.outerHTML ?? ''
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><style>${style}</style>`
  const body = `${drawings}<main class="wrap"><h1>${title}</h1><p>${escaped(day.value)}</p>${place.innerHTML}</main>`
  return `<!doctype html><html lang="${document.documentElement.lang}"><head>${head}</head><body>${body}</body></html>\n`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

function save(name: string, type: string, content: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([content], { type }))
  link.download = name
  link.click()
  URL.revokeObjectURL(link.href)
}
