/** The check of a whole book with the services of this hub: all that replay needs, loaded only for this. */
import { slices } from '#apps/server/slices.ts'
import { bookChecker } from '#web/verify/book-check.ts'

export const checkBook = bookChecker(slices)
