/** Taps as the browser itself reports them, held against what the list of tasks allows. */
import { expect, test, type Page } from '@playwright/test'
import { reportTaps } from './browser-side.ts'
import { TASKS, type Task } from './tasks.ts'

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
