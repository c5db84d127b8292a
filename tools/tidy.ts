/**
 * The house rules that no other tool knows. Each looks at the files as text and names what is
 * wrong together with what to do instead. Pure, so that its test can plant every violation.
 */
import { posix } from 'node:path'
import { isCode, isTest, type SourceFile } from './tree.ts'

export type Finding = { readonly path: string; readonly line: number; readonly message: string }

type Rule = (files: readonly SourceFile[]) => readonly Finding[]

const FILE_LINES_MAX = 400

/** Written by a program and read by another: one type for each address of the API. */
const WRITTEN = new Set(['src/client/paths.ts'])

export function tidy(files: readonly SourceFile[]): readonly Finding[] {
  if (files.length === 0) return [{ path: '.', line: 1, message: 'no files were found to look at' }]
  return rules.flatMap((rule) => rule(files))
}

const rules: readonly Rule[] = [
  bans,
  lengths,
  names,
  rooms,
  readmes,
  documents,
  deadLinks,
  migrations,
  decisions,
  glossary,
]

type Ban = {
  readonly pattern: RegExp
  readonly instead: string
  /** Where the ban holds; everywhere in code if absent. */
  readonly where?: RegExp
}

// Written in parts, so that this file does not break its own rules.
const word = (...parts: readonly string[]): string => parts.join('')

const codeBans: readonly Ban[] = [
  {
    pattern: new RegExp(word('\\b(TO', 'DO|FIX', 'ME|X', 'XX|HA', 'CK)\\b')),
    instead: 'do it now, or open an issue and name it',
  },
  {
    pattern: new RegExp(word('@ts-', '(ignore|nocheck)')),
    instead: 'use @ts-expect-error with a reason',
  },
  {
    pattern: new RegExp(word('(ox|es)lint-', 'disable(?!.* -- .)')),
    instead: 'say why after " -- "',
  },
  {
    pattern: new RegExp(word('\\b(test|it|describe)\\.', '(only|skip|todo)\\b')),
    instead: 'run every test; skipIf(condition) where it cannot run',
  },
  {
    pattern: new RegExp(word('^export ', '\\* from')),
    instead: 'import the file that owns the name',
  },
  {
    pattern: new RegExp(word('Math\\.', 'random\\(')),
    where: /^src\//,
    instead: 'take chance as an argument',
  },
  {
    pattern: new RegExp(word('\\bDate', '\\.now\\(')),
    where: /^src\/(kernel|services\/[^/]+\/(domain|reactions))/,
    instead: 'take now as an argument',
  },
  {
    // Bundlers replace NODE_ENV when they build; nothing reads it here.
    pattern: new RegExp(word('\\bprocess\\.', 'env\\b(?!\\.NODE_ENV\\b)')),
    where: /^src\/(?!apps\/|platform\/postgres\/embedded|platform\/config\/)/,
    instead: 'read it in #platform/config/config.ts',
  },
  {
    pattern: new RegExp(word('\\bprocess\\.', 'exit\\(')),
    where: /^src\/(?!apps\/)/,
    instead: 'throw, and let the app end',
  },
]

const machinePath: Ban = {
  pattern: new RegExp(word('(?<![\\w.])/(home|Users|root|work)/', '[a-z]|[A-Z]:\\\\\\\\')),
  instead: 'name no path of one machine',
}

function bans(files: readonly SourceFile[]): readonly Finding[] {
  return files.flatMap((file) => {
    const held = isCode(file) ? [...codeBans, machinePath] : [machinePath]
    const here = held.filter(({ where }) => where?.test(file.path) ?? true)
    return file.text.split('\n').flatMap((text, index) =>
      here
        .filter(({ pattern }) => pattern.test(text))
        .map(({ pattern, instead }) => ({
          path: file.path,
          line: index + 1,
          message: `"${pattern.exec(text)?.[0]}" is banned: ${instead}`,
        })),
    )
  })
}

function lengths(files: readonly SourceFile[]): readonly Finding[] {
  return files
    .filter((file) => isCode(file) && !WRITTEN.has(file.path))
    .map((file) => ({ file, lines: file.text.trimEnd().split('\n').length }))
    .filter(({ lines }) => lines > FILE_LINES_MAX)
    .map(({ file, lines }) => at(file, `${lines} lines: a file has at most ${FILE_LINES_MAX}`))
}

const EMPTY_NAMES = new Set([
  'manager',
  'helper',
  'helpers',
  'util',
  'utils',
  'common',
  'data',
  'info',
  'misc',
])

function names(files: readonly SourceFile[]): readonly Finding[] {
  return files.filter(isCode).flatMap((file) => {
    const name = posix.basename(file.path)
    const found: Finding[] = []
    const empty = name.split(/[.-]/).find((part) => EMPTY_NAMES.has(part.toLowerCase()))
    if (empty !== undefined)
      found.push(at(file, `"${empty}" says nothing: name what the file is about`))
    if (/^index\.tsx?$/.test(name) && !/^src\/services\/[^/]+\/index\.ts$/.test(file.path)) {
      found.push(at(file, 'only a slice has an index.ts: name the file by what it holds'))
    }
    if (/\.spec\.tsx?$/.test(name))
      found.push(at(file, 'tests end in .test.ts, .pg.test.ts or .e2e.ts'))
    return found
  })
}

const ROOMS = new Set(['domain', 'store', 'api', 'web'])
const ROOM_FILES = new Set([
  'README.md',
  'contract.ts',
  'contract.test.ts',
  'reactions.ts',
  'reactions.test.ts',
  'figures.ts',
  'index.ts',
])

