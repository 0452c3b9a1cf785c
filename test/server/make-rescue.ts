/** A rescue bundle as the phone writes it (`src/sync/rescue.ts` itself needs a browser; test/e2e imports a real one). */
import { constants, createCipheriv, createPublicKey, publicEncrypt, randomBytes } from 'node:crypto';
import { hashLines, packRecord, recordBinding, rescueMagic } from '#proof/rescue-format.ts';
import type { RescueHeader, RescueRecord } from '#proof/rescue-format.ts';
import { toBase64url } from '#shared/base64url.ts';

export type RescueParts = {
  readonly header: Omit<RescueHeader, 'keyEnvelopes'>;
  readonly keys: { readonly recovery: string; readonly server: string | null };
  readonly records: readonly { readonly record: RescueRecord; readonly file: Uint8Array | null }[];
  readonly sign: (text: string) => string;
};

export function makeRescue({ header, keys, records, sign }: RescueParts): string {
  const key = randomBytes(32);
  const wrap = (jwk: string): string =>
    publicEncrypt(
      {
        key: createPublicKey({ key: JSON.parse(jwk) as Record<string, string>, format: 'jwk' }),
        padding: constants.RSA_PKCS1_OAEP_PADDING,
        oaepHash: 'sha256',
      },
      key,
    ).toString('base64url');
  const keyEnvelopes = { recovery: wrap(keys.recovery), server: keys.server === null ? null : wrap(keys.server) };
  const lines = [rescueMagic, JSON.stringify({ ...header, keyEnvelopes })];
  for (const [n, { record, file }] of records.entries()) {
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(recordBinding(header.bundle, n)));
    const plain = packRecord(new TextEncoder().encode(JSON.stringify(record)), file);
    lines.push(toBase64url(Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()])));
  }
  const hash = hashLines(lines);
  return `${[...lines, `END ${String(records.length)} ${hash} ${sign(hash)}`].join('\n')}\n`;
}
