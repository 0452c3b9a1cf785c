/** Branded ids: a string that the compiler keeps apart from other strings. */
export type Brand<Name extends string> = string & { readonly __brand: Name };

/** Random id of an entity (assessment, visit, row, evidence, link …); an enterprise's is its credit code. */
export type EntityId = Brand<'entity-id'>;
/** Random id of one enrolled device of one person. Never used again once its store is lost or cloned. */
export type DeviceId = Brand<'device-id'>;
/** Account id of a person. */
export type PersonId = Brand<'person-id'>;
/** Lower-case hex SHA-256 of an op. */
export type OpHash = Brand<'op-hash'>;
/** Lower-case hex SHA-256 of a file. */
export type Sha256 = Brand<'sha-256'>;
/** GB/T 2260 code: 6 digits, or 9 and more for a township below a county. */
export type RegionCode = Brand<'region-code'>;

/** `count` random bytes. */
export type RandomBytes = (count: number) => Uint8Array;

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** 26 characters of Crockford base 32, 128 random bits: no clock, no order, safe in URLs and file names. */
export function newId<Id extends string = EntityId>(random: RandomBytes): Id {
  const bytes = random(16);
  let bits = 0;
  let held = 0;
  let id = '';
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      id += alphabet[(held >> bits) & 31] ?? '';
    }
  }
  id += alphabet[(held << (5 - bits)) & 31] ?? '';
  return id as Id;
}
