/**
 * The shipped claims against the texts that they were read from: each printed value, with its scale word
 * and hedge, must stand in the paragraph that the claim names. The texts are not part of this repository;
 * without them beside it the test is skipped, and says so.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Claim } from '#services/observatory/contract.ts'

const ROOT = join(import.meta.dirname, '../..')
const ARTICLES = join(ROOT, '../shared/articles')
const isAbsent = !existsSync(ARTICLES)

/** The file of each source, by the number that its name begins with. */
const FILES: Readonly<Record<string, string>> = {
  'china-daily-2025-03-24': '000_',
  'china-daily-2024-03-02': '001_',
  'changning-14th-plan-briefing-2025': '004_',
}

// Headlines, bylines and pointers to other articles are no paragraphs of the text.
const FURNITURE = /^(?:Published:|PDF View|By |READ MORE|ALSO READ|Opening-up hub pioneers)/

function paragraphsOf(source: string): readonly string[] {
  const prefix = FILES[source] ?? 'unknown source'
  const name = readdirSync(ARTICLES).find((file) => file.startsWith(prefix))
  if (name === undefined) throw new Error(`no article for ${source}`)
  const lines = readFileSync(join(ARTICLES, name), 'utf8').split('\n')
  return lines.filter((line) => line.trim() !== '' && !FURNITURE.test(line))
}

/** `nearly 1 trillion`, `200-billion-yuan`, `40%`: hedge, digits and scale as they follow one another. */
function printedPattern({ hedge, value, scale }: Claim): RegExp {
  const words = [hedge, value].filter((word) => word !== undefined).join(' ')
  const escaped = words.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
  const after = scale === undefined ? String.raw`(?![\d,.]*\d|[\s-](?:thousand|[mbtr]+illion))` : ''
  return new RegExp(`(?<![\\d.,])${escaped}${scale === undefined ? after : `[\\s-]?${scale}`}`)
}

const claims = readFileSync(join(ROOT, 'data/claims/hub.jsonl'), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => Claim.parse(JSON.parse(line)))
  // The others were read second hand and carry the note that says so.
  .filter(({ source }) => Object.hasOwn(FILES, source.id))

test.skipIf(isAbsent).each(claims.map((claim) => [claim.source.locator, claim] as const))(
  '%s prints its value',
  (locator, claim) => {
    const number = Number(/^body paragraph (\d+)$/.exec(locator)?.[1])
    const paragraph = paragraphsOf(claim.source.id)[number - 1] ?? ''
    expect(paragraph).toMatch(printedPattern(claim))
  },
)

test.skipIf(isAbsent)('a value changed by one digit is not found', () => {
  const [claim] = claims
  expect(claim).toBeDefined()
  if (claim === undefined) return
  const text = paragraphsOf(claim.source.id).join('\n')
  expect(text).toMatch(printedPattern(claim))
  expect(text).not.toMatch(printedPattern({ ...claim, value: '128' }))
})
