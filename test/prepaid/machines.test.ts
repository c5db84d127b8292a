/** The state machines as they are declared are the ones that the deciders run: no transition more, and none less. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { MACHINES, type Machine } from '#services/prepaid/domain/machines.ts'
import { drawnPage, MACHINES_PAGES } from '#tools/machines.ts'
import { lived } from './lived.ts'
import { playInMemory } from './played.ts'
import { transitionLives } from './transition-lives.ts'
import { declared, transitionsOf } from './transitions.ts'

test('every declared transition is taken, and every one that is taken is declared', () => {
  const seen = new Set(transitionLives().flatMap((world) => [...transitionsOf(world)]))
  expect([...seen].toSorted()).toEqual(declared().toSorted())
})

test('half a year of an office takes no other', async () => {
  const order = { seed: 7, shops: 4, consumers: 40, usesPerDay: 8 }
  const book = await playInMemory({ ...order, from: '2026-05-25', to: '2026-11-22' })
  for (const world of [book, lived().world]) {
    const seen = transitionsOf(world)
    expect(seen.size).toBeGreaterThan(12)
    const known = new Set(declared())
    expect([...seen].filter((line) => !known.has(line))).toEqual([])
  }
})

test('a transition is declared once', () => {
  expect(new Set(declared()).size).toBe(declared().length)
})

test('every state that can be reached is reached from nothing', () => {
  for (const { transitions } of Object.values<Machine>(MACHINES)) {
    const reached = new Set<string | null>([null])
    for (let size = 0; size < reached.size;) {
      size = reached.size
      for (const [from, , to] of transitions) if (reached.has(from)) reached.add(to)
    }
    expect(transitions.filter(([from]) => !reached.has(from))).toEqual([])
  }
})

test.each(Object.entries(MACHINES_PAGES))('they are drawn on %s as they are', (at, machines) => {
  const page = readFileSync(join(import.meta.dirname, '../..', at), 'utf8')
  expect(page).toContain('stateDiagram-v2')
  expect(page).toBe(drawnPage(page, machines))
})
