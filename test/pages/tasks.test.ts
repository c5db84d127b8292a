import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { TASKS, tasksTable } from '#test/e2e/tasks.ts'

test('docs/tasks.md has the table of the tasks whose taps are counted', () => {
  const path = join(import.meta.dirname, '../../docs/tasks.md')
  const squeeze = (text: string) => text.replaceAll(/ +/g, ' ').replaceAll(/-{3,}/g, '---')
  expect(squeeze(readFileSync(path, 'utf8'))).toContain(squeeze(tasksTable()))
})

test('each role has five tasks, each with a name of its own', () => {
  const roles = Map.groupBy(TASKS, ({ role }) => role)
  expect([...roles.values()].map((tasks) => tasks.length)).toEqual([5, 5, 5, 5])
  expect(new Set(TASKS.map(({ id }) => id)).size).toBe(TASKS.length)
})
