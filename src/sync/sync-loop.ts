/**
 * The page drives sync: at start, when visible, online, after a save (at once after a finish or submit), and by a timer with jitter and back-off.
 *
 *   idle ─▶ pushing ─▶ pulling ─▶ uploading ─▶ idle
 *     ▲        │          │           │
 *     └─ offline / signed-out ◀───────┘   local work goes on untouched in each of them
 */
import type { Outcome } from '#shared/outcome.ts';
import { ok, refused } from '#shared/outcome.ts';
import { problem } from '#shared/problems.ts';
import type { Problem } from '#shared/problems.ts';
import { noteContact, readContact } from '#store/commands/keep-reference.ts';
import { resetRunning } from '#store/commands/track-upload.ts';
import type { SavedWrite, Store } from '#store/store.ts';
import { rootCheck } from './compare-roots.ts';
import type { RootCheck } from './compare-roots.ts';
import { exchange } from './exchange.ts';
import { refreshReference } from './refresh-reference.ts';
import type { SyncPorts } from './sync-ports.ts';
import { uploadEvidence } from './upload-evidence.ts';
import { longestDelay, nextDelay } from './next-delay.ts';
import { stopsCycle } from './stops-cycle.ts';

export type SyncPhase = 'idle' | 'pushing' | 'pulling' | 'uploading' | 'offline' | 'signed-out';

export type SyncState = {
  readonly phase: SyncPhase;
  /** Photos wait for a connection that costs nothing. */
  readonly paused: boolean;
  /** Photos of this cycle. */
  readonly uploading: { readonly done: number; readonly total: number } | null;
  readonly lastSuccessAt: string | null;
  readonly nextTryAt: string | null;
  readonly problem: Problem | null;
  /** Phone's clock minus server's, milliseconds; null before the first contact. Warn above 5 minutes either way. */
  readonly clockOffset: number | null;
};

export type SyncHandle = {
  readonly state: () => SyncState;
  readonly subscribe: (listener: (state: SyncState) => void) => () => void;
  /** Tries at once, whatever the back-off says. `evenMetered`: photos too, on any connection, this once. */
  readonly now: (evenMetered?: boolean) => void;
  readonly stop: () => void;
};

/** After a save, so that the ops of quick taps travel together. */
const saveDelay = 1500;

export function startSync(store: Store, ports: SyncPorts): SyncHandle {
  const listeners = new Set<(state: SyncState) => void>();
  let state: SyncState = {
    phase: 'idle',
    paused: false,
    uploading: null,
    lastSuccessAt: null,
    nextTryAt: null,
    problem: null,
    clockOffset: null,
  };
  let timer: ReturnType<typeof setTimeout> | null = null;
  let running = false;
  let again = false;
  let stopped = false;
  let failures = 0;
  const roots = rootCheck(store, ports);
  let evenMetered = false;
  /** What the server asked for: until then nothing is tried, not even when somebody presses. */
  let notBefore = -Infinity;

  const set = (change: Partial<SyncState>): void => {
    state = { ...state, ...change };
    for (const listener of listeners) listener(state);
  };
  const schedule = (delay: number): void => {
    if (stopped) return;
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(() => void turn(), delay);
    set({ nextTryAt: new Date(ports.clock.now() + delay).toISOString() });
  };
  const turn = async (): Promise<void> => {
    // One that asks while a cycle runs is answered by it; what was saved meanwhile needs another, and so do photos that may cost now.
    if (stopped || running) return;
    const early = notBefore - ports.clock.monotonic();
    if (early > 0) return schedule(early);
    running = true;
    again = false;
    const paid = evenMetered;
    evenMetered = false;
    const mayUpload = paid || ports.mayUpload();
    const outcome = await oneTabAtATime(store, () => cycle(store, ports, { mayUpload, roots }, set)).catch(failedToRead);
    running = false;
    // Another tab's, or this page's own from before it was loaded anew, whose end does not take long.
    if (outcome === 'busy') {
      evenMetered ||= paid;
      return schedule(saveDelay);
    }
    failures = outcome.kind === 'refused' ? failures + 1 : 0;
    if (outcome.kind === 'refused') set({ phase: phaseOf(outcome.problem), problem: outcome.problem, uploading: null });
    else
      set({ phase: 'idle', problem: outcome.value, uploading: null, lastSuccessAt: new Date(ports.clock.now()).toISOString() });
    await note(store, ports, outcome).catch(() => undefined);
    const wait = waitOf(outcome);
    notBefore = ports.clock.monotonic() + wait;
    const rest = nextDelay(outcome.kind === 'ok' ? 'idle' : 'failed', failures, ports.random.bytes);
    const soonest = again && failures === 0 ? saveDelay : rest;
    schedule(Math.max(evenMetered ? 0 : soonest, wait));
  };

  const soon = (write: SavedWrite): void => {
    if (running) again = true;
    else if (failures === 0) schedule(write === 'handover' ? 0 : saveDelay);
  };
  const now = (paidFor = false): void => {
    failures = 0;
    evenMetered ||= paidFor;
    void turn();
  };
  const onOnline = (): void => now();
  const onVisible = (): void => {
    if (document.visibilityState === 'visible') now();
  };
  const unsubscribe = store.onSaved(soon);
  globalThis.addEventListener('online', onOnline);
  document.addEventListener('visibilitychange', onVisible);
  void begin(store, set).then(() => now());

  return {
    state: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    now,
    stop: () => {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
      unsubscribe();
      globalThis.removeEventListener('online', onOnline);
      document.removeEventListener('visibilitychange', onVisible);
    },
  };
}

