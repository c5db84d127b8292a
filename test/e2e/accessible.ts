/** What every page owes to everybody, in both colours. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test, type Page, type TestInfo } from '@playwright/test'
import type { AxeResults, RunOptions } from 'axe-core'
import type { Language } from '#web/kit/language.ts'
import { languages } from './hub.ts'

/** Given to each page as text; the smaller of its two forms is read in half the time. */
const axe = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8')

/** Fewer would mean that the page was empty, or that nothing was looked at. */
const RULES_MIN = 20

/**
 * Every page is looked at in each language and at each width, but not in all four pairs of them: rules about
 * structure and colour take half of a run's time and hardly ever part between pairs. The long run takes all.
 */
export function languagesLookedAt({ project }: TestInfo): readonly Language[] {
  if (process.env['HONGQIAO_LONG'] === '1') return languages
  return project.name === 'phone' ? ['zh'] : ['en']
}

export async function expectAccessible(page: Page): Promise<void> {
  const { annotations, project } = test.info()
  const language = await page.locator('html').getAttribute('lang')
  // Counted by the long run.
  annotations.push({ type: 'axe', description: `${language} on ${project.name}` })
  // What is not looked into would pass unseen.
  expect(page.frames().length).toBe(1)
  await page.evaluate(axe)
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  await expectNoViolation(page, {}, RULES_MIN)
  // Only colours differ in the dark.
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
  await expectNoViolation(page, { runOnly: ['color-contrast'] }, 1)
}

/** Of what passes one place each is enough: to describe all of them takes half of the time. */
const BRIEFLY: RunOptions = { resultTypes: ['violations'], selectors: false }

async function expectNoViolation(page: Page, options: RunOptions, rulesMin: number): Promise<void> {
  const { violations, passes } = await page.evaluate<AxeResults>(
    `axe.run(${JSON.stringify({ ...BRIEFLY, ...options })})`,
  )
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
  expect(passes.length).toBeGreaterThanOrEqual(rulesMin)
}
