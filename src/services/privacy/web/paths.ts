/** Addresses of the pages of one's own data, without the language. */
export const myDataPath = '/my-data'
export const eraseFormPath = '/my-data/erase'
export const withdrawFormPath = '/my-data/withdraw'
export const erasuresPath = '/erasures'
export const proposeFormPath = '/erasures/propose'
export const approveFormPath = '/erasures/:subject/approve'
export const rejectFormPath = '/erasures/:subject/reject'

export const periodFormPath = '/erasures/period'

export function dataFile(book: string, format: 'json' | 'html', language: string): string {
  return `/v1/books/${book}/my-data.${format}${format === 'html' ? `?language=${language}` : ''}`
}
