/**
 * A new version never replaces the app under someone's hands: whoever has something open that a reload would disturb takes a hold
 * and gives it back. While there is one, no update is offered and no automatic reload happens.
 */
import { createSignal } from 'solid-js';

const lockName = 'xunzhen-update-hold';
const [holds, setHolds] = createSignal<readonly Hold[]>([]);

type Hold = { readonly reason: string };

/** Takes a hold (`reason` is for tests and support); call the returned function once to give it back. */
export function holdUpdates(reason: string): () => void {
  const hold: Hold = { reason };
  setHolds((before) => [...before, hold]);
  const unlock = lockForOtherTabs();
  return () => {
    setHolds((before) => before.filter((other) => other !== hold));
    unlock();
  };
}

/** Reasons of the holds of this tab; reactive. */
export function updateHolds(): readonly string[] {
  return holds().map((hold) => hold.reason);
}

/** True while some other tab has a hold; false where the browser has no Web Locks. Ask only when this tab has none. */
export async function heldInAnotherTab(): Promise<boolean> {
  if (!('locks' in navigator)) return false;
  // A page that was left a moment ago lets go of its hold a little later.
  for (let look = 0; look < looks; look += 1) {
    const { held } = await navigator.locks.query();
    if (!(held ?? []).some((lock) => lock.name === lockName)) return false;
    await new Promise((resolve) => setTimeout(resolve, lookAgainMs));
  }
  return true;
}

const looks = 5;
const lookAgainMs = 300;

/** A shared Web Lock lives exactly as long as the hold, or as the tab if that dies first. */
function lockForOtherTabs(): () => void {
  if (!('locks' in navigator)) return () => undefined;
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  void navigator.locks.request(lockName, { mode: 'shared' }, () => held);
  return () => release();
}
