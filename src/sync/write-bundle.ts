/** The lines of a bundle (`proof/rescue-format.ts`, `proof/handover-format.ts`): magic, header, sealed records, signed end. */
import { hashLine, hashOfHashes, packRecord, recordBinding } from '#proof/rescue-format.ts';
import { toBase64url } from '#shared/base64url.ts';

export type BundleWriter = {
  readonly add: (record: object, file: Uint8Array<ArrayBuffer> | null) => Promise<void>;
  /** `sign` gets the hash over all lines before the last. */
  readonly end: (sign: (hash: string) => Promise<string>) => Promise<Blob>;
};

export function writeBundle(magic: string, header: object, bundle: string, key: CryptoKey): BundleWriter {
  // Each line goes to the browser's own keeping at once: 300 photos do not fit the memory of a cheap phone.
  const parts: Blob[] = [];
  const hashes: string[] = [];
  const write = (line: string): void => {
    hashes.push(hashLine(line));
    parts.push(new Blob([`${line}\n`]));
  };
  write(magic);
  write(JSON.stringify(header));
  return {
    add: async (record, file) => {
      const additionalData = new TextEncoder().encode(recordBinding(bundle, hashes.length - 2));
      const iv = crypto.getRandomValues(new Uint8Array(12));
      const plain = packRecord(new TextEncoder().encode(JSON.stringify(record)), file);
      const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData }, key, plain));
      const bytes = new Uint8Array(iv.length + sealed.length);
      bytes.set(iv);
      bytes.set(sealed, iv.length);
      write(toBase64url(bytes));
    },
    end: async (sign) => {
      const hash = hashOfHashes(hashes);
      write(`END ${hashes.length - 2} ${hash} ${await sign(hash)}`);
      return new Blob(parts, { type: 'text/plain' });
    },
  };
}
