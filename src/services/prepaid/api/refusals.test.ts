/** Every refusal of the domain has its sentence, the README says the same, and no sentence is left over. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { COMMANDS, type CommandName } from '../contract.ts'
import { moneyRefusals } from './refusals-money.ts'
import { REFUSALS, refusals } from './refusals.ts'

const slice = join(import.meta.dirname, '..')
const names = Object.keys(COMMANDS).filter((name): name is CommandName => name in COMMANDS)

/** As deciders write them: `refuse('…')`, or a refusal that is passed on by name. */
function refusedInDomain(): ReadonlySet<string> {
  const folder = join(slice, 'domain')
  const files = readdirSync(folder).filter((file) => /(?<!\.test)\.ts$/.test(file))
  const texts = files.map((file) => readFileSync(join(folder, file), 'utf8'))
  return new Set(
    texts.flatMap((text) =>
      [...text.matchAll(/\b(?:refuse\(\s*|refusal: )'([a-z_]+)'/g)].map(([, type]) => type ?? ''),
    ),
  )
}

/** The README's table by command; a row that says "as above" goes on as the row before. */
function refusedInReadme(): ReadonlyMap<string, readonly string[]> {
  let before: readonly string[] = []
  const lines = readFileSync(join(slice, 'README.md'), 'utf8').split('\n')
  const cells = lines.map((line) => line.split('|').map((cell) => cell.trim()))
  const rows = cells.flatMap(([, commands = '', said = '']) => {
    const [command = ''] = commands.split(/[ ,]/)
    if (!/^[a-z-]+$/.test(command)) return []
    const types: readonly string[] = said.match(/[a-z]+(?:_[a-z]+)+/g) ?? []
    const all = said.endsWith('as above') ? [...types, ...before.slice(3)] : types
    before = all
    return [[command, all] as const]
  })
  return new Map(rows.filter(([name]) => name in COMMANDS))
}

test('every refusal of a decider has its sentence, and no sentence is left over', () => {
  const refused = refusedInDomain()
  expect(refused.size).toBeGreaterThan(60)
  const ofMoney = Object.keys(moneyRefusals)
  expect([...refused, ...ofMoney].toSorted()).toEqual(Object.keys(refusals).toSorted())
})

test('the README says of each act what it may be refused for, in the same order', () => {
  const readme = refusedInReadme()
  const ofMoney = new Set<string>(Object.keys(moneyRefusals))
  const mine = names.map((name) => [name, REFUSALS[name].filter((type) => !ofMoney.has(type))])
  expect(Object.fromEntries(readme)).toEqual(Object.fromEntries(mine))
})

test('every sentence belongs to an act', () => {
  expect([...new Set<string>(names.flatMap((name) => REFUSALS[name]))].toSorted()).toEqual(
    Object.keys(refusals).toSorted(),
  )
})

test.each(Object.entries(refusals))('%s says what, why and the way out', (_, { en, zh }) => {
  expect(en).toMatch(/^[A-Z][^!]*\.$/)
  expect(zh).toMatch(/^[^!！]*[\u4E00-\u9FFF][^!！]*。$/)
  // What was refused or why, and what can be done.
  expect(en.split(/[.;:] /).length).toBeGreaterThanOrEqual(2)
  expect(zh.split(/[，；：。]/).length).toBeGreaterThanOrEqual(3)
  expect(en).not.toMatch(/\bplease\b|\boops\b|successfully|blockchain/i)
})
