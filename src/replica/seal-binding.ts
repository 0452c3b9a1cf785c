/** What a record sealed on the phone (AES-GCM-256, nonce in front) is bound to: moved elsewhere it does not open. */

/** Layout of what is sealed. */
const sealedSchema = 1;

/** Bytes of the nonce. */
export const sealNonceLength = 12;

export function sealBinding(table: string, id: string, person: string): string {
  return `${table}|${id}|${sealedSchema}|${person}`;
}

/** The id of one part of a photo. */
export function chunkId(evidenceId: string, n: number): string {
  return `${evidenceId}|${n}`;
}
