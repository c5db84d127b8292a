/**
 * The pages as the server sees them: a function that renders a page by name, and the files that
 * browsers fetch, held in memory (together they are a few hundred kilobytes).
 */
import { readdir, readFile } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import { buildWebIfStale } from './build.ts'

/** What the page bundle exports. The views are typed by whoever opens it. */
type RenderPage<Views, Setting> = <Name extends keyof Views & string>(
  name: Name,
  view: Views[Name],
  setting: Setting,
) => string

export type WebAssets = {
  readonly styles: readonly string[]
  readonly islands: Readonly<Record<string, string>>
}

export type WebFile = {
  readonly body: Buffer
  readonly contentType: string
  readonly cacheControl: string
}

export type Web<Views, Setting> = {
  readonly renderPage: RenderPage<Views, Setting>
  /** By path: `/assets/…`, `/sw.js`, `/manifest.webmanifest`, `/icon.svg`. */
  readonly files: ReadonlyMap<string, WebFile>
  /** Whether this start had to build. */
  readonly isFresh: boolean
}

/** No script or style may stand in a page itself; data blocks are not scripts. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** What the check needs to work with no network, beside its own styles and scripts. */
const OFFLINE_PAGES = ['/verify', '/zh/verify', '/manifest.webmanifest', '/icon.svg'] as const

type OpenWeb = { readonly rootDir: string; readonly outDir?: string }

export async function openWeb<Views, Setting>({
  rootDir,
  outDir = join(rootDir, '.cache', 'web'),
}: OpenWeb): Promise<Web<Views, Setting>> {
  const { stamp, isFresh } = await buildWebIfStale({ rootDir, outDir })
  const clientDir = join(outDir, 'client')
  const manifest = parseManifest(await readFile(join(clientDir, 'manifest.json'), 'utf8'))
  const assets = assetsOf(manifest)
  // The stamp makes a new build a new module: Node caches modules by address.
  const bundle = pathToFileURL(join(outDir, 'server', 'pages.js'))
  const loaded: unknown = await import(`${bundle.href}?${stamp}`)
  const render = parseBundle<Views, Setting & { readonly assets: WebAssets }>(loaded)
  return {
    renderPage: (name, view, setting) => render(name, view, { ...setting, assets }),
    files: await readFiles(clientDir, offlineList(manifest, assets), stamp),
    isFresh,
  }
}

type Manifest = Readonly<Record<string, ManifestChunk>>
/** `imports` are all of them, also those that are loaded later. */
type ManifestChunk = { readonly file: string; readonly imports: readonly string[] }

function parseManifest(text: string): Manifest {
  const parsed: unknown = JSON.parse(text)
  const chunks = Object.entries(record(parsed)).map(([source, value]): [string, ManifestChunk] => {
    const { file, imports, dynamicImports } = record(value)
    if (typeof file !== 'string') throw new Error(`the web build has no file for ${source}`)
    return [source, { file, imports: [...namesIn(imports), ...namesIn(dynamicImports)] }]
  })
  return Object.fromEntries(chunks)
}

function namesIn(list: unknown): readonly string[] {
  return Array.isArray(list) ? list.map(String) : []
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) throw new Error('the web build is incomplete')
  return Object.fromEntries(Object.entries(value))
}

function parseBundle<Views, Setting>(loaded: unknown): RenderPage<Views, Setting> {
  const { renderPage } = record(loaded)
  if (typeof renderPage !== 'function') throw new Error('the page bundle renders no pages')
  return (name, view, setting) => {
    const html: unknown = Reflect.apply(renderPage, undefined, [name, view, setting])
    if (typeof html !== 'string') throw new Error(`the page ${name} rendered no text`)
    return html
  }
}

function assetsOf(manifest: Manifest): WebAssets {
  const styles: string[] = []
  const islands: Record<string, string> = {}
  for (const [source, { file }] of Object.entries(manifest)) {
    if (file.endsWith('.css')) styles.push(`/${file}`)
    const island = /\/islands\/([a-z-]+)\.ts$/.exec(source)?.[1]
    if (island !== undefined) islands[island] = `/${file}`
  }
  return { styles, islands }
}

function offlineList(manifest: Manifest, assets: WebAssets): readonly string[] {
  const scripts = new Set<string>()
  const visit = (source: string): void => {
    const chunk = manifest[source]
    if (chunk === undefined || scripts.has(`/${chunk.file}`)) return
    scripts.add(`/${chunk.file}`)
    chunk.imports.forEach(visit)
  }
  Object.keys(manifest)
    .filter((source) => source.endsWith('/islands/verify.ts'))
    .forEach(visit)
  return [...OFFLINE_PAGES, ...assets.styles, ...scripts]
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
}

async function readFiles(
  clientDir: string,
  offline: readonly string[],
  stamp: string,
): Promise<ReadonlyMap<string, WebFile>> {
  const files = new Map<string, WebFile>()
  const found = await readdir(clientDir, { recursive: true, withFileTypes: true })
  for (const entry of found) {
    const contentType = CONTENT_TYPES[extname(entry.name)]
    if (!entry.isFile() || contentType === undefined) continue
    const file = join(entry.parentPath, entry.name)
    const path = `/${relative(clientDir, file).split(sep).join('/')}`
    const body = await readFile(file)
    files.set(path, {
      body: path === '/sw.js' ? withOfflineList(body, offline, stamp) : body,
      contentType,
      cacheControl: path.startsWith('/assets/')
        ? 'public, max-age=31536000, immutable'
        : 'no-cache',
    })
  }
  return files
}

/** The worker's list of files is known only after the build that names them. */
function withOfflineList(worker: Buffer, offline: readonly string[], stamp: string): Buffer {
  const settings = JSON.stringify({ version: stamp.slice(0, 16), files: offline })
  return Buffer.from(`const offline = ${settings};\n${worker.toString('utf8')}`)
}
