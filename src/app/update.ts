/**
 * New versions arrive as a waiting service worker and stay waiting until a person taps. While anything is held open, in this tab
 * or another, nothing is offered.
 *
 *   none ──worker waits──▶ ready ──tap, no holds──▶ taken ──controllerchange, or parked──▶ reload
 *
 * Chromium gives an activation up, for good, when a request wakes the old worker in its midst; the new one then stays parked. A reload
 * lets it in, but may itself wait for the old worker for ever; once the new one is in, a second reload ends that.
 */
import { createMemo, createSignal, type Accessor } from 'solid-js';
import { mayReload } from './may-reload.ts';
import { lastReload } from './remembered.ts';
import { heldInAnotherTab, updateHolds } from './update-holds.ts';

const checkEvery = 60 * 60 * 1000;

/** An activation takes some 50 ms, on a slow phone a few hundred. */
const parkedAfterMs = 3_000;

const [waiting, setWaiting] = createSignal<ServiceWorker | null>(null);
const [dismissed, setDismissed] = createSignal<ServiceWorker | null>(null);
const [offlineReady, setOfflineReady] = createSignal(false);

/** True once every file of the app is on this phone; reactive. */
export const readyOffline = offlineReady;

export type UpdateOffer = {
  readonly offered: Accessor<boolean>;
  /** Activates the new version and reloads; held when another tab has something open. */
  readonly accept: () => Promise<void>;
  /** The tap was taken and the reload is on its way. */
  readonly taken: Accessor<boolean>;
  /** The last tap was held by another tab. */
  readonly heldElsewhere: Accessor<boolean>;
  readonly dismiss: () => void;
};

export function createUpdateOffer(): UpdateOffer {
  const offered = createMemo(() => waiting() !== null && waiting() !== dismissed() && updateHolds().length === 0);
  const [heldElsewhere, setHeldElsewhere] = createSignal(false);
  const [taken, setTaken] = createSignal(false);
  const reload = (): void => {
    // What was opened meanwhile is not taken away; the new version then comes with the next load.
    if (updateHolds().length === 0) window.location.reload();
    else setTaken(false);
  };
  return {
    offered,
    heldElsewhere,
    taken,
    accept: async () => {
      const worker = waiting();
      if (worker === null || taken() || updateHolds().length > 0) return;
      setTaken(true);
      setHeldElsewhere(await heldInAnotherTab());
      if (heldElsewhere()) {
        setTaken(false);
        return;
      }
      navigator.serviceWorker.addEventListener('controllerchange', reload, { once: true });
      // A worker has no target origin to name.
      // oxlint-disable-next-line unicorn/require-post-message-target-origin
      worker.postMessage({ type: 'SKIP_WAITING' });
      setTimeout(reload, parkedAfterMs);
    },
    dismiss: () => setDismissed(waiting()),
  };
}

/** Registers the worker and watches for new ones. `updateViaCache: 'none'`: no HTTP cache may hide a new worker. */
export async function startUpdates(): Promise<void> {
  reloadWhenChunksAreGone();
  if (!('serviceWorker' in navigator) || import.meta.env.DEV) return;
  try {
    const registration = await navigator.serviceWorker.register('/sw.js', { scope: '/', updateViaCache: 'none' });
    watch(registration);
    void navigator.serviceWorker.ready.then(() => setOfflineReady(true));
    const check = (): void => void registration.update().catch(() => undefined);
    setInterval(check, checkEvery);
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') check();
    });
  } catch {
    // The gate has said that this browser does not open offline.
  }
}

function watch(registration: ServiceWorkerRegistration): void {
  const note = (worker: ServiceWorker | null): void => {
    if (worker === null) return;
    const look = (): void => {
      if (worker.state === 'installed' && navigator.serviceWorker.controller !== null) setWaiting(worker);
      else if (waiting() === worker) setWaiting(null);
    };
    worker.addEventListener('statechange', look);
    look();
  };
  note(registration.waiting);
  note(registration.installing);
  registration.addEventListener('updatefound', () => note(registration.installing));
}

/**
 * A chunk of a build that is gone from cache and server: one reload gets the present build. Not offline, not under an open
 * questionnaire, and at most once in ten minutes, so that it can never become a loop. Nor while the server does not answer: then the
 * chunk is not gone, and a reload would end on the browser's own error page.
 */
function reloadWhenChunksAreGone(): void {
  window.addEventListener('vite:preloadError', () => void reloadIfServed());
}

async function reloadIfServed(): Promise<void> {
  const served = await fetch('/api/health', { cache: 'no-store' }).then(
    ({ ok }) => ok,
    () => false,
  );
  const now = Date.now();
  if (!served || !mayReload({ online: navigator.onLine, holds: updateHolds(), last: Number(lastReload.read() ?? 0), now }))
    return;
  lastReload.write(String(now));
  window.location.reload();
}
