/** Limits that several rooms share. Everything that comes from outside has one, by name. */

/** A leaf length is a 16-bit number in an entry bundle (c2sp.org/tlog-tiles), hence this bound. */
export const LEAF_BYTES_MAX = 65_535

/** Deeper JSON than this is an attack on whoever reads it: no document of the hub needs 10. */
export const JSON_DEPTH_MAX = 32

/** The longest canonical JSON text, in UTF-16 units. Receipts and briefings stay far below. */
export const JSON_CHARS_MAX = 4_194_304

/** A tree of 2^53 - 1 entries is 53 levels high; a longer proof is an attack. */
export const PROOF_HASHES_MAX = 53
