/** What page and worker say to each other about codes. */
export type CodeRequest = { readonly id: number; readonly picture: ImageBitmap };
export type CodeReply =
  | { readonly id: number; readonly kind: 'read'; readonly texts: readonly string[] }
  /** The reader itself did not come up. */
  | { readonly id: number; readonly kind: 'failed' };
