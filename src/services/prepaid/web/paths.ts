/** Where the pages of prepaid money live, without the language prefix. */

export const registerPath = '/prepaid'
export const cardsPath = '/prepaid/cards'
export const receiptsPath = '/prepaid/receipts'
export const counterPath = '/prepaid/counter'
export const todayPath = '/prepaid/today'
export const moneyPath = '/prepaid/money'
export const productsPath = '/prepaid/products'
export const deskPath = '/prepaid/desk'
export const figuresPath = '/prepaid/figures'

const at = (...parts: readonly string[]): string => parts.map(encodeURIComponent).join('/')

export const shopPath = (shop: string): string => `/prepaid/shops/${at(shop)}`
export const buyPath = (product: string): string => `/prepaid/buy/${at(product)}`
/** Where a shop's code leads: the consumer answers with one of the cards for it. */
export const checkInPath = (shop: string): string => `/prepaid/at/${at(shop)}`
export const cardPath = (contract: string): string => `${cardsPath}/${at(contract)}`
export const confirmPath = (use: string): string => `/prepaid/uses/${at(use)}/confirm`
export const contestPath = (use: string): string => `/prepaid/uses/${at(use)}/contest`
export const payPath = (contract: string): string => `${cardPath(contract)}/pay`
export const refundPath = (contract: string, cause: string): string =>
  `${cardPath(contract)}/refund?cause=${encodeURIComponent(cause)}`
export const askRefundPath = (contract: string): string => `${cardPath(contract)}/refund`
export const withdrawRefundPath = (refund: string): string =>
  `/prepaid/refunds/${at(refund)}/withdraw`
export const giveAccountPath = (refund: string): string => `/prepaid/refunds/${at(refund)}/account`
