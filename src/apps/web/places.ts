/** The places in the mast; only those that exist. */
import type { Place } from '#web/kit/page-context.ts'

export const places: readonly Place[] = [
  { id: 'figures', name: { en: 'Figures', zh: '数字' }, href: '/figures' },
  { id: 'book', name: { en: 'Book', zh: '账簿' }, href: '/log' },
  { id: 'verify', name: { en: 'Verify', zh: '验证' }, href: '/verify' },
]
