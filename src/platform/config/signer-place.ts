/** Where the signers of an installation are reached by servers that share them, as it is written. */
import { isAbsolute } from 'node:path'

/** As `net` takes it for listening and for connecting. */
export type SignerPlace =
  | { readonly path: string }
  | { readonly host: string; readonly port: number }

/** `unix:/run/hongqiao/signer.sock` or `tls://10.0.0.5:7400`; null for anything else. */
export function parseSignerPlace(text: string): SignerPlace | null {
  if (text.startsWith('unix:')) {
    const path = text.slice('unix:'.length)
    return isAbsolute(path) ? { path } : null
  }
  const url = URL.parse(text)
  const isPlain =
    url?.pathname === '' && url.search === '' && url.hash === '' && url.username === ''
  if (url?.protocol !== 'tls:' || !isPlain || url.hostname === '' || url.port === '') return null
  return { host: url.hostname.replaceAll(/^\[|\]$/g, ''), port: Number(url.port) }
}

export function signerPlaceText(place: SignerPlace): string {
  if ('path' in place) return `unix:${place.path}`
  return `tls://${place.host.includes(':') ? `[${place.host}]` : place.host}:${place.port}`
}
