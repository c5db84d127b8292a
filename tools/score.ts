/**
 * `npm run score`: the figure audit against the gold that people made by hand. It prints what the goals
 * name: how many figures are read, framed and related rightly, and how often the audit accuses wrongly.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { percentOf, readGold, scoreOf } from './gold.ts'

const FOLDER = join(import.meta.dirname, '../../shared/articles')

function main(): number {
  if (!existsSync(join(FOLDER, 'gold.json'))) {
    process.stderr.write(`There is no gold at ${FOLDER}; nothing was scored.\n`)
    return 1
  }
  const gold = readGold(readFileSync(join(FOLDER, 'gold.json'), 'utf8'))
  const score = scoreOf(gold, (file) => readFileSync(join(FOLDER, file), 'utf8'))
  const lines = [
    `value and unit, recall        ${percentOf(score.read)}`,
    `value and unit, precision     ${percentOf(score.precise)}`,
    `hedge                         ${percentOf(score.hedge)}`,
    `kind                          ${percentOf(score.kind)}`,
    `indicator, area and period    ${percentOf(score.frame)}`,
    `  indicator alone             ${percentOf(score.indicator)}`,
    `  area alone                  ${percentOf(score.area)}`,
    `  period alone                ${percentOf(score.period)}`,
    `checks with a counterpart     ${percentOf(score.stated)}`,
    `all checks of one text        ${percentOf(score.checks)}`,
    `wrong inconsistent or slip    ${score.wrong.length}`,
    ...score.misses.map((miss) => `  missed: ${miss}`),
    ...score.wrong.map((wrong) => `  WRONG: ${wrong}`),
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
  return score.wrong.length === 0 ? 0 : 1
}

process.exit(main())
