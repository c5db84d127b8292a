/** A real Chromium for the browser tests, with a font for Chinese: installed where it is missing. */
import { existsSync } from 'node:fs'
import { run } from './run.ts'

const SYSTEM_CHROMIUM = '/usr/bin/chromium'
const PACKAGES = ['chromium', 'fonts-noto-cjk']

/** On Debian as root by apt, which brings the libraries too; elsewhere Playwright's own browser. */
export async function installBrowser(root: string): Promise<void> {
  const isDebianRoot = existsSync('/etc/debian_version') && process.getuid?.() === 0
  if (!isDebianRoot) {
    if (existsSync(SYSTEM_CHROMIUM)) return
    await step(root, 'npx', ['playwright', 'install', 'chromium'])
    return
  }
  const { stdout } = await run(
    'dpkg-query',
    ['-W', '-f', '${Package} ${db:Status-Status}\n', ...PACKAGES],
    { cwd: root },
  )
  const missing = PACKAGES.filter((name) => !stdout.includes(`${name} installed`))
  if (missing.length === 0) return
  await step(root, 'apt-get', ['update', '-q'])
  await step(root, 'apt-get', ['install', '-q', '-y', '--no-install-recommends', ...missing])
}

async function step(root: string, command: string, args: readonly string[]): Promise<void> {
  process.stdout.write(`Installing what the browser tests need: ${command} ${args.join(' ')}\n`)
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  const { code } = await run(command, args, { cwd: root, env, isShown: true })
  if (code !== 0)
    throw new Error(`the browser could not be installed: ${command} ended with ${code}`)
}