/** Milliseconds for which a server, or something before it, asked to be left alone; at most what the back-off would wait. */
function waitOf(outcome: Outcome<Problem | null>): number {
  const seconds = outcome.kind === 'refused' ? outcome.problem.detail['seconds'] : undefined;
  return typeof seconds === 'number' ? Math.min(seconds * 1000, longestDelay) : 0;
}

/** A store that cannot be read (emptied, damaged) ends this cycle, not the loop: the next one tries again. */
function failedToRead(error: unknown): Outcome<never> {
  return refused(problem('storage.unavailable', { reason: error instanceof Error ? error.name : '' }));
}

async function begin(store: Store, set: (change: Partial<SyncState>) => void): Promise<void> {
  const contact = await readContact(store).catch(() => null);
  if (contact !== null) set({ lastSuccessAt: contact.lastContactAt, clockOffset: contact.clockOffset });
  await resetRunning(store);
}

/** One whole cycle. Its value is a problem that concerns a part only. */
async function cycle(
  store: Store,
  ports: SyncPorts,
  { mayUpload, roots }: { readonly mayUpload: boolean; readonly roots: RootCheck },
  set: (change: Partial<SyncState>) => void,
): Promise<Outcome<Problem | null>> {
  const exchanged = await exchange(store, ports, (phase) => set({ phase }));
  if (exchanged.kind === 'refused') return exchanged;
  const { page, problem } = exchanged.value;
  const clockOffset = ports.clock.now() - Date.parse(page.serverTime);
  set({ clockOffset });
  await noteContact(store, { clockOffset });
  const refreshed = await refreshReference(store, ports, page);
  if (refreshed.kind === 'refused' && stopsCycle(refreshed.problem.code)) return refreshed;
  set({ paused: !mayUpload });
  const part = refreshed.kind === 'refused' ? refreshed.problem : null;
  // Nobody waits for this check: what it cannot ask now, it asks tomorrow.
  await roots.next();
  if (!mayUpload) return ok(problem ?? part);
  const uploaded = await uploadEvidence(store, ports, (uploading) => set({ phase: 'uploading', uploading }));
  if (uploaded.kind === 'refused') return uploaded;
  return ok(problem ?? uploaded.value ?? part);
}

async function note(store: Store, ports: SyncPorts, outcome: Outcome<Problem | null>): Promise<void> {
  const at = new Date(ports.clock.now()).toISOString();
  const problem = outcome.kind === 'refused' ? outcome.problem : outcome.value;
  const contact = outcome.kind === 'ok' ? { lastContactAt: at } : {};
  await noteContact(store, { ...contact, problemCode: problem?.code ?? null, problemAt: problem === null ? null : at });
}

function phaseOf(problem: Problem): SyncPhase {
  if (problem.code === 'auth.signed-out') return 'signed-out';
  return problem.code === 'network.unreachable' || problem.code === 'network.not-ours' ? 'offline' : 'idle';
}

/** The lock is held for one cycle, never for life: elections of a leader tab get stuck. Without it a double push is harmless. */
async function oneTabAtATime<T>(store: Store, run: () => Promise<T>): Promise<T | 'busy'> {
  const { locks } = navigator;
  if (locks === undefined) return run();
  return locks.request(`xunzhen-sync-${store.profile.personId}`, { ifAvailable: true }, (lock) =>
    lock === null ? ('busy' as const) : run(),
  );
}
