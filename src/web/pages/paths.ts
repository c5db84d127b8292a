/** Where the pages of the hub live, without the language prefix. */
import type { ReceiptFile } from '#web/kit/Receipt.tsx'

export const homePath = '/'
export const booksPath = '/log'
export const evidencePath = '/log/evidence'
export const verifyPath = '/verify'
export const aboutPath = '/about'
export const signInPath = '/sign-in'
export const signOutPath = '/sign-out'

export function bookPath(book: string): string {
  return `${booksPath}/${encodeURIComponent(book)}`
}

export function entryPath(book: string, index: number): string {
  return `${bookPath(book)}/${index}`
}

export function checkpointPath(book: string): string {
  return `${bookPath(book)}/checkpoint`
}

/** The file that a receipt card saves and /verify reads. */
export function receiptFile(book: string, index: number): ReceiptFile {
  return {
    href: `/v1/books/${encodeURIComponent(book)}/entries/${index}/receipt`,
    name: `receipt-${book}-${index}.json`,
  }
}

/** The public register of shops whose prepaid money is held. */
export const shopsPath = '/prepaid'

/** The check of receipts, which fetches this one. */
export function checkPath(receiptHref: string): string {
  return `${verifyPath}?receipt=${encodeURIComponent(receiptHref)}`
}
