/** The build of the web: done once, small enough for a phone, and complete for use with no network. */
import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { PageViews } from '#apps/web/pages.tsx'
import { CONTENT_SECURITY_POLICY, openWeb, type Web } from '#platform/web/web.ts'
import { NOBODY, type PageSetting } from '#web/kit/page-context.ts'

type Setting = Omit<PageSetting, 'assets'>

const rootDir = process.cwd()
let folder = ''
let web: Web<PageViews, Setting>

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hongqiao-web-'))
  // Of a process that has ended, and of one that runs.
  const { pid } = spawnSync(process.execPath, ['--version'])
  for (const left of [`${pid}.next`, `${pid}.next.old`, `${process.ppid}.next`]) {
    await mkdir(join(folder, `web.${left}`))
  }
  web = await openWeb<PageViews, Setting>({ rootDir, outDir: join(folder, 'web') })
})

afterAll(() => rm(folder, { recursive: true, force: true }))

function gzipBytes(path: string): number {
  const file = web.files.get(path)
  if (file === undefined) throw new Error(`the build has no ${path}`)
  return gzipSync(file.body, { level: 9 }).length
}

/** An island with everything that it imports. */
function islandBytes(name: string): number {
  const seen = new Set<string>()
  const visit = (path: string): number => {
    if (seen.has(path)) return 0
    seen.add(path)
    const source = web.files.get(path)?.body.toString('utf8') ?? ''
    const imports = [...source.matchAll(/from\s*["'`]\.\/([^"'`]+)["'`]/g)]
    return imports.reduce((sum, [, file]) => sum + visit(`/assets/${file}`), gzipBytes(path))
  }
  const entry = [...web.files.keys()].find((path) => path.startsWith(`/assets/${name}-`))
  return visit(entry ?? name)
}

test('a second start builds nothing', async () => {
  expect(web.isFresh).toBe(true)
  const again = await openWeb<PageViews, Setting>({ rootDir, outDir: join(folder, 'web') })
  expect(again.isFresh).toBe(false)
})

test('what a killed build left behind goes with the next one, and what another builds stays', async () => {
  const names = (await readdir(folder)).filter((name) => name.includes('.next'))
  expect(names).toEqual([`web.${process.ppid}.next`])
})

test('styles and islands keep to their budgets', () => {
  const styles = [...web.files.keys()].filter((path) => path.endsWith('.css'))
  expect(styles).toHaveLength(1)
  expect(gzipBytes(styles[0] ?? '')).toBeLessThan(15_000)
  expect(islandBytes('live')).toBeLessThan(15_000)
  expect(islandBytes('verify')).toBeLessThan(60_000)
})

test('the worker keeps all that the check needs', () => {
  const worker = web.files.get('/sw.js')?.body.toString('utf8') ?? ''
  const offline: unknown = JSON.parse(/^const offline = (.*);\n/.exec(worker)?.[1] ?? 'null')
  const files = offlineFiles(offline)
  const page = web.renderPage(
    'verify',
    { policies: [] },
    {
      language: 'en',
      path: '/verify',
      demonstration: false,
      checkpoint: null,
      places: [],
      visit: NOBODY,
    },
  )
  const needed = [...page.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, path]) => path)
  expect(needed.length).toBeGreaterThanOrEqual(2)
  expect(files).toEqual(expect.arrayContaining([...needed, '/verify', '/zh/verify']))
  // The check of a whole book is loaded when one is dropped, and kept from the beginning.
  const island = [...web.files].find(([path]) => path.startsWith('/assets/verify-'))?.[1]
  const later = (island?.body.toString('utf8') ?? '').matchAll(/import\(\s*["'`]\.\/([^"'`]+)/g)
  const loaded = [...later].map(([, file]) => `/assets/${file}`)
  expect(loaded).toHaveLength(1)
  expect(files).toEqual(expect.arrayContaining(loaded))
  for (const path of files.filter((name) => name.startsWith('/assets/'))) {
    expect([...web.files.keys()]).toContain(path)
  }
})

function offlineFiles(offline: unknown): readonly string[] {
  const isList = typeof offline === 'object' && offline !== null && 'files' in offline
  return isList && Array.isArray(offline.files) ? offline.files.map(String) : []
}

test('only hashed files may be kept for ever', () => {
  for (const [path, { cacheControl }] of web.files) {
    expect([path, cacheControl.includes('immutable')]).toEqual([path, path.startsWith('/assets/')])
  }
})

test('the policy lets nothing run that is not a file of ours', () => {
  expect(CONTENT_SECURITY_POLICY).toMatch(/^default-src 'none'/)
  expect(CONTENT_SECURITY_POLICY).not.toMatch(/unsafe|nonce|\*|data:/)
})
