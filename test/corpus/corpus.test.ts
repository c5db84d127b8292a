/** Entries of every released version mean today what they meant then. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import {
  BOOKS,
  CORPUS_FOLDER,
  Expected,
  readLeaves,
  replayBook,
  type ReplayedBook,
} from './corpus.ts'

const releases = readdirSync(CORPUS_FOLDER, { withFileTypes: true })
  .filter((item) => item.isDirectory())
  .map(({ name }) => name)

function expectedOf(release: string): Readonly<Record<string, ReplayedBook>> {
  const text = readFileSync(join(CORPUS_FOLDER, release, 'expected.json'), 'utf8')
  return Expected.parse(JSON.parse(text))
}

function replayed(release: string, book: string): ReplayedBook {
  const registry = BOOKS[book]
  if (registry === undefined) throw new Error(`nobody knows how to replay ${book}`)
  return replayBook(registry, readLeaves(release, book))
}

test('there is a corpus', () => {
  expect(releases).toContain('0.1.0')
})

test.each(releases)('release %s replays to the same rows', (release) => {
  for (const [book, expected] of Object.entries(expectedOf(release))) {
    expect([book, replayed(release, book)]).toEqual([book, expected])
  }
})

test('every type and version of event that this release writes stands in some release', () => {
  const known = new Set<string>()
  for (const release of releases) {
    for (const { types } of Object.values(expectedOf(release))) {
      for (const type of types) known.add(type)
    }
  }
  for (const { events } of Object.values(BOOKS)) {
    for (const [type, { v }] of events) expect(known).toContain(`${type} v${v}`)
  }
})
