/** Every case of the notary's desk and every page of supervision and of handovers, in both languages, from its view. */
import { deskMessages } from '#services/prepaid/web/desk-messages.ts'
import { describe, expect, test } from 'vitest'
import { renderPage } from '#apps/web/entry-server.tsx'
import { placesOf } from '#apps/web/places.ts'
import { languages } from '#web/kit/language.ts'
import { deskSamples as atDesk } from './sample-desk.ts'
import { notaryVisit } from './sample-office.ts'
import { supervisionSamples } from './sample-supervision.ts'
import { handoverSamples } from './sample-handover.ts'
import { checkpoint } from './sample-hub.ts'

const samples = [...atDesk, ...supervisionSamples, ...handoverSamples]
const reader = {
  places: placesOf(['notary']),
  visit: notaryVisit,
  assets: {
    styles: [],
    islands: { form: '/assets/form.js', 'receipt-file': '/assets/receipt-file.js' },
  },
  demonstration: true,
  checkpoint,
}

describe.each(languages)('in %s', (language) => {
  test.each(samples)('$file', ({ name, view }) => {
    const html = renderPage(name, view, { language, path: '/prepaid/desk', ...reader })
    expect(html.match(/<h1/g)).toHaveLength(1)
    expect(html).not.toMatch(/\bundefined\b|\[object|\bNaN\b|\bInfinity\b/)
    // The policy forbids them, so a page that has one would be broken in every browser.
    expect(html).not.toMatch(/ style="| on[a-z]+="|<style|<script(?! type="module" src=)/)
    // One filled button a page.
    expect(html.match(/class="btn"/g)?.length ?? 0).toBeLessThanOrEqual(1)
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
    expect(ids.filter((id, place) => ids.indexOf(id) !== place)).toEqual([])
    // No sentence of the other language: a name may be Latin, and English has no Han but names of rules.
    expect(wordsOf(html)).not.toMatch(language === 'zh' ? /\b(?:the|of|to|is)\b/ : /[的了您请]/)
  })
})

test('what waits since one in the morning of Shanghai waits since that day, not the day before in UTC', () => {
  const { name, view } = atDesk[0] ?? { name: 'desk', view: undefined }
  const text = JSON.stringify(view, (_, value: unknown) =>
    typeof value === 'bigint' ? { fen: String(value) } : value,
  )
  const early = text.replaceAll(/("since":")[^"]+/g, '$12026-11-20T17:00:00.000Z')
  const shown: unknown = JSON.parse(early, (_, value: unknown) =>
    value !== null && typeof value === 'object' && 'fen' in value
      ? BigInt(String(value.fen))
      : value,
  )
  const html = renderPage(name, shown, { language: 'en', path: '/prepaid/desk', ...reader })
  expect(html).toContain('waits since <time dateTime="2026-11-21">2026-11-21</time>')
  expect(html).not.toContain('waits since <time dateTime="2026-11-20"')
})

/** What is read in the body: no addresses, no codes, no names of the mast. */
function wordsOf(html: string): string {
  return html
    .slice(html.indexOf('<main'), html.indexOf('<footer'))
    .replaceAll(/<code>.*?<\/code>/g, '')
    .replaceAll(/<[^>]+>/g, ' ')
}

const APPROVAL: readonly (readonly [string, boolean])[] = [
  ['desk-settlement', true],
  ['desk-settlement-own', false],
  ['desk-settlement-away', false],
  ['desk-money-proposed', true],
  ['desk-money-own', false],
]
test.each(APPROVAL)('on %s the act of approving is offered: %s', (file, isOffered) => {
  const sample = samples.find((one) => one.file === file)
  if (sample === undefined) throw new Error(`no sample ${file}`)
  const setting = { language: 'en', path: '/prepaid/desk', ...reader } as const
  const html = renderPage(sample.name, sample.view, setting)
  expect(html.includes('/approve"')).toBe(isOffered)
})

test('supervision reads no consumer’s name, and the pseudonym says that it is one', () => {
  const sample = samples.find(({ file }) => file === 'prepaid-contract')
  if (sample === undefined) throw new Error('no sample')
  const html = renderPage(sample.name, sample.view, { language: 'en', path: '/', ...reader })
  expect(html).toContain('pty_consumer0')
  expect(html).toContain('a pseudonym; no name is shown to you')
})

test('a colleague is called by name, in the script of the page', () => {
  const { en, zh } = deskMessages
  const name = '沈公证员 Notary Shen'
  expect([en.named({ name }), zh.named({ name })]).toEqual(['Notary Shen', '沈公证员'])
  expect([en.named({ name: '沈慧' }), zh.named({ name: 'Shen Hui' })]).toEqual(['沈慧', 'Shen Hui'])
})
