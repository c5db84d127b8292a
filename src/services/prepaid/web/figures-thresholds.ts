/** Our own thresholds for "needs a look": no law sets them, and every page that uses one says so. */

/** Contests of a month among the classes that were answered in it. */
export const CONTESTED_PERCENT = 5n
export const CONTESTS_MIN = 3n
/** Silence of a month among the classes that counted in it. */
export const DEEMED_PERCENT = 50n
export const DEEMED_MIN = 20n
/** A lease that ends within so many days, while money of consumers is held. */
export const LEASE_DAYS = 60
