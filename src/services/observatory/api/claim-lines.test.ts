import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { CLAIM_LINE_CHARS_MAX } from '../contract.ts'
import { LINE_FAULTS_MAX, readClaimLines } from './claim-lines.ts'
import { HUB_CLAIMS_FILE } from './seed.ts'

const file = readFileSync(HUB_CLAIMS_FILE)
const [first = ''] = file.toString().split('\n')

function faultsOf(text: string | Uint8Array): readonly number[] {
  const lines = readClaimLines(typeof text === 'string' ? Buffer.from(text) : text)
  return lines.ok ? [] : lines.error.map(({ line }) => line)
}

test('the shipped file is read whole', () => {
  const lines = readClaimLines(file)
  expect(lines.ok && lines.value.map(({ line }) => line)).toEqual(
    Array.from({ length: file.toString().trimEnd().split('\n').length }, (_, place) => place + 1),
  )
})

test('each faulty line is named, and none of the others is given', () => {
  const text = `${first}\n{}\n\n${first}\r\nnot json\n${first.replace('"count"', '"guess"')}`
  expect(faultsOf(text)).toEqual([2, 5, 6])
})

test.each([
  ['a name that stands twice', first.replace('{', '{"area":"HUB",')],
  ['bytes that are no UTF-8', Uint8Array.of(0x22, 0xff, 0x22)],
  ['a line that is too long', `${' '.repeat(CLAIM_LINE_CHARS_MAX)}${first}`],
  ['a list of claims on one line', `[${first}]`],
])('%s is a fault of its line', (_, text) => {
  expect(faultsOf(text)).toEqual([1])
})

test('an endless list of faults ends', () => {
  expect(faultsOf('x\n'.repeat(LINE_FAULTS_MAX + 50))).toHaveLength(LINE_FAULTS_MAX)
})

test('an empty file has no claims and no faults', () => {
  expect(readClaimLines(new Uint8Array(0))).toEqual({ ok: true, value: [] })
})
