/** A small repository in which no net catches anything, for planting violations into. */
import { join } from 'node:path'

export const repository = join(import.meta.dirname, '..')

export const CONFIGURATION = [
  '.dependency-cruiser.js',
  '.oxfmtrc.json',
  '.oxlintrc.json',
  'tsconfig.base.json',
  'tsconfig.json',
  'tsconfig.node.json',
  'tsconfig.pure.json',
  'tsconfig.web.json',
  'vitest.config.ts',
  'src/kernel/std/assert.ts',
  'src/kernel/std/result.ts',
  'test/chance/seed.ts',
]

export const CLEAN: Readonly<Record<string, string>> = {
  '.gitignore': 'node_modules\n.cache\n',
  'src/services/escrow/README.md':
    '# Escrow\n\n## Promise\n\n## Invariants\n\n## Events\n\n## Limits\n\n## Who may do what\n',
  'src/services/escrow/contract.ts': `export type Refusal = 'not_held'\n`,
  'src/services/escrow/domain/escrow.ts': `import { err, ok, type Result } from '#kernel/std/result.ts'
import { assert, unreachable } from '#kernel/std/assert.ts'
import type { Refusal } from '../contract.ts'

export function release(heldMinor: bigint): Result<bigint, Refusal> {
  assert(heldMinor >= 0n, 'less than nothing is held')
  return heldMinor === 0n ? err('not_held') : ok(heldMinor)
}

export function say(refusal: Refusal): string {
  return refusal === 'not_held' ? 'nothing is held' : unreachable(refusal)
}
`,
  'src/services/escrow/domain/escrow.test.ts': `import { expect, test } from 'vitest'
import { release } from './escrow.ts'

test('nothing is not released', () => {
  expect(release(0n)).toEqual({ ok: false, error: 'not_held' })
})
`,
  'src/services/escrow/store/escrow-reads.ts': `import { pause } from '#platform/clock/pause.ts'
import type { Refusal } from '../contract.ts'

export async function findRefusal(): Promise<Refusal> {
  await pause(1)
  return 'not_held'
}
`,
  'src/services/licence/README.md':
    '# Licence\n\n## Promise\n\n## Invariants\n\n## Events\n\n## Limits\n\n## Who may do what\n',
  'src/services/licence/api/routes.ts': `import type { Refusal } from '#services/escrow/contract.ts'

export const known: readonly Refusal[] = ['not_held']
`,
  'src/platform/clock/pause.ts': `import { setTimeout as sleep } from 'node:timers/promises'

export function pause(durationMs: number): Promise<void> {
  return sleep(durationMs)
}
`,
  'src/web/kit/Title.tsx': `export function Title({ text }: { readonly text: string }) {
  return <h1>{text}</h1>
}
`,
  'src/apps/web/main.tsx': `import { Title } from '#web/kit/Title.tsx'

export const page = <Title text="Escrow" />
`,
  'src/apps/server/main.ts': `import { release, say } from '#services/escrow/domain/escrow.ts'
import { findRefusal } from '#services/escrow/store/escrow-reads.ts'
import { known } from '#services/licence/api/routes.ts'

const refusal = await findRefusal()

export const isSound = known.includes(refusal) && release(1n).ok && say(refusal) !== ''
`,
  'migrations/0001-book.sql': '-- The book, because everything is written in it.\nselect 1;\n',
  'test/pg/server.ts': `import { pause } from '#platform/clock/pause.ts'

export function setup(): Promise<void> {
  return pause(1)
}
`,
  'README.md': '# Hub\n\n`npm start`, `npm test`\n',
  'ARCHITECTURE.md': '# Architecture\n',
  'STYLE.md': '# Style\n',
  'CONTRIBUTING.md': '# Contributing\n',
  'SECURITY.md': '# Security\n',
  'CHANGELOG.md': '# Changelog\n',
  'docs/configuration.md': '# Configuration\n',
  'docs/domain/glossary.md':
    '| word | 中文 | identifier |\n| ------- | ---- | ---------- |\n| release | 放款 | `release`  |\n',
}
