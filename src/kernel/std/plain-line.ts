/**
 * Text of one line that a person wrote and others read beside what is not theirs: names, reasons, notes. What
 * it shows is what it holds. Hidden characters could turn the words around it, make one name look like another,
 * or make a name of nothing (Unicode Technical Report 36, "Unicode Security Considerations").
 */

/** Control characters, half characters, and what ends a line or a paragraph. */
const BREAKING = String.raw`\p{Cc}\p{Cs}\p{Zl}\p{Zp}`
/** What a writer may place between others: joiners of scripts and pictures, and which form a sign takes. */
const JOINER = String.raw`\u200C\u200D`
const CHOOSER = String.raw`\p{Variation_Selector}`
/** Where neither changes anything that is seen. */
const UNJOINED = String.raw`\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}`

const REFUSED = [
  // What has no look of its own: marks of direction, spaces of no width, blank letters, tags.
  String.raw`(?![${JOINER}${CHOOSER}])[\p{Default_Ignorable_Code_Point}\uFFF9-\uFFFB]`,
  String.raw`(?<![\p{L}\p{M}\p{N}\p{P}\p{S}])[${JOINER}${CHOOSER}]`,
  String.raw`[${UNJOINED}\p{Script=Han}\p{P}\p{Nd}][${JOINER}]`,
  String.raw`[${UNJOINED}][${CHOOSER}]`,
  // A pile of marks covers the lines above and below; writing needs four at most.
  String.raw`\p{M}{6}`,
].join('|')

/** The blank of Braille is a sign by its class and a space by its look. */
const SEEN = String.raw`[^\p{Z}\p{C}\p{M}\u2800]`

/** One line of at least one visible character, and nothing hidden among them. Bound the length beside it. */
export const PLAIN_LINE = new RegExp(`^(?=.*${SEEN})(?!.*(?:${REFUSED}))[^${BREAKING}]+$`, 'su')
