/**
 * A new version never replaces the app under someone's hands: whoever has something open that a reload would disturb takes a hold
 * and gives it back. While there is one, no update is offered and no automatic reload happens.
 */
import { createSignal } from 'solid-js';

const [holds, setHolds] = createSignal<readonly Hold[]>([]);

type Hold = { readonly reason: string };

/** Takes a hold (`reason` is for the log and tests); call the returned function once to give it back. */
export function holdUpdates(reason: string): () => void {
  const hold: Hold = { reason };
  setHolds((before) => [...before, hold]);
  return () => setHolds((before) => before.filter((other) => other !== hold));
}

/** Reasons of the holds that stand now; reactive. */
export function updateHolds(): readonly string[] {
  return holds().map((hold) => hold.reason);
}
