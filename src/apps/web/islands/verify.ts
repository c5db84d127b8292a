/** Checks a receipt on /verify: dropped, chosen, pasted, or linked from the page of an entry. */
import { createElement } from 'react'
import type { Policy } from '#kernel/log/policy.ts'
import { RECEIPT_BYTES_MAX } from '#kernel/log/receipt.ts'
import { utf8Of } from '#kernel/std/utf8.ts'
import { formatBytes } from '#web/kit/format.ts'
import { escapeHtml, toHtml } from '#web/kit/to-html.ts'
import { readLanguage } from '#web/live/document.ts'
import { checkReceipt, readPolicy } from '#web/verify/check.ts'
import { titleOf, VerdictView } from '#web/verify/VerdictView.tsx'
import { verifyMessages } from '#web/verify/verify-messages.ts'

const language = readLanguage(document)
const t = verifyMessages[language]
const siteName = document.title.split(' · ').at(-1) ?? ''

const drop = find('[data-verify-drop]')
const fileLine = find('[data-verify-file]')
const verdictPlace = find('#verdict')
const pasteForm = find('[data-verify-paste]')

drop.hidden = false
pasteForm.hidden = false
listen()
void checkLinked()
void keepOffline()

function find(selector: string): HTMLElement {
  const element = document.querySelector<HTMLElement>(selector)
  if (element === null) throw new Error(`this page has no ${selector}`)
  return element
}

function listen(): void {
  const choose = document.querySelector<HTMLInputElement>('[data-verify-choose]')
  choose?.addEventListener('change', () => {
    void checkFile(choose.files?.[0])
    // The same file chosen again is checked again.
    choose.value = ''
  })
  pasteForm.addEventListener('submit', (event) => {
    event.preventDefault()
    const text = pasteForm.querySelector('textarea')?.value ?? ''
    if (text.trim() !== '') void check(t.pasted, utf8Of(text))
  })
  document.addEventListener('dragover', (event) => {
    event.preventDefault()
    drop.classList.add('over')
  })
  document.addEventListener('dragleave', () => drop.classList.remove('over'))
  document.addEventListener('drop', (event) => {
    event.preventDefault()
    drop.classList.remove('over')
    void checkFile(event.dataTransfer?.files[0])
  })
}

async function checkFile(file: File | undefined): Promise<void> {
  if (file === undefined) return
  if (file.size > RECEIPT_BYTES_MAX) {
    say(t.tooLarge)
    return
  }
  await check(file.name, new Uint8Array(await file.arrayBuffer()))
}

/** Only from this very hub, so that a link cannot make the page fetch from elsewhere. */
async function checkLinked(): Promise<void> {
  const linked = new URLSearchParams(location.search).get('receipt')
  if (linked === null || !/^\/[A-Za-z0-9_-]/.test(linked)) return
  const answer = await fetch(linked, { headers: { accept: 'application/json' } }).catch(() => null)
  if (answer?.ok !== true) {
    say(t.notFetched)
    return
  }
  const name = linked.split('/').slice(-4).join('/')
  await check(name, new Uint8Array(await answer.arrayBuffer()))
}

async function check(name: string, receipt: Uint8Array): Promise<void> {
  const policies = readPolicies()
  const startMs = performance.now()
  const verdict = await checkReceipt({ receipt, policies, nowMs: Date.now() })
  const ms = (performance.now() - startMs).toFixed(1)
  const size = formatBytes(language, receipt.length)
  fileLine.innerHTML = `<strong>${escapeHtml(name)}</strong> · ${escapeHtml(t.checkedIn({ size, ms }))}`
  verdictPlace.innerHTML = toHtml(createElement(VerdictView, { verdict, policies, language }))
  verdictPlace.dataset['verified'] = String(verdict.verified)
  document.title = `${titleOf(verdict, language)} · ${siteName}`
  for (const idle of document.querySelectorAll<HTMLElement>('[data-verify-idle]'))
    idle.hidden = true
  verdictPlace.focus({ preventScroll: true })
  window.scrollTo(0, 0)
}

/** As they stand on the page: the reader may have put others. */
function readPolicies(): readonly Policy[] {
  const places = document.querySelectorAll<HTMLTextAreaElement>('[data-verify-policy]')
  return [...places].flatMap((place) => {
    const policy = readPolicy(place.value)
    place.setAttribute('aria-invalid', String(!policy.ok))
    const error = place.parentElement?.querySelector<HTMLElement>('[data-verify-policy-error]')
    if (error !== null && error !== undefined) {
      error.hidden = policy.ok
      error.textContent = policy.ok ? '' : t.policyBroken({ code: policy.error })
    }
    return policy.ok ? [policy.value] : []
  })
}

function say(sentence: string): void {
  fileLine.textContent = sentence
}

async function keepOffline(): Promise<void> {
  // Private windows and plain addresses have no workers: the page works there too, but not offline.
  const workers = (navigator as Partial<Navigator>).serviceWorker
  await workers?.register('/sw.js').catch(() => null)
}
