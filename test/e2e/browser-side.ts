/** What runs inside the browser. Each function is sent there as text, so it knows nothing of this file. */

/** By how many pixels the page is wider than its window. */
export function surplusWidth(): number {
  const { scrollWidth, clientWidth } = document.documentElement
  return scrollWidth - clientWidth
}

/** What a person drags who drags one file. */
export function draggedFile([name, text]: readonly [string, string]): object {
  const dragged = new DataTransfer()
  dragged.items.add(new File([text], name, { type: 'application/json' }))
  return dragged
}

export function hasFocus(element: unknown): boolean {
  return element === document.activeElement
}

/** Resolves once a service worker answers for the page. */
export async function workerAnswers(): Promise<void> {
  const { serviceWorker } = navigator
  await serviceWorker.ready
  if (serviceWorker.controller !== null) return
  await new Promise((taken) =>
    serviceWorker.addEventListener('controllerchange', taken, { once: true }),
  )
}

/** Tells the test of every press, as it begins: what a key or a label sets off is no press. */
export function reportTaps(): void {
  addEventListener(
    'pointerdown',
    ({ isTrusted }) => {
      const scope: object = globalThis
      if (!isTrusted || !('tapped' in scope)) return
      const { tapped } = scope
      if (typeof tapped === 'function') Reflect.apply(tapped, undefined, [])
    },
    { capture: true },
  )
}