function rooms(files: readonly SourceFile[]): readonly Finding[] {
  return files.flatMap((file) => {
    const inside = /^src\/services\/[^/]+\/(.+)$/.exec(file.path)?.[1]
    if (inside === undefined) return []
    const [room = '', ...rest] = inside.split('/')
    const isKnown = rest.length === 0 ? ROOM_FILES.has(room) : ROOMS.has(room)
    return isKnown
      ? []
      : [at(file, `"${room}" is no room of a slice: ${[...ROOMS, ...ROOM_FILES].join(', ')}`)]
  })
}

const README_HEADINGS = ['Promise', 'Invariants', 'Events', 'Limits', 'Who may do what']

function readmes(files: readonly SourceFile[]): readonly Finding[] {
  const slices = new Set(files.flatMap(({ path }) => /^src\/services\/[^/]+\//.exec(path) ?? []))
  return [...slices].flatMap((slice) => {
    const path = `${slice}README.md`
    const text = files.find((file) => file.path === path)?.text ?? ''
    const headings = [...text.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading)
    const isInOrder =
      README_HEADINGS.join() ===
      headings.filter((heading) => README_HEADINGS.includes(heading ?? '')).join()
    return isInOrder
      ? []
      : [
          {
            path,
            line: 1,
            message: `has the headings ${README_HEADINGS.join(', ')}, in this order`,
          },
        ]
  })
}

const DOCUMENTS = [
  'README.md',
  'ARCHITECTURE.md',
  'STYLE.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'CHANGELOG.md',
  'docs/domain/glossary.md',
  'docs/configuration.md',
]

function documents(files: readonly SourceFile[]): readonly Finding[] {
  const missing = DOCUMENTS.filter((path) => !files.some((file) => file.path === path))
  const found = missing.map((path) => ({ path, line: 1, message: 'is missing' }))
  const readme = files.find(({ path }) => path === 'README.md')
  const commands = ['npm start', 'npm test'].filter(
    (command) => readme !== undefined && !readme.text.includes(command),
  )
  return [
    ...found,
    ...commands.map((command) => ({
      path: 'README.md',
      line: 1,
      message: `does not name "${command}"`,
    })),
  ]
}

function deadLinks(files: readonly SourceFile[]): readonly Finding[] {
  const paths = new Set(files.flatMap(({ path }) => ancestors(path)))
  return files
    .filter(({ path }) => path.endsWith('.md'))
    .flatMap((file) =>
      file.text.split('\n').flatMap((text, index) =>
        [...text.matchAll(/\]\((?!\w+:|#)([^)#\s]+)(#[^)\s]*)?\)/g)]
          .map(([, target = '']) => target)
          .filter(
            (target) =>
              isText(target) &&
              !paths.has(posix.join(posix.dirname(file.path), target).replace(/\/$/, '')),
          )
          .map((target) => ({
            path: file.path,
            line: index + 1,
            message: `the link to ${target} is dead`,
          })),
      ),
    )
}

/** Links to pictures and the like are not seen, because only text files are read. */
function isText(target: string): boolean {
  return /(\.(ts|tsx|mjs|js|css|md|sql|json)|\/[^./]*)$/.test(target)
}

function ancestors(path: string): readonly string[] {
  const folder = posix.dirname(path)
  return folder === '.' ? [path, '.'] : [path, ...ancestors(folder)]
}

function migrations(files: readonly SourceFile[]): readonly Finding[] {
  return files
    .filter(({ path }) => path.startsWith('migrations/'))
    .toSorted((one, other) => (one.path < other.path ? -1 : 1))
    .flatMap((file, place) => [
      ...(file.path.startsWith(`migrations/${String(place + 1).padStart(4, '0')}-`)
        ? []
        : [at(file, `is out of order: it is the ${place + 1}th, and numbers have no gap`)]),
      ...(/^(--|\/\*)/.test(file.text) ? [] : [at(file, 'begins with a comment that says why')]),
      ...(/^\s*(commit|rollback)\s*;/im.test(file.text)
        ? [at(file, 'is one transaction: it may not end it itself')]
        : []),
    ])
}

/** Others name a decision by its number. */
function decisions(files: readonly SourceFile[]): readonly Finding[] {
  const records = files.filter(({ path }) => path.startsWith('docs/decisions/'))
  const numberOf = ({ path }: SourceFile): string =>
    path.slice('docs/decisions/'.length).slice(0, 4)
  return records.flatMap((file) => {
    const others = records.filter((one) => one !== file && numberOf(one) === numberOf(file))
    return [
      ...(others.length === 0 ? [] : [at(file, 'has a number that another decision has')]),
      ...(file.text.startsWith(`# ${numberOf(file)} `) ? [] : [at(file, 'begins with its number')]),
    ]
  })
}

/** The third column of the glossary is what the code calls a thing; the code must do so. */
function glossary(files: readonly SourceFile[]): readonly Finding[] {
  const file = files.find(({ path }) => path === 'docs/domain/glossary.md')
  if (!file) return []
  const code = files
    .filter((each) => isCode(each) && !isTest(each))
    .map(({ text }) => text)
    .join('\n')
  const words = new Set(code.match(/\w+/g))
  return file.text.split('\n').flatMap((text, index) => {
    const cells = text.split('|').slice(1, -1)
    const identifiers = [...(cells[2] ?? '').matchAll(/`(\w+)`/g)].map(([, name = '']) => name)
    return identifiers
      .filter((name) => !words.has(name))
      .map((name) => ({ path: file.path, line: index + 1, message: `no code says \`${name}\`` }))
  })
}

function at(file: SourceFile, message: string): Finding {
  return { path: file.path, line: 1, message }
}
