/** Taps as the browser itself reports them, held against what the list of tasks allows. */
import { expect, test, type Locator, type Page } from '@playwright/test'
import { reportTaps } from './browser-side.ts'
import { TASKS, type Task } from './tasks.ts'

/** One opens the list, one takes a line of it. */
const PRESSES_OF_A_CHOICE = 2

export class Taps {
  #count = 0

  private constructor() {}

  static async of(page: Page): Promise<Taps> {
    const taps = new Taps()
    await page.exposeFunction('tapped', () => {
      taps.#count += 1
    })
    await page.addInitScript(reportTaps)
    return taps
  }

  /** A choice in the list of a selection: the system draws it, and the page is not told of the press. */
  async choose(list: Locator, value: string): Promise<void> {
    await list.selectOption(value)
    this.#count += PRESSES_OF_A_CHOICE
  }

  /** Walks a task that has begun on its page. As many taps as are written down, and not one less: the list is no guess. */
  async walk(id: Task['id'], steps: () => Promise<unknown>): Promise<void> {
    const task = TASKS.find((one) => one.id === id)
    if (task === undefined) throw new Error(`no task is called ${id}`)
    this.#count = 0
    await test.step(task.words, steps)
    process.stdout.write(`    ${task.role}, ${id}: ${this.#count} of ${task.tapsMax} taps\n`)
    expect(this.#count, task.words).toBe(task.tapsMax)
  }
}
