/** JSON values as RFC 8259 has them; what goes into a leaf is canonicalised by RFC 8785. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject
export type JsonObject = { readonly [name: string]: Json }
