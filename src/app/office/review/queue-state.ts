/** The order in which the desk was last listed: what “next” means on the page of one assessment. */
import type { QueueRow } from '#protocol/review-wire.ts';

let address = '/office/review';
let ids: readonly string[] = [];

export function noteQueue(listed: readonly Pick<QueueRow, 'assessmentId'>[], at: string): void {
  ids = listed.map(({ assessmentId }) => assessmentId);
  address = at;
}

export function queueAddress(): string {
  return address;
}

/** Null after the last one. */
export function nextInQueue(id: string): string | null {
  const at = ids.indexOf(id);
  return (at < 0 ? ids.find((other) => other !== id) : ids[at + 1]) ?? null;
}
