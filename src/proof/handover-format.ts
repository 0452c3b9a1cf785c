/**
 * The handover (交接包): what one phone has not sent, for another phone of the same visit, as a text file:
 *
 *   XUNZHEN-HANDOVER-1
 *   {header}                 JSON, see `HandoverHeader`
 *   <record> …               sealed as in `rescue-format.ts`; the first is the giver
 *   END <n> <sha256> <sig>   as there, signed by the giver's device
 *
 * The file key is wrapped by AES-256-GCM (nonce ‖ ciphertext, associated data: the bundle) under a key that PBKDF2-SHA-256 makes of a
 * one-time code. The code is shown on the giver's screen and typed on the taker's: whoever finds the file alone has nothing.
 */
import * as z from 'zod/mini';
import type { Head, Op } from '#oplog/op.ts';
import { verifyChain } from '#oplog/verify-chain.ts';
import type { DeviceId, EntityId, PersonId, RandomBytes } from '#shared/ids.ts';

export const handoverMagic = 'XUNZHEN-HANDOVER-1';

/** What OWASP asks of PBKDF2-SHA-256 in 2025; the code has 60 random bits besides. */
export const handoverIterations = 600_000;

const shortText = z.string().check(z.maxLength(4096));

export const handoverHeaderSchema = z.strictObject({
  bundle: shortText,
  madeAt: shortText,
  /** Base64url. */
  salt: shortText,
  iterations: z.int().check(z.minimum(100_000), z.maximum(10_000_000)),
  keyEnvelope: shortText,
});

export type HandoverHeader = Readonly<z.infer<typeof handoverHeaderSchema>>;

export type HandoverRecord =
  | {
      readonly kind: 'giver';
      readonly person: PersonId;
      readonly name: string;
      /** The one that signed the last line. */
      readonly device: DeviceId;
      /** Public keys of the giver's devices, JWK text: what another device wrote and the giver carries has none here. */
      readonly devices: readonly { readonly device: DeviceId; readonly publicKey: string }[];
    }
  | {
      readonly kind: 'ops';
      readonly device: DeviceId;
      /** The device's over the last hash: a server takes the batch like a push of that device. */
      readonly signature: string;
      readonly ops: readonly { readonly op: Op; readonly owner: EntityId | null }[];
    }
  /** What the giver's screen shows of the records that the ops are about. */
  | {
      readonly kind: 'known';
      readonly registers: readonly {
        readonly entity: Op['entity'];
        readonly entityId: EntityId;
        readonly owner: EntityId | null;
        readonly register: string;
        readonly heads: readonly Head[];
      }[];
      readonly people: readonly { readonly person: PersonId; readonly name: string }[];
    }
  /** An edition that these records pin. Public; its hash is its proof. */
  | {
      readonly kind: 'definition';
      readonly id: string;
      readonly edition: string;
      readonly title: string;
      readonly minutes: number | null;
      readonly hash: string;
      readonly body: string;
    }
  /** Followed by the JPEG; `thumbnail` bytes at its end are the small picture. */
  | {
      readonly kind: 'photo';
      readonly evidenceId: EntityId;
      readonly assessment: EntityId;
      readonly sha256: string;
      readonly size: number;
      readonly thumbnail: number;
    };

/** Whether these ops are a piece of one device's chain, by one author, with nothing changed in it. */
export function isPieceOfChain({ device, ops }: Pick<Extract<HandoverRecord, { kind: 'ops' }>, 'device' | 'ops'>): boolean {
  const chain = ops.map(({ op }) => op);
  const [first] = chain;
  if (first === undefined || first.device !== device || chain.some(({ author }) => author !== first.author)) return false;
  return verifyChain(chain, { seq: first.seq - 1, hash: first.prev }) === null;
}

/** Letters that are not mistaken for each other. */
const letters = '0123456789abcdefghjkmnpqrstvwxyz';

/** `7k2p-m9qd-x4tn`: 60 random bits. */
export function makeHandoverCode(random: RandomBytes): string {
  const all = Array.from(random(12), (byte) => letters[byte & 31] ?? '');
  return [0, 4, 8].map((start) => all.slice(start, start + 4).join('')).join('-');
}

/** As it was meant: case, blanks and hyphens do not count, and letters that look like a digit are read as that. */
export function readHandoverCode(typed: string): string | null {
  const plain = typed
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^0-9a-z]/gu, '')
    .replace(/[il]/gu, '1')
    .replace(/o/gu, '0');
  return plain.length === 12 && /^[0-9a-hjkmnp-tv-z]+$/u.test(plain) ? plain : null;
}
