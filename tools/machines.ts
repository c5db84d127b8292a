/** `npm run machines`: draws the state machines of the services anew, from the code, into their pages. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { MACHINES as HANDOVER } from '#services/handover/domain/machines.ts'
import { MACHINES as PREPAID } from '#services/prepaid/domain/machines.ts'

interface Machine {
  readonly transitions: readonly (readonly [from: string | null, event: string, to: string])[]
}

/** By page, relative to the repository. */
export const MACHINES_PAGES: Readonly<Record<string, Readonly<Record<string, Machine>>>> = {
  'docs/domain/prepaid.md': PREPAID,
  'docs/domain/handover.md': HANDOVER,
}

const BEGIN = '<!-- Drawn by npm run machines; a test fails where this differs from the code. -->'
const END = '<!-- End of what is drawn. -->'

/** The page with its drawings as the code has them now. Throws if it has no place for them. */
export function drawnPage(page: string, machines: Readonly<Record<string, Machine>>): string {
  const [before, drawn, ...more] = page.split(BEGIN)
  const after = drawn?.split(END)
  if (before === undefined || after?.length !== 2 || more.length > 0) {
    throw new Error('a page has one place for its state machines')
  }
  const drawings = Object.entries(machines).map(drawing)
  return `${before}${BEGIN}\n\n${drawings.join('\n')}\n${END}${after[1]}`
}

/** Mermaid: <https://mermaid.js.org/syntax/stateDiagram.html>. */
function drawing([name, { transitions }]: readonly [string, Machine]): string {
  const between = Map.groupBy(transitions, ([from, , to]) => `${idOf(from)} --> ${idOf(to)}`)
  const arrows = [...between].map(
    ([arrow, all]) => `${arrow}: ${all.map(([, event]) => event).join(', ')}`,
  )
  const left = new Set(transitions.map(([from]) => from))
  const states = [...new Set(transitions.map(([, , to]) => to))]
  const lines = [
    'stateDiagram-v2',
    // A hyphen is no part of an id there.
    ...states.filter((state) => state.includes('-')).map((it) => `state "${it}" as ${idOf(it)}`),
    ...arrows,
    ...states.filter((state) => !left.has(state)).map((state) => `${idOf(state)} --> [*]`),
  ]
  const title = `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`
  return `### ${title}\n\n\`\`\`mermaid\n${lines.join('\n')}\n\`\`\`\n`
}

const idOf = (state: string | null): string => state?.replaceAll('-', '_') ?? '[*]'

if (import.meta.main) {
  for (const [page, machines] of Object.entries(MACHINES_PAGES)) {
    const path = join(import.meta.dirname, '..', page)
    writeFileSync(path, drawnPage(readFileSync(path, 'utf8'), machines))
  }
}
