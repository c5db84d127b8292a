/** What every page owes to everybody, in both colours. */
import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page, type TestInfo } from '@playwright/test'
import type { Language } from '#web/kit/language.ts'
import { languages } from './hub.ts'

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
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  await expectNoViolation(new AxeBuilder({ page }), RULES_MIN)
  // Only colours differ in the dark.
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
  await expectNoViolation(new AxeBuilder({ page }).withRules('color-contrast'), 1)
}

async function expectNoViolation(axe: AxeBuilder, rulesMin: number): Promise<void> {
  const { violations, passes } = await axe.analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
  expect(passes.length).toBeGreaterThanOrEqual(rulesMin)
}
