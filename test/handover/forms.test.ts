/** What a person states in a form, from the fields of its page to the entry: nothing is said that was not seen. */
import { describe, expect, test } from 'vitest'
import { safeParse } from 'zod/v4/core'
import type { Command } from '#kernel/book/slice.ts'
import { withDates } from '#platform/http/form-body.ts'
import type { FormDoing } from '#platform/http/form-route.ts'
import { arrivingForms } from '#services/handover/api/arriving-forms.ts'
import { RETURN_REASONS } from '#services/handover/contract.ts'
import { actPath, dropPath, dropRefusalPath } from '#services/handover/web/paths.ts'
import { TESTER } from '#test/slice/rig.ts'
import {
  ask,
  CARRIER_THERE_CLERK,
  counted,
  lastOf,
  openBooks,
  send,
  SHIPPER_CLERK,
  turnedAway,
  WAREHOUSE_CLERK,
} from './books.ts'

const onPage = (act: Parameters<typeof actPath>[2]) => actPath(':book', ':consignment', act)
const forms = new Map(arrivingForms().map((form) => [form.path, form]))
const words = { en: 'A', zh: '甲' }

type Typed = Readonly<Record<string, string>>

/** The names of the fields that will not do, or what the form comes to. */
function typed(path: `/${string}`, values: Typed, book = 'sh'): readonly string[] | FormDoing {
  const form = forms.get(path)
  if (form === undefined) throw new Error(`no form ${path}`)
  const fields = safeParse(form.schema, withDates(values))
  if (!fields.success) {
    const names = [...new Set(fields.error.issues.map(({ path: [name] }) => String(name)))]
    const mute = names.filter((name) => !Object.hasOwn(form.sentences, name))
    if (mute.length > 0) throw new Error(`the page could not say what is wrong with ${mute.join()}`)
    return names
  }
  const done = form.command({
    params: { book: 'js', consignment: 'csg_first' },
    fields: fields.data,
    principal: TESTER,
    person: { name: words, what: words, organisation: null, book },
    language: 'en',
    books: new Map(),
    key: 'k'.repeat(43),
  })
  if (done instanceof Promise) throw new Error('these forms ask nobody')
  return done
}

function commandOf(path: `/${string}`, values: Typed, book = 'sh'): Command {
  const done = typed(path, values, book)
  if (!('command' in done)) throw new Error(JSON.stringify(done))
  return done.command
}

const COUNTED = { packages: '11', damaged: '2', seal: 'broken', weight: '470.5', note: 'Wet' }
const DIFFERENT = {
  packages: { sent: 12, received: 11, damaged: 2 },
  grossWeightGrams: { sent: 480_000, received: 470_500 },
  seal: 'broken',
  differences: ['short-count', 'damaged', 'seal-broken', 'weight-differs'],
}
const BACK = { 'returnBy.year': '2026', 'returnBy.month': '11', 'returnBy.day': '27' }

describe.each([
  ['on the page of its consignment', onPage('receive-counted'), onPage('refuse')],
  ['by a receipt that was brought by hand', dropPath, dropRefusalPath],
] as const)('what arrives, %s', (_where, receiving, refusing) => {
  test('is received with all that differs', () => {
    const { sh, jsLog, ...books } = openBooks()
    const receipt = jsLog.receipt(send({ sh, jsLog, ...books }))
    const event = sh.do(commandOf(receiving, { receipt, ...COUNTED }), WAREHOUSE_CLERK)
    expect(event).toMatchObject({
      type: 'handover.received',
      body: DIFFERENT,
      secrets: [{ name: 'note', value: 'Wet' }],
    })
  })

  test('is turned away for each reason that was ticked, by the consignee or the carrier', () => {
    for (const actor of [WAREHOUSE_CLERK, CARRIER_THERE_CLERK]) {
      const { sh, jsLog, ...books } = openBooks()
      const receipt = jsLog.receipt(send({ sh, jsLog, ...books }))
      const ticks = Object.fromEntries(RETURN_REASONS.map((reason) => [`why-${reason}`, 'on']))
      const command = commandOf(refusing, { receipt, packages: '12', ...ticks, ...BACK, note: '' })
      expect(sh.do(command, actor)).toMatchObject({
        type: 'handover.refused',
        body: { packages: { sent: 12, offered: 12 }, reasons: [...RETURN_REASONS] },
      })
    }
  })

  test('is not turned away for no reason, nor until no day', () => {
    const values = { receipt: '{}', packages: '12', ...BACK, note: '' }
    expect(typed(refusing, values)).toEqual(['why-damaged'])
    const never = { ...values, 'why-damaged': 'on', 'returnBy.day': '31' }
    expect(typed(refusing, never)).toEqual(['returnBy'])
  })

  test('says which field will not do', () => {
    const wrong = { receipt: '', packages: '0', damaged: '-1', seal: 'x', weight: 'much', note: '' }
    expect(typed(receiving, wrong)).toEqual(['receipt', 'packages', 'damaged', 'weight', 'seal'])
  })
})

test('whoever says that all is there says no word of a seal that was not named', () => {
  const { sh, jsLog, ...books } = openBooks()
  const receipt = jsLog.receipt(send({ sh, jsLog, ...books }))
  const said = (seal: string) => typed(onPage('receive'), { receipt, packages: '12', seal })
  expect(said('broken')).toEqual(['seal'])
  expect(said('none')).toMatchObject({ command: { seal: 'none', damaged: 0 } })
  const command = commandOf(onPage('receive'), { receipt, packages: '12', seal: 'intact' })
  expect(sh.do(command, WAREHOUSE_CLERK).body).toMatchObject({ seal: 'intact', differences: [] })
})

describe('a receipt that is brought by hand', () => {
  const refusedBy = (receipt: string, values: Typed = {}) => {
    const done = typed(dropPath, { receipt, packages: '', damaged: '0', weight: '', ...values })
    return 'refused' in done ? done.refused : done
  }

  test('of goods that come is not acted on before they were counted and their seal was seen', () => {
    const { sh, jsLog, ...books } = openBooks()
    const receipt = jsLog.receipt(send({ sh, jsLog, ...books }))
    expect(refusedBy(receipt)).toBe('count_missing')
    expect(refusedBy(receipt, { packages: '12' })).toBe('seal_missing')
    expect(refusedBy('{}')).toBe('receipt_malformed')
    expect(refusedBy(jsLog.receipt(0))).toBe('receipt_of_other')
  })

  test('of an answer closes what was open, and of a return takes the goods back as counted', () => {
    const { js, sh, jsLog, shLog } = openBooks()
    const books = { js, sh, jsLog, shLog }
    sh.do(counted(jsLog.receipt(send(books))), WAREHOUSE_CLERK)
    const answer = commandOf(dropPath, { receipt: shLog.receipt(lastOf(sh)) }, 'js')
    expect(js.do(answer, SHIPPER_CLERK).type).toBe('handover.acknowledged')
    const away = jsLog.receipt(send(books, { consignment: 'csg_away' }))
    sh.do(turnedAway(away), WAREHOUSE_CLERK)
    const receipt = shLog.receipt(lastOf(sh))
    expect(commandOf(dropPath, { receipt }, 'js')).toEqual(ask('acknowledge', { receipt }))
    expect(refusedBy(receipt, { packages: '10' })).toBe('seal_missing')
    const back = commandOf(
      dropPath,
      { receipt, packages: '10', seal: 'intact', note: 'Two short' },
      'js',
    )
    expect(js.do(back, SHIPPER_CLERK)).toMatchObject({
      type: 'handover.taken-back',
      body: { packages: { returned: 12, takenBack: 10 } },
    })
  })
})
