/** Icons on a 24 grid and states on 32 x 16, drawn once a page as a sprite of those in use. */

const icons = {
  search: '<circle cx="10.5" cy="10.5" r="6.5"/><path d="M15.5 15.5 21 21"/>',
  check: '<path d="M4 12.5 9.5 18 20 6.5"/>',
  cross: '<path d="M5.5 5.5 18.5 18.5M18.5 5.5 5.5 18.5"/>',
  dash: '<path d="M5 12h14"/>',
  alert: '<path d="M12 3 22 20.5H2z"/><path d="M12 9.5v5M12 17v.5"/>',
  clock: '<circle cx="12" cy="12" r="9"/><path d="M12 6.5V12l4 3"/>',
  down: '<path d="M12 3v12M6.5 10 12 15.5 17.5 10M4 20.5h16"/>',
  up: '<path d="M12 16V4M6.5 9.5 12 4l5.5 5.5M4 20.5h16"/>',
  receipt:
    '<path d="M5 21V9a7 7 0 0 1 14 0v12l-2.3-1.7L14.3 21 12 19.3 9.7 21l-2.4-1.7z"/><path d="M8.5 11h7M8.5 14.5h7"/>',
  right: '<path d="M4 12h15M13 6l6 6-6 6"/>',
  left: '<path d="M20 12H5M11 6l-6 6 6 6"/>',
  out: '<path d="M7 17 17.5 6.5M9 6h9v9"/>',
  pause: '<path d="M8 5v14M16 5v14"/>',
  file: '<path d="M6 3h8l5 5v13H6zM14 3v5h5"/>',
  info: '<circle cx="12" cy="12" r="9"/><path d="M12 11v5.5M12 7.2v.6"/>',
} as const

const leftBands =
  '<path d="M2.8 15.5A13.2 13.2 0 0 1 15.3 2.3M6.6 15.5A9.4 9.4 0 0 1 15.3 6.1" stroke-width="1.7"/>'

const states = {
  closed: `${leftBands}<path d="M16.9 4.2A11.3 11.3 0 0 1 27.3 15.5" stroke-width="5.5"/>`,
  open: `${leftBands}<path d="M17.4 2.2A13.2 13.2 0 0 1 29.3 14.8H24.8A8.8 8.8 0 0 0 17.4 6.5z" stroke-width="1.3" stroke-dasharray="2.2 1.5"/>`,
  quoted:
    '<path d="M4.6 14.3A11.6 11.6 0 0 1 27.4 14.3" stroke-dasharray="0 4.3" stroke-linecap="round" stroke-width="2.5"/>',
  broken: `${leftBands}<path d="M20.6 6.8A11.3 11.3 0 0 1 29 15.5" stroke-width="5.5"/><path d="M15.6-.5l4 4M19.6-.5l-4 4" stroke-width="1.5"/>`,
} as const

export type IconName = keyof typeof icons
/** The four states of the visual language: agreed, awaited, said by others, not matching. */
export type ProofState = keyof typeof states

export const iconId = (name: IconName) => `i-${name}` as const
export const stateId = (state: ProofState) => `a-${state}` as const
export type SymbolId = ReturnType<typeof iconId> | ReturnType<typeof stateId>

const symbols: ReadonlyMap<string, string> = new Map([
  ...Object.entries(icons).map(([name, body]) => symbol(`i-${name}`, '0 0 24 24', body)),
  ...Object.entries(states).map(([name, body]) => symbol(`a-${name}`, '0 0 32 16', body)),
])

function symbol(id: string, viewBox: string, body: string): readonly [string, string] {
  return [id, `<symbol id="${id}" viewBox="${viewBox}">${body}</symbol>`]
}

/** The sprite for a rendered page: every symbol that it refers to, and no other. */
export function spriteFor(html: string, extra: readonly SymbolId[] = []): string {
  const used = new Set<string>(extra)
  for (const [, id] of html.matchAll(/<use href="#([ai]-[a-z]+)"/g))
    if (id !== undefined) used.add(id)
  const drawn = [...used].toSorted().map((id) => symbols.get(id) ?? '')
  return `<svg class="sprite" width="0" height="0" aria-hidden="true">${drawn.join('')}</svg>`
}
