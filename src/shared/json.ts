/** A value that survives JSON unchanged. Stored and sent data is made of these alone: `null` is empty, a key is never absent. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
