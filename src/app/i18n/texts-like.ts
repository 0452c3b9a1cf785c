/** The keys of a dictionary, any text as value: what a translation must have. */
export type TextsLike<T> = { readonly [K in keyof T]: T[K] extends string ? string : TextsLike<T[K]> };
