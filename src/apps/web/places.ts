/**
 * The places in the mast, for everyone. This is the one list; of it a page shows those of its reader that
 * exist, so a place stands here before or after its page without harm.
 */
import type { Role } from '#kernel/identity/principal.ts'
import type { Place } from '#web/kit/page-context.ts'

/** `signed-out`: whoever is signed in as nobody. */
type PlaceOf = Place & { readonly of: readonly (Role | 'signed-out')[] }

const SHOP = ['shop-head', 'shop-clerk'] as const
const OFFICE = ['operator', 'publisher', 'auditor'] as const

const all: readonly PlaceOf[] = [
  { id: 'cards', name: { en: 'My cards', zh: '我的卡' }, href: '/prepaid/cards', of: ['consumer'] },
  {
    id: 'receipts',
    name: { en: 'Receipts', zh: '回执' },
    href: '/prepaid/receipts',
    of: ['consumer'],
  },
  { id: 'my-data', name: { en: 'My data', zh: '我的信息' }, href: '/my-data', of: ['consumer'] },
  { id: 'counter', name: { en: 'Counter', zh: '前台' }, href: '/prepaid/counter', of: SHOP },
  { id: 'today', name: { en: 'Today', zh: '今日' }, href: '/prepaid/today', of: SHOP },
  { id: 'money', name: { en: 'Money', zh: '资金' }, href: '/prepaid/money', of: ['shop-head'] },
  {
    id: 'products',
    name: { en: 'Products', zh: '产品' },
    href: '/prepaid/products',
    of: ['shop-head'],
  },
  { id: 'desk', name: { en: 'Work', zh: '工作' }, href: '/prepaid/desk', of: ['notary'] },
  {
    id: 'erasures',
    name: { en: 'Erasures', zh: '删除请求' },
    href: '/erasures',
    of: ['notary', 'registrar'],
  },
  { id: 'bank', name: { en: 'Bank', zh: '银行' }, href: '/prepaid/bank', of: ['bank'] },
  {
    id: 'handover',
    name: { en: 'Consignments', zh: '货物交接' },
    href: '/handover',
    of: ['logistics'],
  },
  {
    id: 'prepaid-figures',
    name: { en: 'Figures', zh: '数字' },
    href: '/prepaid/figures',
    of: ['regulator'],
  },
  {
    id: 'register',
    name: { en: 'Register', zh: '登记簿' },
    href: '/prepaid',
    of: ['notary', 'regulator'],
  },
  {
    id: 'reconciliation',
    name: { en: 'Handovers', zh: '交接对账' },
    href: '/handover/reconciliation',
    of: ['regulator'],
  },
  {
    id: 'figures',
    name: { en: 'Figures', zh: '数字' },
    href: '/figures',
    of: ['signed-out', ...OFFICE],
  },
  { id: 'book', name: { en: 'Book', zh: '账簿' }, href: '/log', of: ['signed-out', ...OFFICE] },
  {
    id: 'verify',
    name: { en: 'Verify', zh: '验证' },
    href: '/verify',
    of: ['signed-out', ...OFFICE],
  },
  { id: 'register', name: { en: 'Shops', zh: '商户' }, href: '/prepaid', of: ['signed-out'] },
]

/** Where each role begins; the first place of its list. */
export function homeOf(roles: readonly Role[]): string | undefined {
  return all.find(({ of }) => roles.some((role) => of.includes(role)))?.href
}

/** The places of somebody with these roles; null for whoever is signed out. */
export function placesOf(roles: readonly Role[] | null): readonly Place[] {
  const kinds = roles ?? (['signed-out'] as const)
  return all
    .filter(({ of }) => kinds.some((kind) => of.includes(kind)))
    .map(({ id, name, href }) => ({ id, name, href }))
}
