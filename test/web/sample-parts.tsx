/** Every part of forms and services on one page, as a form that came back: for tests and to look at. */
import type { ReactNode } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { placesOf } from '#apps/web/places.ts'
import { CheckAnswers } from '#web/kit/CheckAnswers.tsx'
import { Choices, Tick } from '#web/kit/Choice.tsx'
import { Clock } from '#web/kit/Clock.tsx'
import { DateField } from '#web/kit/DateField.tsx'
import { Field, Form, Hidden, Submit } from '#web/kit/Form.tsx'
import { formatMoney } from '#web/kit/format.ts'
import type { Language } from '#web/kit/language.ts'
import { PageContext, type PageSetting, type Visit } from '#web/kit/page-context.ts'
import { Page } from '#web/kit/Page.tsx'
import { Head, Section } from '#web/kit/Section.tsx'
import { Select } from '#web/kit/Select.tsx'
import { Sides } from '#web/kit/Sides.tsx'
import { Strip } from '#web/kit/Strip.tsx'
import { TextArea } from '#web/kit/TextArea.tsx'
import { spriteFor } from '#web/kit/symbols.ts'
import { hex } from './sample-hub.ts'

export const ACTION = '/prepaid/cards/c1/contest'

/** Somebody who is signed in and has typed something that will not do. */
export const RETURNED: Visit = {
  person: {
    name: { en: 'Shen Yi', zh: '沈怡' },
    what: { en: 'Head of a swim school', zh: '游泳学校负责人' },
    organisation: { en: 'Lakeside Swim School', zh: '湖畔游泳学校' },
  },
  hasSignIn: true,
  formKey: 'A'.repeat(22),
  returned: {
    action: ACTION,
    values: { amount: '2,000.00', 'day.month': '5', 'day.year': '2026', why: 'shop', reason: 'I' },
    errors: [
      { name: 'amount', sentence: { en: 'Enter ¥1,800.00 or less', zh: '请填 ¥1,800.00 以内' } },
      { name: 'day', sentence: { en: 'Enter the day', zh: '请填写日期' } },
    ],
    answer: null,
  },
  done: {
    book: 'sh',
    index: 50_240,
    at: '2026-11-20T06:31:00.000Z',
    act: { en: 'Class confirmed', zh: '课次已确认' },
    receipt: { href: '/v1/books/sh/entries/50240/receipt', name: 'receipt-sh-50240.json' },
  },
}

export function settingOf(language: Language, visit: Visit): PageSetting {
  return {
    language,
    path: '/prepaid/cards/c1',
    places: placesOf(visit.person === null ? null : ['shop-head']),
    assets: { styles: ['/styles.css'], islands: { form: '/assets/form.js' } },
    demonstration: true,
    checkpoint: null,
    visit,
  }
}

export function draw(node: ReactNode, setting: PageSetting): string {
  return renderToStaticMarkup(<PageContext value={setting}>{node}</PageContext>)
}

/** A whole document. */
export function drawParts(language: Language, visit: Visit): string {
  const html = draw(<Parts />, settingOf(language, visit))
  return `<!doctype html>${html.replace('<body>', `<body>${spriteFor(html)}`)}`
}

function Parts() {
  return (
    <Page title="Parts" place="counter">
      <Head title="Parts" />
      <Section id="form" title="Form">
        <Contest />
      </Section>
      <Section id="drawn" title="Drawn">
        <Drawn />
      </Section>
      <Section id="check" title="Answers">
        <CheckAnswers
          answers={[
            {
              question: 'Why does it end?',
              answer: 'My own decision',
              changeHref: '/prepaid/cards',
            },
            { question: 'Back to you', answer: formatMoney(140_000n) },
          ]}
        />
      </Section>
    </Page>
  )
}

function Contest() {
  return (
    <Form action={ACTION} query="?code=5120">
      <Hidden name="use" value="use_1" />
      <Field name="amount" label="Amount" hint="Up to ¥1,800.00" />
      <DateField name="day" legend="Day" hint="As 2 5 2026" />
      <TextArea name="reason" label="Reason" />
      <Select name="district" label="District" options={[{ value: 'CN', label: 'Changning' }]} />
      <Choices
        name="why"
        legend="Why does it end?"
        options={[
          { value: 'own', label: 'My own decision', hint: 'At the list price', end: '¥1,400.00' },
          { value: 'shop', label: 'The school', hint: 'It moved', end: '¥1,800.00' },
        ]}
      />
      <Tick name="copy" label="Send me a copy" isTicked />
      <p className="row">
        <Submit busy="Sending">Continue</Submit>
        <Submit kind="against">Contest</Submit>
        <Submit kind="plain">Send back</Submit>
      </p>
    </Form>
  )
}

/** One form with one field, and what stands in it at first. */
export function OneField({ value = '' }: { readonly value?: string | undefined }) {
  return (
    <Form action={ACTION}>
      <Field name="amount" label="Amount" value={value} />
    </Form>
  )
}

function Drawn() {
  return (
    <div className="flow">
      <Sides
        left={{ name: 'The school', said: 'said so, 14:31' }}
        right={{ name: 'You', said: 'not yet' }}
        state="open"
        rootHex={hex('sides')}
      />
      <Strip given={8} waiting={1} contested={1} toCome={10} />
      <Clock
        days={[20, 21, 22, 23, 24, 25].map((day) => ({
          day: `2026-11-${day}`,
          kind: day === 21 || day === 22 ? 'rest' : 'working',
        }))}
        isProvisional
        rule="Clause 6 of your contract"
      >
        Silence counts as yes on Wednesday 25 November
      </Clock>
    </div>
  )
}
