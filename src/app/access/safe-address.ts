/** Only an address inside this app: `//elsewhere` and full URLs are dropped. */
export function safeAddress(next: string | readonly string[] | undefined): string | null {
  return typeof next === 'string' && /^\/(?![/\\])/.test(next) ? next : null;
}
