/** Addresses of the pages of handovers, without the language. A consignment is named by its sender's book. */
export const consignmentsPath = '/handover'
export const sendPath = '/handover/send'
export const dropPath = '/handover/receipt'
export const reconciliationPath = '/handover/reconciliation'

export const consignmentPath = (book: string, consignment: string): `/${string}` =>
  `/handover/consignments/${book}/${consignment}`

export type ConsignmentAct =
  | 'receive'
  | 'receive-counted'
  | 'refuse'
  | 'return'
  | 'take-back'
  | 'write-off'
  | 'bring'

export const actPath = (book: string, consignment: string, act: ConsignmentAct): `/${string}` =>
  `${consignmentPath(book, consignment)}/${act}`
