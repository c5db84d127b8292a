/** The functions that docs/log-modules.md offers to outsiders are there, under these names. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const page = readFileSync(new URL('../../docs/log-modules.md', import.meta.url), 'utf8')

/** By module: what the table says that it exports. A row without a module goes on with the last one's. */
function promised(): ReadonlyMap<string, readonly string[]> {
  const modules = new Map<string, string[]>()
  let current: readonly string[] = []
  for (const line of page.split('\n').filter((one) => one.startsWith('|'))) {
    const [, , moduleCell = '', functions = ''] = line.split('|').map((cell) => cell.trim())
    const named = [...moduleCell.matchAll(/`([^`]+\.ts)`/g)].map(([, name = '']) => name)
    if (named.length > 0) current = named
    const names = [...functions.matchAll(/`([A-Za-z0-9]+)`/g)].map(([, name = '']) => name)
    const key = current.join(' ')
    if (names.length > 0) modules.set(key, [...(modules.get(key) ?? []), ...names])
  }
  return modules
}

test('each is exported by the module that the page names', async () => {
  const modules = promised()
  expect(modules.size).toBeGreaterThan(18)
  for (const [files, names] of modules) {
    // oxlint-disable-next-line no-await-in-loop -- a few modules, one row after the other.
    const loaded = await Promise.all(files.split(' ').map(moduleAt))
    const exported = loaded.flatMap((one) => Object.keys(one))
    expect([files, names.filter((name) => !exported.includes(name))]).toEqual([files, []])
  }
})

function moduleAt(file: string): Promise<object> {
  const { href } = new URL(`../../src/kernel/log/${file}`, import.meta.url)
  return import(/* @vite-ignore */ href)
}
