/** The command line of the simulation: what it takes, and that it takes nothing else for something else. */
import { expect, test } from 'vitest'
import { callOf } from './call.ts'

test('without arguments it runs one seed', () => {
  expect(callOf([])).toEqual({ seed: 1, seeds: 1, hours: 240, isTraced: false })
})

test('seed, hours, seeds and trace are taken as they are given', () => {
  const args = ['--seed', '7', '--hours', '36', '--seeds', '100', '--trace']
  expect(callOf(args)).toEqual({ seed: 7, seeds: 100, hours: 36, isTraced: true })
})

test.each([
  [['--seed', '0']],
  [['--seed', '-1']],
  [['--seed', '1e3']],
  [['--seed', '0x10']],
  [['--seed', '']],
  [['--seed', '2147483648']],
  [['--seed', '2147483647', '--seeds', '2']],
  [['--hours', '1.5']],
  [['--hours', '8785']],
  [['--seeds', '0']],
  [['--unknown']],
  [['7']],
  [['--seed']],
])('%j is refused', (args) => {
  expect(callOf(args)).toBeNull()
})
