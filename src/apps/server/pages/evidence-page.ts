/** The page of evidence: public, in both languages, whatever it says of this hub. */
import { hexOf } from '#kernel/std/hex.ts'
import { formatInstant } from '#kernel/time/clock.ts'
import type { Gossip } from '#platform/gossip/gossip.ts'
import { evidencePath } from '#web/pages/paths.ts'
import { footOf, type Heads } from './heads.ts'
import type { PageRoute } from './page.ts'

export type HeardEvidence = Pick<Gossip, 'forks' | 'ahead'>

export function evidencePage(gossip: HeardEvidence, heads: Heads): PageRoute {
  return {
    path: evidencePath,
    async load() {
      const [forks, ahead, [first]] = await Promise.all([
        gossip.forks(),
        gossip.ahead(),
        heads.all(),
      ])
      return {
        name: 'evidence',
        view: {
          forks: forks.map(
            ({ id, origin, olderNote, newerNote, olderSize, newerSize, ...fork }) => ({
              id,
              origin,
              olderNote,
              newerNote,
              olderSize,
              newerSize,
              otherRootHex: hexOf(fork.otherRoot),
              foundAt: formatInstant(fork.foundAtMs),
            }),
          ),
          ahead: ahead.map(({ origin, size, note, heardAtMs }) => ({
            origin,
            size,
            note,
            heardAt: formatInstant(heardAtMs),
          })),
        },
        path: evidencePath,
        foot: footOf(first),
      }
    },
  }
}
