/** What /verify shows, from real receipts: drawn the same on the server and in the island. */
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { languages } from '#web/kit/language.ts'
import { toHtml } from '#web/kit/to-html.ts'
import { checkReceipt, readPolicy } from '#web/verify/check.ts'
import { StandaloneVerify } from '#web/verify/StandaloneVerify.tsx'
import { VerdictView } from '#web/verify/VerdictView.tsx'
import { utf8Of } from '#kernel/std/utf8.ts'
import { forgedReceipt, sampleReceipt, type SampleReceipt } from './sample-receipt.ts'

const NOW_MS = Date.parse('2026-11-22T00:00:00Z')

async function checked({ receipt, policy }: Pick<SampleReceipt, 'receipt' | 'policy'>) {
  const read = readPolicy(policy)
  if (!read.ok) throw new Error(`the sample policy is refused: ${read.error}`)
  const policies = [read.value]
  const verdict = await checkReceipt({ receipt: utf8Of(receipt), policies, nowMs: NOW_MS })
  return { verdict, policies }
}

const witnessed = sampleReceipt(true)
const cases = {
  logged: sampleReceipt(false),
  witnessed,
  forged: { ...witnessed, receipt: forgedReceipt(witnessed.receipt) },
  noise: { ...witnessed, receipt: '{}' },
}

describe.each(languages)('in %s', (language) => {
  test.each(Object.entries(cases))('%s', async (_, sample) => {
    const { verdict, policies } = await checked(sample)
    const element = createElement(VerdictView, { verdict, policies, language })
    const html = toHtml(element)
    // A boolean, because two long texts would drown the report.
    expect(html === renderToStaticMarkup(element)).toBe(true)
    expect(html).not.toMatch(/undefined|\[object|NaN/)
  })
})

test('a genuine receipt has a stone for each hash and each signature', async () => {
  const { verdict, policies } = await checked(witnessed)
  const html = toHtml(createElement(VerdictView, { verdict, policies, language: 'en' }))
  expect(verdict).toMatchObject({ verified: true, level: 'witnessed' })
  expect(html).toContain('This receipt is genuine')
  // 13 hashes on the way; between 4 signatures there are 3 joints.
  expect(html.match(/class="joint"/g)).toHaveLength(13 + 3)
  expect(html).toContain('One further field of the entry is not disclosed here.')
})

test('a changed entry leads elsewhere: the halves stand apart, and nothing of it is shown', async () => {
  const { verdict, policies } = await checked(cases.forged)
  const html = toHtml(createElement(VerdictView, { verdict, policies, language: 'en' }))
  expect(verdict).toMatchObject({ verified: false, failed: 'root' })
  expect(html).toContain('Do not rely on this receipt')
  expect(html).toContain('proofarch is-broken')
  expect(html).not.toContain('What it says')
  expect(html).not.toContain('printed')
})

test('the desk of the file for a stick is drawn as React draws it', () => {
  const { policy } = cases.witnessed
  const name = { en: 'Shanghai', zh: '上海' }
  const policies = [{ id: 'sh', name, origin: 'sh', policy, sha256Hex: 'ab' }]
  const element = createElement(StandaloneVerify, { policies, language: 'zh' })
  expect(toHtml(element)).toBe(renderToStaticMarkup(element))
})

test('what an entry says is text, whatever it says', async () => {
  const { verdict, policies } = await checked(cases.logged)
  const leaf = verdict.findings.leaf
  if (leaf === undefined) throw new Error('a genuine receipt has a leaf')
  const hostile = {
    ...verdict,
    findings: {
      ...verdict.findings,
      leaf: { ...leaf, body: { note: '<img src=x onerror=alert(1)>' } },
    },
  }
  const html = toHtml(createElement(VerdictView, { verdict: hostile, policies, language: 'en' }))
  expect(html).not.toContain('<img')
  expect(html).toContain('&lt;img')
})
