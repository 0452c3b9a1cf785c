/** Every runtime has it; the core's types know no runtime. */
declare const TextDecoder: new () => { readonly decode: (bytes: Uint8Array) => string };

/** Bytes that are no UTF-8 become U+FFFD. */
export function textOfUtf8(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
