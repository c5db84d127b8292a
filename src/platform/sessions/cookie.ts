/** The cookie of a session, read and written (RFC 6265). */
import { SESSION_LIFE_MS } from './session.ts'

export const SESSION_COOKIE = 'hongqiao_session'

/** Null where there is none, or two: a browser that was given two by somebody else is signed in as nobody. */
export function sessionTokenOf(header: string | undefined): string | null {
  const values = (header ?? '').split(';').flatMap((pair) => {
    const [name = '', ...value] = pair.trim().split('=')
    return name === SESSION_COOKIE ? [value.join('=')] : []
  })
  const [token, second] = values
  return token === undefined || token === '' || second !== undefined ? null : token
}

/**
 * No script reads it, no other site's page sends it, and but for a server of this machine alone it travels
 * encrypted only. Null ends it.
 */
export function sessionCookie(token: string | null, isLoopbackOnly: boolean): string {
  const seconds = token === null ? 0 : SESSION_LIFE_MS / 1000
  const flags = `Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Strict`
  return `${SESSION_COOKIE}=${token ?? ''}; ${flags}${isLoopbackOnly ? '' : '; Secure'}`
}
