import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { configurationTable, readConfig } from './config.ts'

test('docs/configuration.md has the table of the schema', () => {
  const path = join(import.meta.dirname, '../../../docs/configuration.md')
  const squeeze = (text: string) => text.replaceAll(/ +/g, ' ').replaceAll(/-{3,}/g, '---')
  expect(squeeze(readFileSync(path, 'utf8'))).toContain(squeeze(configurationTable()))
})

test('everything has a default', () => {
  expect(readConfig({})).toMatchObject({ port: 7_000, host: '127.0.0.1', isDemonstration: true })
})

test('an empty variable is an unset one', () => {
  expect(readConfig({ HONGQIAO_PORT: '', DATABASE_URL: '' })).toEqual(readConfig({}))
})

test.each([
  ['HONGQIAO_PORT', 'seven'],
  ['HONGQIAO_PORT', '65536'],
  ['HONGQIAO_PORT', '7000.5'],
  ['HONGQIAO_LOG_LEVEL', 'loud'],
  ['HONGQIAO_DEMONSTRATION', 'yes'],
  ['DATABASE_URL', 'mysql://localhost/hub'],
  ['HONGQIAO_WAL_SECONDS', '0'],
  ['HONGQIAO_WAL_RECIPIENT', 'AGE-SECRET-KEY-1'],
])('%s=%s is refused by its name', (name, value) => {
  expect(() => readConfig({ [name]: value })).toThrow(new RegExp(`^${name} is`))
})

test('the demonstration has witnesses of its own, and nobody else has any that were not named', () => {
  const choice = (environment: Readonly<Record<string, string>>) =>
    readConfig(environment).witnesses
  const off = { HONGQIAO_DEMONSTRATION: 'off' }
  expect(choice({})).toEqual({ kind: 'demonstration' })
  expect(choice(off)).toEqual({ kind: 'off' })
  expect(choice({ HONGQIAO_WITNESSES: 'off' })).toEqual({ kind: 'off' })
  expect(choice({ ...off, HONGQIAO_WITNESSES: '/p' })).toEqual({ kind: 'folder', path: '/p' })
})

test('a refused DATABASE_URL is not repeated, for it holds a password', () => {
  expect(() => readConfig({ DATABASE_URL: 'mysql://hub:geheim@localhost/hub' })).toThrow(
    /^(?!.*geheim).*DATABASE_URL/,
  )
})

test('the demonstration is refused on an address that others can reach', () => {
  expect(() => readConfig({ HONGQIAO_HOST: '0.0.0.0' })).toThrow('HONGQIAO_DEMONSTRATION=off')
  const open = readConfig({ HONGQIAO_HOST: '0.0.0.0', HONGQIAO_DEMONSTRATION: 'off' })
  expect(open.host).toBe('0.0.0.0')
})

test('an archive needs somebody to be closed for, and a database of ours', () => {
  const archive = { HONGQIAO_WAL_ARCHIVE: '/mnt/archive' }
  expect(() => readConfig(archive)).toThrow('needs HONGQIAO_WAL_RECIPIENT')
  const closed = { ...archive, HONGQIAO_WAL_RECIPIENT: 'age1one,age1two' }
  expect(readConfig(closed).archive).toEqual({
    folder: '/mnt/archive',
    recipients: ['age1one', 'age1two'],
    seconds: 60,
  })
  expect(() => readConfig({ ...closed, DATABASE_URL: 'postgres://elsewhere/hub' })).toThrow(
    'for the embedded PostgreSQL',
  )
  expect(readConfig({}).archive).toBeUndefined()
})
