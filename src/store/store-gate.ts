/** Serialises the writers of one store and repeats a write once when the database handle was lost under it. */
export type StoreGate = { readonly run: <T>(write: () => Promise<T>) => Promise<T> };
