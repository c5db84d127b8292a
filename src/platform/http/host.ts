/**
 * Who is addressed, and from where. A page of another site can make a browser send requests to this
 * machine under a name of its own (DNS rebinding); the Host header then still has that name. So a server
 * that is meant for this machine alone answers to this machine's names alone.
 */
import type { FastifyRequest } from 'fastify'

const HOST = /^([a-z0-9.-]{1,253}|\[[0-9a-f:.]{2,45}\])(?::[0-9]{1,5})?$/i
const LOOPBACK_HOSTS = new Set(['localhost', '127.0.0.1', '[::1]'])

export function isLoopback(address: string): boolean {
  const plain = address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address
  return plain === '::1' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(plain)
}

/** Why a request is not for this server, or null if it is. */
export function hostProblemOf(
  { headers, raw, socket }: FastifyRequest,
  isLoopbackOnly: boolean,
): 'malformed_http' | 'wrong_host' | null {
  // Of two Host headers Node shows the first and a proxy may have obeyed the second.
  let hosts = 0
  for (let at = 0; at < raw.rawHeaders.length; at += 2) {
    if (raw.rawHeaders[at]?.toLowerCase() === 'host') hosts += 1
  }
  const name = HOST.exec(headers.host ?? '')?.[1]
  if (hosts !== 1 || name === undefined) return 'malformed_http'
  if (!isLoopbackOnly) return null
  const isHere = LOOPBACK_HOSTS.has(name.toLowerCase()) && isLoopback(socket.remoteAddress ?? '')
  return isHere ? null : 'wrong_host'
}
