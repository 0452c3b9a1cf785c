/** When a piece of evidence was made, by the server's clock alone. The phone's clock is a hint inside the bracket and decides nothing. */

export type TimeBracket = {
  /** ISO time of the server's newest word (beacon) that the phone had: made after it. Null: none was known. */
  readonly after: string | null;
  /** ISO server time of the receipt: existed before it. Null: not received yet. */
  readonly before: string | null;
  /** Milliseconds by which the phone's clock lies outside the bracket: negative before it, positive after it, 0 within. */
  readonly clockOff: number;
};

/** A clock wrong by less than this is an ordinary clock. */
const clockTolerance = 5 * 60_000;

export function timeBracket(after: string | null, before: string | null, phoneTime: string): TimeBracket {
  const at = Date.parse(phoneTime);
  const early = after === null ? 0 : Date.parse(after) - at;
  const late = before === null ? 0 : at - Date.parse(before);
  const clockOff = early > clockTolerance ? -early : late > clockTolerance ? late : 0;
  return { after, before, clockOff };
}

/** The server time that a beacon names, ISO. Only the server, or whoever has its public key, can tell whether the beacon is one. */
export function beaconTime(beacon: string | null): string | null {
  const [time36] = (beacon ?? '').split('.');
  const time = Number.parseInt(time36 ?? '', 36);
  return time > 0 && time < 8.64e15 ? new Date(time).toISOString() : null;
}
