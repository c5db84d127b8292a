/** The files of the repository as the nets see them: read once, by their path from its root. */
import { readdirSync, readFileSync } from 'node:fs'
import { extname, join, relative, sep } from 'node:path'

export type SourceFile = { readonly path: string; readonly text: string }

const SKIPPED = new Set(['node_modules', 'dist', 'test-results', 'playwright-report'])
const TEXT = new Set(['.ts', '.tsx', '.mjs', '.js', '.css', '.md', '.sql', '.json'])

export function readTree(root: string): readonly SourceFile[] {
  return listPaths(root, root)
    .filter((path) => TEXT.has(extname(path)) && path !== 'package-lock.json')
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))
}

export function isCode({ path }: SourceFile): boolean {
  return /\.(ts|tsx|mjs|js)$/.test(path)
}

export function isTest({ path }: SourceFile): boolean {
  return /\.(test|e2e)\.tsx?$/.test(path)
}

function listPaths(root: string, folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) {
      return SKIPPED.has(entry.name) || entry.name.startsWith('.') ? [] : listPaths(root, path)
    }
    return entry.isFile() ? [relative(root, path).replaceAll(sep, '/')] : []
  })
}
