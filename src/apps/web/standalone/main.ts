/**
 * The script of the file for a stick (`hongqiao verifier-html`). It draws the page itself, in the language of
 * the browser or of the address, and brings the very check of /verify along.
 */
import { createElement } from 'react'
import type { Language } from '#web/kit/language.ts'
import { spriteFor } from '#web/kit/symbols.ts'
import { toHtml } from '#web/kit/to-html.ts'
import { readJson } from '#web/live/document.ts'
import { checkReceipt, readPolicy, verdictWord } from '#web/verify/check.ts'
import { checkBook } from '../book.ts'
import { VerifyDeskControl } from '#web/verify/desk.ts'
import { type EmbeddedPolicy, StandaloneVerify } from '#web/verify/StandaloneVerify.tsx'
import { verifyMessages } from '#web/verify/verify-messages.ts'

/** For scripts and tests: the verdict on a receipt under a policy, in the verifier's own words. */
async function judge(receipt: string, policy: string, nowMs: number): Promise<string> {
  const read = readPolicy(policy)
  const policies = read.ok ? [read.value] : []
  return verdictWord(await checkReceipt({ receipt, policies, nowMs }))
}

Object.assign(globalThis, { hongqiaoJudge: judge })

// Where there is no page, somebody only wants to judge.
if ('document' in globalThis) draw()

function draw(): void {
  const language = readLanguage()
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the block was written by the builder of this very file.
  const policies = readJson(document, 'policies') as readonly EmbeddedPolicy[]
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
  document.title = `${verifyMessages[language].title} · Hongqiao`
  const html = toHtml(createElement(StandaloneVerify, { policies, language }))
  const later = ['i-check', 'i-cross', 'i-dash', 'i-pause', 'i-alert'] as const
  document.body.innerHTML = spriteFor(html, later) + html
  document
    .querySelector('[data-verify-language]')
    ?.addEventListener('click', () => setTimeout(() => location.reload()))
  void new VerifyDeskControl(language, () => Promise.resolve(checkBook))
}

function readLanguage(): Language {
  if (location.hash === '#zh') return 'zh'
  if (location.hash === '#en') return 'en'
  return navigator.language.startsWith('zh') ? 'zh' : 'en'
}
