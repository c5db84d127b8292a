/** What every page owes to everybody, in both colours. */
import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

/** Fewer would mean that the page was empty, or that nothing was looked at. */
const RULES_MIN = 20

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
