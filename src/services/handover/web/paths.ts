/** Addresses of the pages of handovers, without the language. A consignment is named by its sender's book. */
export const consignmentsPath = '/handover'
export const sendPath = '/handover/send'
export const dropPath = '/handover/receipt'
/** The same receipt, and the goods are turned away. */
export const dropRefusalPath = '/handover/receipt/refuse'
export const reconciliationPath = '/handover/reconciliation'

export const consignmentPath = (book: string, consignment: string): `/${string}` =>
  `/handover/consignments/${book}/${consignment}`

/** Where the receipt of a step of either book is fetched. */
export const stepReceiptPath = (step: {
  readonly sender: string
  readonly consignment: string
  readonly of: string
  readonly index: number
}): string =>
  `/v1/books/${step.sender}/consignments/${step.consignment}/receipts/${step.of}/${step.index}`

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
