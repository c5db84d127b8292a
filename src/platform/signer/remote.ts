/** A signer that several servers share, over a connection. It signs for whoever holds the secret. */
import { connect, type TLSSocket } from 'node:tls'
import { type SignerPlace, signerPlaceText } from '#platform/config/signer-place.ts'
import { openedPort, SignerLine } from './line.ts'
import { SIGNER_IDENTITY, SIGNER_TLS } from './secret.ts'
import type { SignerPort } from './port.ts'
import { openLine, type OpenBook } from './wire.ts'

export interface RemoteSignerOptions extends OpenBook {
  readonly place: SignerPlace
  readonly secret: Uint8Array
}

const CONNECT_TIMEOUT_MS = 3_000

/** Rejects with SignerRefused or StartupProblem as the far side says, and with an error if nobody is there. */
export async function remoteSigner(options: RemoteSignerOptions): Promise<SignerPort> {
  const { place, secret, book, origin, mayCreate } = options
  const socket = await connected(place, secret)
  const line = new SignerLine({
    origin,
    input: socket,
    output: socket,
    ended: new Promise((ended) => {
      socket.once('close', () => {
        ended(new Error(`the connection to the signer at ${signerPlaceText(place)} has ended`))
      })
    }),
    destroy: () => socket.destroy(),
  })
  return openedPort(line, line.ready(openLine({ book, origin, mayCreate })))
}

function connected(place: SignerPlace, secret: Uint8Array): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const socket = connect({
      ...place,
      ...SIGNER_TLS,
      pskCallback: () => ({ psk: Buffer.from(secret), identity: SIGNER_IDENTITY }),
      // There are no certificates: who has the secret is who we look for.
      checkServerIdentity: () => undefined,
    })
    socket.setTimeout(CONNECT_TIMEOUT_MS, () => socket.destroy(new Error('it does not answer')))
    socket.once('error', (cause) => {
      reject(new Error(`reach the signer at ${signerPlaceText(place)}`, { cause }))
    })
    socket.once('secureConnect', () => {
      socket.setTimeout(0)
      socket.setNoDelay(true)
      // From here on the end of the connection is what is heard of.
      socket.on('error', () => undefined)
      resolve(socket)
    })
  })
}
