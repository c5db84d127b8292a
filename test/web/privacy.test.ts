/** The pages of one's own data say what is held, what the law wants, and what follows, in both languages. */
import { describe, expect, test } from 'vitest'
import { renderPage } from '#apps/web/entry-server.tsx'
import { placesOf } from '#apps/web/places.ts'
import { type Language, languages } from '#web/kit/language.ts'
import { NOBODY } from '#web/kit/page-context.ts'
import { privacyMessages } from '#services/privacy/web/privacy-messages.ts'
import { privacySamples } from './sample-privacy.ts'
import { checkpoint } from './sample-hub.ts'

const assets = { styles: ['/assets/styles-1.css'], islands: { form: '/assets/form-1.js' } }

function drawn(file: string, language: Language): string {
  const sample = privacySamples.find((one) => one.file === file)
  if (sample === undefined) throw new Error(`no sample ${file}`)
  const { name, view, path, visit = NOBODY } = sample
  const places = placesOf(['consumer'])
  const setting = { language, path, assets, demonstration: true, checkpoint, places, visit }
  return renderPage(name, view, setting)
}

describe.each(languages)('in %s', (language) => {
  test.each(privacySamples)('$file', ({ file }) => {
    const html = drawn(file, language)
    expect(html.match(/<h1/g)).toHaveLength(1)
    expect(html).not.toMatch(/undefined|\[object|NaN/)
    expect(html).not.toMatch(/ style="| on[a-z]+="|<style/)
  })

  test('the consequences stand before the button, and the button says when', () => {
    const t = privacyMessages[language]
    const now = drawn('my-data-free', language)
    expect(now.indexOf(t.followsGone)).toBeGreaterThan(0)
    expect(now.indexOf(t.followsGone)).toBeLessThan(now.indexOf(t.doErase))
    expect(now).toContain('name="when" value="now"')
    const later = drawn('my-data', language)
    expect(later).toContain(t.dutyRunning({ count: 2 }))
    expect(later).toContain('name="when" value="duty-ends"')
    expect(later).not.toContain(t.doErase)
  })

  test('only a registrar is offered to say how long the book keeps', () => {
    const t = privacyMessages[language]
    expect(drawn('erasures-registrar', language)).toContain(t.setPeriod)
    expect(drawn('erasures', language)).not.toContain(t.setPeriod)
  })

  test('nobody is offered to decide on what it proposed itself, or to erase twice', () => {
    const t = privacyMessages[language]
    const html = drawn('erasures', language)
    expect(html.split(`>${t.approve}</button>`)).toHaveLength(2)
    expect(html.split(`>${t.reject}</button>`)).toHaveLength(3)
    expect(drawn('my-data-erased', language)).not.toContain('/my-data/erase')
    expect(drawn('my-data-planned', language)).toContain('/my-data/withdraw')
  })
})
