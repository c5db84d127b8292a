/** The pages of the figure audit: public to try, private to sign. */
import type { KeptKnown } from '#services/observatory/api/known-figures.ts'
import { auditExamples } from '#services/observatory/web/audit-example.ts'
import {
  auditExamplePath,
  auditPath,
  auditSignPath,
} from '#services/observatory/web/audit-paths.ts'
import { auditView } from '#services/observatory/web/audit-view.ts'
import { languages } from '#web/kit/language.ts'
import { footOf, type Heads } from './heads.ts'
import type { PageRoute, Shown } from './page.ts'
import type { PublicPost } from './public-post.ts'

const NOTHING = { text: '', date: '', audit: null, isRefused: false } as const

interface AuditPages {
  readonly heads: Heads
  readonly known: KeptKnown
}

export function auditPages({ heads, known }: AuditPages): readonly PageRoute[] {
  const foot = async (): Promise<Shown['foot']> => {
    const [first] = await heads.all()
    return footOf(first)
  }
  return [
    {
      path: auditPath,
      async load({ query }) {
        const example = languages.find((language) => language === query.get('example'))
        if (example === undefined) {
          return { name: 'audit', view: NOTHING, path: auditPath, foot: await foot() }
        }
        const view = auditView({ text: auditExamples[example] }, await known.load())
        const path = auditExamplePath(example)
        return { name: 'audit', view, path, foot: await foot() }
      },
    },
    {
      path: auditSignPath,
      access: 'claims.import',
      async load() {
        return { name: 'auditSign', view: {}, path: auditSignPath, foot: await foot() }
      },
    },
  ]
}

/** Percent-encoded Chinese is nine bytes a character, and the page takes 60,000. */
const FORM_BYTES_MAX = 600_000

export function auditPost({ heads, known }: AuditPages): PublicPost {
  return {
    path: auditPath,
    bytesMax: FORM_BYTES_MAX,
    async answer(values) {
      const head = heads.atHand()
      const view = auditView(values, await known.load())
      const status = view.isRefused ? 422 : 200
      return { name: 'audit', view, path: auditPath, foot: head && footOf(head), status }
    },
  }
}
