/**
 * Who is addressed, and from where. A page of another site can make a browser send requests to this
 * machine under a name of its own (DNS rebinding); the Host header then still has that name. So a server
 * that is meant for this machine alone answers to this machine's names alone.
 */
import type { FastifyRequest } from 'fastify'

const LOOPBACK_HOSTS = new Set(['localhost', '127.0.0.1', '[::1]'])

export function isLoopback(address: string): boolean {
  const plain = address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address
  return plain === '::1' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(plain)
}

/** Whether a request is meant for this server: sent from here to here, or not restricted. */
export function isAddressedHere(request: FastifyRequest, isLoopbackOnly: boolean): boolean {
  const { host } = request.headers
  // HTTP/1.1 requires the header, and two of them arrive as one with a comma.
  if (host === undefined) return false
  const name = /^([a-z0-9.-]{1,253}|\[[0-9a-f:.]{2,45}\])(?::[0-9]{1,5})?$/i.exec(host)?.[1]
  if (name === undefined) return false
  if (!isLoopbackOnly) return true
  return LOOPBACK_HOSTS.has(name.toLowerCase()) && isLoopback(request.socket.remoteAddress ?? '')
}
