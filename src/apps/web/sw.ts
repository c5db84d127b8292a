/**
 * Keeps the check of receipts usable with no network: its page in both languages and its files. All
 * other requests go to the network untouched.
 */

/** Put before this script when it is served: the files have their names only after the build. */
declare const offline: { readonly version: string; readonly files: readonly string[] }

/** The part of a worker's scope that is used here; the DOM types describe pages, not workers. */
type WorkerScope = {
  addEventListener(type: 'install' | 'activate', listener: (event: WaitEvent) => void): void
  addEventListener(type: 'fetch', listener: (event: FetchEvent) => void): void
  skipWaiting(): Promise<void>
  readonly clients: { claim(): Promise<void> }
}
type WaitEvent = { waitUntil(work: Promise<unknown>): void }
type FetchEvent = { readonly request: Request; respondWith(answer: Promise<Response>): void }

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the global of a worker, which the types of a page do not know.
const scope = globalThis as unknown as WorkerScope
const cacheName = `verify-${offline.version}`

scope.addEventListener('install', (event) => {
  event.waitUntil(install())
})

scope.addEventListener('activate', (event) => {
  event.waitUntil(activate())
})

scope.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url)
  const isKept = url.origin === location.origin && offline.files.includes(url.pathname)
  if (event.request.method === 'GET' && isKept) event.respondWith(answer(event.request, url))
})

async function install(): Promise<void> {
  const cache = await caches.open(cacheName)
  await cache.addAll([...offline.files])
  await scope.skipWaiting()
}

async function activate(): Promise<void> {
  const names = await caches.keys()
  const old = names.filter((name) => name.startsWith('verify-') && name !== cacheName)
  await Promise.all(old.map((name) => caches.delete(name)))
  await scope.clients.claim()
}

/** Hashed files never change; pages are fetched anew, because they carry the policy. */
async function answer(request: Request, url: URL): Promise<Response> {
  const cache = await caches.open(cacheName)
  const kept = await cache.match(url.pathname)
  if (kept !== undefined && url.pathname.startsWith('/assets/')) return kept
  try {
    const fresh = await fetch(request)
    if (fresh.ok) await cache.put(url.pathname, fresh.clone())
    return fresh
  } catch (cause) {
    if (kept !== undefined) return kept
    throw new Error('neither the network nor the kept copy has this page', { cause })
  }
}
