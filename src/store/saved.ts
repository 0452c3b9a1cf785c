/** `savedAt` is the ISO time at which the transaction had completed: what 已保存 shows. */
export type Saved = { readonly savedAt: string };
