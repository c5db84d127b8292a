/**
 * Builds the web: styles and islands for the browser, the pages as one bundle for Node (which strips
 * types but does not read JSX). Nothing is built while the sources are those of the last build.
 */
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join, relative } from 'node:path'
import type { InlineConfig } from 'vite'

const SOURCES = ['src/web', 'src/apps/web', 'src/services', 'src/kernel'] as const
const APP = 'src/apps/web'
/** A whole book is replayed in the browser, too. */
const SLICES = 'src/apps/server/slices.ts'

/** The first browsers with light-dark() and Ed25519 in WebCrypto or a fallback for it. */
export const BROWSER_TARGETS = ['chrome123', 'firefox125', 'safari17.5'] as const

export type WebPlace = {
  /** The repository. */
  readonly rootDir: string
  /** Where builds are kept; `<rootDir>/.cache/web` unless told otherwise. */
  readonly outDir: string
}

export type WebBuild = { readonly stamp: string; readonly isFresh: boolean }

/** Builds only if a source changed; `isFresh` says whether it did. */
export async function buildWebIfStale(place: WebPlace): Promise<WebBuild> {
  const stamp = await stampOf(place.rootDir)
  if ((await stampIn(place.outDir)) === stamp) return { stamp, isFresh: false }
  // Built beside the old one and moved at the end, so that a build cut short leaves no half; and by each process for
  // itself, for servers may start at once.
  const nextDir = `${place.outDir}.${process.pid}.next`
  await clearLeftOver(place.outDir)
  await rm(nextDir, { recursive: true, force: true })
  await mkdir(nextDir, { recursive: true })
  await buildInto(place.rootDir, nextDir)
  await writeFile(join(nextDir, 'stamp'), stamp)
  await putInPlace(nextDir, place.outDir, stamp)
  return { stamp, isFresh: true }
}

const stampIn = (outDir: string): Promise<string> =>
  readFile(join(outDir, 'stamp'), 'utf8').catch(() => '')

/** Whoever comes second finds the same build there, which others read by now, and leaves it. */
async function putInPlace(nextDir: string, outDir: string, stamp: string): Promise<void> {
  const asideDir = `${nextDir}.old`
  const isPut = (): Promise<boolean> =>
    rename(nextDir, outDir).then(
      () => true,
      async (error: unknown) => {
        // A folder with something in it is not replaced: it holds this build or an older one.
        if (!existsSync(outDir)) throw error
        return (await stampIn(outDir)) === stamp
      },
    )
  if (!(await isPut())) {
    // Absent where another process has just moved it.
    await rename(outDir, asideDir).catch(() => undefined)
    if (!(await isPut())) throw new Error(`${outDir} is built by another process all the time`)
  }
  for (const dir of [nextDir, asideDir]) await rm(dir, { recursive: true, force: true })
}

/** What builds left behind whose processes were killed. */
async function clearLeftOver(outDir: string): Promise<void> {
  const folder = dirname(outDir)
  for (const name of await readdir(folder).catch(() => [])) {
    const [, pid] = /^(?:.+)\.(\d+)\.next(?:\.old)?$/.exec(name) ?? []
    if (pid === undefined || !name.startsWith(`${basename(outDir)}.`)) continue
    if (!isRunning(Number(pid))) await rm(join(folder, name), { recursive: true, force: true })
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    // Another user's process may not be asked, but it is there.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** One hash over the names and bytes of everything that the build reads. */
export async function stampOf(rootDir: string): Promise<string> {
  const files = ['package-lock.json', 'src/platform/web/build.ts', SLICES]
  for (const source of SOURCES) files.push(...(await filesUnder(rootDir, source)))
  const hash = createHash('sha256')
  for (const file of files.toSorted()) {
    const body = await readFile(join(rootDir, file))
    hash.update(`${file}\n${body.length}\n`).update(body)
  }
  return hash.digest('hex')
}

async function filesUnder(rootDir: string, folder: string): Promise<readonly string[]> {
  const found = await readdir(join(rootDir, folder), {
    recursive: true,
    withFileTypes: true,
  }).catch(() => [])
  return found
    .filter((file) => file.isFile() && !/\.test\.tsx?$/.test(file.name))
    .map((file) => relative(rootDir, join(file.parentPath, file.name)))
}

async function buildInto(rootDir: string, outDir: string): Promise<void> {
  // Loaded only when there is something to build: it costs a second start nothing.
  const { build } = await import('vite')
  const islands = (await readdir(join(rootDir, APP, 'islands'))).filter((name) =>
    name.endsWith('.ts'),
  )
  await build(clientConfig(rootDir, outDir, islands))
  await build(serverConfig(rootDir, outDir))
}

export function sharedConfig(rootDir: string): InlineConfig {
  return {
    root: rootDir,
    configFile: false,
    envDir: false,
    logLevel: 'warn',
    mode: 'production',
    // Said outright, because Vite would otherwise follow whatever NODE_ENV the caller happens to have.
    define: { 'process.env.NODE_ENV': '"production"' },
    oxc: { jsx: { runtime: 'automatic', importSource: 'react', development: false } },
  }
}

function clientConfig(rootDir: string, outDir: string, islands: readonly string[]): InlineConfig {
  const input: Record<string, string> = {
    styles: join(rootDir, APP, 'styles.css'),
    sw: join(rootDir, APP, 'sw.ts'),
  }
  for (const island of islands) {
    input[basename(island, '.ts')] = join(rootDir, APP, 'islands', island)
  }
  return {
    ...sharedConfig(rootDir),
    publicDir: join(rootDir, APP, 'public'),
    build: {
      outDir: join(outDir, 'client'),
      emptyOutDir: true,
      manifest: 'manifest.json',
      modulePreload: { polyfill: false },
      target: [...BROWSER_TARGETS],
      assetsInlineLimit: 0,
      rolldownOptions: {
        input,
        output: {
          // A service worker keeps its address for ever: browsers look for updates there.
          entryFileNames: ({ name }) => (name === 'sw' ? 'sw.js' : 'assets/[name]-[hash].js'),
        },
      },
    },
  }
}

function serverConfig(rootDir: string, outDir: string): InlineConfig {
  return {
    ...sharedConfig(rootDir),
    publicDir: false,
    // React is bundled, because only then is its production half chosen at build time.
    ssr: { noExternal: true },
    build: {
      ssr: join(rootDir, APP, 'entry-server.tsx'),
      outDir: join(outDir, 'server'),
      emptyOutDir: true,
      minify: false,
      rolldownOptions: { output: { entryFileNames: 'pages.js' } },
    },
  }
}
