/**
 * Who is addressed, and from where. A page of another site can make a browser send requests to this
 * machine under a name of its own (DNS rebinding); the Host header then still has that name. So a server
 * that is meant for this machine alone answers to this machine's names alone. A tunnel or a proxy on this
 * machine comes from here, and may put a name of here in the Host header: what it says of whom it asks for is
 * believed as far as it closes.
 */
import type { IncomingHttpHeaders } from 'node:http'
import type { FastifyRequest } from 'fastify'

const HOST = /^([a-z0-9.-]{1,253}|\[[0-9a-f:.]{2,45}\])(?::[0-9]{1,5})?$/i
const LOOPBACK_HOSTS = new Set(['localhost', '127.0.0.1', '[::1]'])

export function isLoopback(address: string): boolean {
  const plain = address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address
  return plain === '::1' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(plain)
}

/** Whether a proxy says that it asks for somebody on another machine. */
function isForAnother(headers: IncomingHttpHeaders): boolean {
  // RFC 7239: what it has besides addresses is not read, so whoever sends it is turned away.
  if (headers.forwarded !== undefined) return true
  const told = [headers['x-forwarded-for'], headers['x-real-ip']].flat().join(',')
  const addresses = told.split(',').map((address) => address.trim())
  return addresses.some((address) => address !== '' && !isLoopback(address))
}

/** Why a request is not for this server, or null if it is. */
export function hostProblemOf(
  { headers, raw, socket }: FastifyRequest,
  isLoopbackOnly: boolean,
): 'malformed_http' | 'wrong_host' | null {
  // Of two Host headers Node shows the first and a proxy may have obeyed the second.
  const names = raw.rawHeaders.filter((_, at) => at % 2 === 0)
  const hosts = names.filter((name) => name.toLowerCase() === 'host').length
  const name = HOST.exec(headers.host ?? '')?.[1]
  if (hosts !== 1 || name === undefined) return 'malformed_http'
  if (!isLoopbackOnly) return null
  const isNamedHere = LOOPBACK_HOSTS.has(name.toLowerCase())
  const isFromHere = isLoopback(socket.remoteAddress ?? '') && !isForAnother(headers)
  return isNamedHere && isFromHere ? null : 'wrong_host'
}
