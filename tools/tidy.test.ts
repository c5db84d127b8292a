import { expect, test } from 'vitest'
import { tidy } from './tidy.ts'

const README =
  '# S\n\n## Promise\n\n## Invariants\n\n## Events\n\n## Limits\n\n## Who may do what\n'

const CLEAN: Readonly<Record<string, string>> = {
  'README.md': '# Hub\n\n`npm start` and `npm test`, [style](STYLE.md)\n',
  'ARCHITECTURE.md': '# A\n',
  'STYLE.md': '# S\n',
  'CONTRIBUTING.md': '# C\n',
  'SECURITY.md': '# S\n',
  'CHANGELOG.md': '# C\n',
  'docs/configuration.md': '# C\n',
  'docs/domain/glossary.md': '| release | 放款 | `release` |\n',
  'migrations/0001-book.sql': '-- Why.\nselect 1;\n',
  'src/services/escrow/README.md': README,
  'src/services/escrow/domain/escrow.ts': 'export function release(): void {}\n',
}

function caught(changed: Readonly<Record<string, string | undefined>>): readonly string[] {
  const files = Object.entries({ ...CLEAN, ...changed }).flatMap(([path, text]) =>
    text === undefined ? [] : [{ path, text }],
  )
  return tidy(files).map(({ path, line, message }) => `${path}:${line} ${message}`)
}

// Written in parts, because the rules are cast over this file too.
const word = (...parts: readonly string[]): string => parts.join('')

test('a clean tree has no findings', () => {
  expect(caught({})).toEqual([])
})

test('no files at all are a finding', () => {
  expect(tidy([])).toHaveLength(1)
})

const violations: readonly (readonly [
  what: string,
  path: string,
  text: string | undefined,
  finding: string,
])[] = [
  ['a leftover', 'src/platform/a.ts', word('// TO', 'DO later\n'), 'a.ts:1 "TO'],
  ['a silenced compiler', 'src/platform/a.ts', word('// @ts-', 'ignore\n'), '@ts-expect-error'],
  [
    'a rule switched off without a reason',
    'src/platform/a.ts',
    word('// oxlint-', 'disable-next-line x\n'),
    'say why',
  ],
  [
    'a test that stands alone',
    'src/platform/a.test.ts',
    word('test.', "only('x')\n"),
    'run every test',
  ],
  [
    'a test that is skipped',
    'src/platform/a.test.ts',
    word('test.', "skip('x')\n"),
    'run every test',
  ],
  ['a barrel', 'src/platform/a.ts', word('export ', "* from './b.ts'\n"), 'owns the name'],
  ['chance', 'src/platform/a.ts', word('Math.', 'random()\n'), 'take chance as an argument'],
  [
    'the clock in a decision',
    'src/services/escrow/domain/a.ts',
    word('Date', '.now()\n'),
    'take now',
  ],
  [
    'the environment outside of config',
    'src/platform/a.ts',
    word('process.', "env['A']\n"),
    'config.ts',
  ],
  [
    'an exit in the platform',
    'src/platform/a.ts',
    word('process.', 'exit(1)\n'),
    'let the app end',
  ],
  [
    'a path of one machine',
    'docs/a.md',
    word('see /ho', 'me/someone\n'),
    'name no path of one machine',
  ],
  ['a long file', 'src/platform/a.ts', 'a\n'.repeat(401), '401 lines'],
  ['an empty name', 'src/platform/date-utils.ts', '', '"utils" says nothing'],
  ['a barrel by name', 'src/platform/index.ts', '', 'only a slice has an index.ts'],
  ['a test of another kind', 'src/platform/a.spec.ts', '', 'tests end in .test.ts'],
  ['a room that is none', 'src/services/escrow/model/a.ts', '', '"model" is no room'],
  ['a file that is no room', 'src/services/escrow/service.ts', '', '"service.ts" is no room'],
  ['a slice without a README', 'src/services/escrow/README.md', undefined, 'has the headings'],
  [
    'headings out of order',
    'src/services/escrow/README.md',
    '## Events\n\n## Promise\n',
    'has the headings',
  ],
  ['a missing document', 'SECURITY.md', undefined, 'SECURITY.md:1 is missing'],
  [
    'a README without its commands',
    'README.md',
    '# Hub\n\n`npm start`\n',
    'does not name "npm test"',
  ],
  [
    'a dead link',
    'STYLE.md',
    '# S\n\n[gone](docs/gone.md)\n',
    'STYLE.md:3 the link to docs/gone.md is dead',
  ],
  ['a dead link to a folder', 'STYLE.md', '[gone](docs/gone/)\n', 'docs/gone/ is dead'],
  ['a migration without its why', 'migrations/0002-a.sql', 'select 1;\n', 'says why'],
  ['a decision without its number', 'docs/decisions/0002-a.md', '# A\n', 'begins with its number'],
  ['a second migration of one number', 'migrations/0001-z.sql', '-- Why.\n', 'out of order'],
  ['a gap between migrations', 'migrations/0003-a.sql', '-- Why.\n', 'out of order'],
  [
    'a migration that ends its transaction',
    'migrations/0002-a.sql',
    '-- Why.\ncommit;\n',
    'one transaction',
  ],
  [
    'a word that no code says',
    'docs/domain/glossary.md',
    '| x | 放款 | `refund` |\n',
    'no code says `refund`',
  ],
]

test.each(violations)('%s is found', (_, path, text, finding) => {
  expect(caught({ [path]: text }).join('\n')).toContain(finding)
})

test('a rule switched off with its reason is no finding', () => {
  const text = word('// oxlint-', 'disable-next-line x -- the format asks for it\n')
  expect(caught({ 'src/platform/a.ts': text })).toEqual([])
})

test('a folder, a heading and an address are no dead links', () => {
  const text =
    '[a](docs/) [b](#there) [c](https://example.com/x.md) [d](docs/domain/glossary.md#a)\n'
  expect(caught({ 'STYLE.md': text })).toEqual([])
})
