/**
 * `npm run score`: the figure audit against the gold that people made by hand. It prints what the goals
 * name: how many figures are read, framed and related rightly, and how often the audit accuses wrongly.
 *
 *     npm run score                         our own texts, and the articles beside the repository
 *     npm run score -- --articles FOLDER    the articles of that folder, with its gold.json
 *     npm run score -- --set fourth         one set of our own texts
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { percentOf, readGold, type Score, scoreOf } from './gold.ts'
import { readOwnGold } from './own-gold.ts'

const BESIDE = join(import.meta.dirname, '../../shared/articles')

function main(): number {
  const { values } = parseArgs({
    options: { articles: { type: 'string' }, set: { type: 'string' } },
  })
  const own = scoreOf(readOwnGold(values.set))
  print(`Our own invented texts${values.set === undefined ? '' : `, ${values.set}`}`, own)
  if (values.set !== undefined) return own.wrong.length === 0 ? 0 : 1
  const folder = values.articles ?? BESIDE
  if (!existsSync(join(folder, 'gold.json'))) {
    process.stderr.write(`There is no gold at ${folder}; only our own texts were scored.\n`)
    return 1
  }
  const gold = readGold(readFileSync(join(folder, 'gold.json'), 'utf8'), (file) =>
    readFileSync(join(folder, file), 'utf8'),
  )
  const score = scoreOf(gold)
  print('Three articles, read by others', score)
  return score.wrong.length + own.wrong.length === 0 ? 0 : 1
}

function print(title: string, score: Score): void {
  const lines = [
    title,
    `  value and unit, recall        ${percentOf(score.read)}`,
    `  value and unit, precision     ${percentOf(score.precise)}`,
    `  hedge                         ${percentOf(score.hedge)}`,
    `  kind                          ${percentOf(score.kind)}`,
    `  indicator, area and period    ${percentOf(score.frame)}`,
    `    indicator alone             ${percentOf(score.indicator)}`,
    `    area alone                  ${percentOf(score.area)}`,
    `    period alone                ${percentOf(score.period)}`,
    `  checks with a counterpart     ${percentOf(score.stated)}`,
    `  all checks of one text        ${percentOf(score.checks)}`,
    `  wrong inconsistent or slip    ${score.wrong.length}`,
    ...score.misses.map((miss) => `    missed: ${miss}`),
    ...score.wrong.map((wrong) => `    WRONG: ${wrong}`),
    '',
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
}

process.exit(main())
