/** What a child process is told of this one's environment: nothing, but for the name that Windows needs. */
export function bareEnvironment(): Readonly<Record<string, string | undefined>> {
  return process.platform === 'win32' ? { SystemRoot: process.env['SystemRoot'] } : {}
}
