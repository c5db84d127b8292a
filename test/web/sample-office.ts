/** Who and when in the invented views of the desk and of supervision. */
import type { PageViews } from '#apps/web/pages.tsx'
import type { Visit } from '#web/kit/page-context.ts'

/** A page with a view, by the name of the file that it would be. */
export type Sample = {
  readonly [Name in keyof PageViews]: {
    readonly file: string
    readonly name: Name
    readonly view: PageViews[Name]
  }
}[keyof PageViews]

export const AT = '2026-11-20T05:50:00.000Z'
export const wharf = { en: 'Old Wharf Fitness', zh: '老码头健身馆' }
export const plum = { en: 'Plum Lane Calligraphy', zh: '梅巷书法馆' }
export const offerName = { en: 'Gym, 20 classes', zh: '健身20次' }
export const you = { party: 'pty_you0000000', isYou: true }
export const shen = { party: 'pty_Sh3nNotary', isYou: false }
export const clock = {
  day: '2026-11-25',
  isProvisional: false,
  days: [
    { day: '2026-11-20', kind: 'working' },
    { day: '2026-11-21', kind: 'rest' },
    { day: '2026-11-22', kind: 'rest' },
    { day: '2026-11-23', kind: 'working' },
    { day: '2026-11-24', kind: 'working' },
    { day: '2026-11-25', kind: 'working' },
  ],
} as const

/** Somebody who may send forms. */
export const notaryVisit: Visit = {
  person: {
    name: { en: 'Notary Qiu', zh: '邱公证员' },
    what: { en: 'Notary', zh: '公证员' },
    organisation: { en: 'Demonstration Notary Office', zh: '示范公证处' },
  },
  hasSignIn: true,
  formKey: 'AAAAAAAAAAAAAAAAAAAAAA',
  returned: null,
  done: null,
}
