/** What the parties of the test slice may ask. */

export type EscrowCommand =
  | { readonly type: 'escrow.found' }
  | { readonly type: 'escrow.admit-school'; readonly school: string }
  | {
      readonly type: 'escrow.open'
      readonly contract: string
      readonly school: string
      readonly consumer: string
      readonly priceMinor: string
      readonly entries: number
      readonly expiresAtMs: number
      readonly phone?: string
    }
  | {
      readonly type: 'escrow.confirm'
      readonly classUse: string
      readonly contract: string
      readonly amountMinor: string
      readonly feeMinor: string
    }
  | {
      readonly type: 'escrow.promise'
      readonly promise: string
      readonly contract: string
      readonly amountMinor: string
      readonly expiresAtMs: number
    }
  | {
      readonly type: 'escrow.settle' | 'escrow.cancel'
      readonly promise: string
      readonly amountMinor: string
    }
  | { readonly type: 'escrow.close-school'; readonly school: string; readonly contracts: string[] }
  | { readonly type: 'escrow.close-contract'; readonly contract: string }
  | { readonly type: 'escrow.lapse-contract'; readonly contract: string }
