/**
 * Whose store is open. A person enrols once with a network; from then on opening works without one.
 *
 *   starting ──▶ closed ◀──leave── open ──an order of the server──▶ ended
 *       │          │              ▲  │
 *       └──────────┴──▶ opening ──┘  │ lock, or nobody there
 *                   │     └──▶ failed│──open──▶ opening
 *                   └──▶ locked ◀────┘
 *                          └──the PIN──▶ opening
 */
import { createContext, createSignal, useContext, type Accessor } from 'solid-js';
import type { SessionReply } from '#protocol/session-wire.ts';
import type { PersonId } from '#shared/ids.ts';
import type { Outcome } from '#shared/outcome.ts';
import { ok, refused } from '#shared/outcome.ts';
import { problem, type Problem } from '#shared/problems.ts';
import type { Profile, Store, StoreEvent } from '#store/store.ts';
import { saveBeforeLock } from './before-lock.ts';
import type { FieldWork } from './field-context.tsx';
import { watchIdle } from './idle-lock.ts';
import { obey, obeyLost, type OrderMode } from './obey-orders.ts';
import { enrolledBefore, openPerson } from './remembered.ts';

export type Opening =
  | { readonly kind: 'starting' }
  | { readonly kind: 'closed' }
  | { readonly kind: 'locked'; readonly profile: Profile }
  | { readonly kind: 'opening'; readonly name: string }
  | { readonly kind: 'open'; readonly field: FieldWork }
  /** The server has taken this phone out of use for the person; their keys are gone. */
  | { readonly kind: 'ended'; readonly name: string; readonly mode: OrderMode }
  | { readonly kind: 'failed'; readonly problem: Problem };

export type AppSession = {
  readonly opening: Accessor<Opening>;
  /** People enrolled on this phone, last opened first. */
  readonly profiles: Accessor<readonly Profile[]>;
  /** What happened to the database in another tab, null while all is well. */
  readonly storeEvent: Accessor<StoreEvent | null>;
  /** Nothing may be seen: the store is being locked. */
  readonly veiled: Accessor<boolean>;
  /** Reads who is enrolled and opens the store that was open last. */
  readonly start: () => Promise<void>;
  /** After a sign-in: enrols this phone for the person and opens the store. `secret` is the first PIN of a new one. */
  readonly enter: (session: SessionReply, secret: string | null) => Promise<Outcome<Profile>>;
  readonly open: (personId: PersonId) => Promise<void>;
  /** Opens the locked store; null when it did. */
  readonly unlock: (secret: string) => Promise<Problem | null>;
  /** Saves what is half typed, closes the store and lets go of its key; the address stays. Only where there is a PIN to come back with. */
  readonly lock: () => Promise<void>;
  /** Closes the store and ends the session at the server; nothing is deleted. */
  readonly leave: () => Promise<void>;
  readonly refreshProfiles: () => Promise<void>;
  /** After the screen about an ended phone was read. */
  readonly acknowledge: () => void;
};

const AppSessionContext = createContext<AppSession>();
export const AppSessionProvider = AppSessionContext.Provider;

export function useAppSession(): AppSession {
  const session = useContext(AppSessionContext);
  if (session === undefined) throw new Error('useAppSession: wrap the app in AppSessionProvider, as main.tsx does.');
  return session;
}

export function createAppSession(): AppSession {
  const stores = createStores();
  const { opening, setOpening, profiles, refreshProfiles, open, openWith, closeOpen, end } = stores;
  const [veiled, setVeiled] = createSignal(false);

  const lock = async (): Promise<void> => {
    const current = opening();
    const profile = current.kind === 'open' ? stores.profileOf(current.field.profile.personId) : undefined;
    setVeiled(profile?.secured === true);
    if (profile?.secured !== true) return;
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    if (await saveBeforeLock()) await closeOpen({ kind: 'locked', profile });
    setVeiled(false);
  };
  const otherTabs = typeof BroadcastChannel === 'function' ? new BroadcastChannel('xunzhen-lock') : null;
  otherTabs?.addEventListener('message', () => void lock());
  watchIdle(
    () => void lock(),
    () => setVeiled(opening().kind === 'open'),
  );

  return {
    opening,
    profiles,
    storeEvent: stores.storeEvent,
    veiled,
    open,
    lock: async () => {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has no origin
      otherTabs?.postMessage('lock');
      await lock();
    },
    refreshProfiles,
    start: async () => {
      // On a first visit nobody waits for the database's code: the form stands at once, and people found later join it.
      const wanted = openPerson.read();
      if (wanted === null) setOpening({ kind: 'closed' });
      await refreshProfiles();
      // A phone that was reported lost need not be unlocked to learn it.
      const ask = (): void => void obeyLost(profiles(), end);
      window.addEventListener('online', ask);
      ask();
      if (opening().kind !== 'starting' && opening().kind !== 'closed') return;
      // The vault knows as well: small notes of the browser can be younger than what a kill lets it keep.
      const last = profiles().find((profile) => profile.personId === wanted) ?? profiles().find((profile) => profile.leftOpen);
      if (last === undefined) setOpening({ kind: 'closed' });
      else await open(last.personId);
    },
    enter: async (session, secret) => {
      const [{ browserPorts }, { enrol }] = await Promise.all([import('#sync/browser-ports.ts'), import('#vault/enrol.ts')]);
      const enrolled = await enrol(session, browserPorts(null), secret);
      if (enrolled.kind === 'refused') return enrolled;
      await refreshProfiles();
      const { personId } = enrolled.value;
      if (secret === null) await open(personId);
      else await openWith(enrolled.value, () => unlockSafely(personId, secret));
      const current = opening();
      if (current.kind === 'failed') return refused(current.problem);
      if (current.kind === 'open') {
        const { keepLease } = await import('#store/lease.ts');
        await keepLease(current.field.store, session.lease);
        current.field.sync.now();
      }
      return ok(enrolled.value);
    },
    unlock: async (secret) => {
      const current = opening();
      if (current.kind !== 'locked') return null;
      const opened = await unlockSafely(current.profile.personId, secret);
      if (opened.kind === 'refused') return opened.problem;
      await openWith(current.profile, () => Promise.resolve(opened));
      return null;
    },
    leave: async () => {
      openPerson.write(null);
      await closeOpen({ kind: 'closed' });
      const { signOut } = await import('./session-api.ts');
      await Promise.all([refreshProfiles(), signOut()]);
    },
    acknowledge: () => setOpening({ kind: 'closed' }),
  };
}

/** The people of this phone, and the one store that is open. */
function createStores() {
  const [opening, setOpening] = createSignal<Opening>({ kind: 'starting' });
  const [profiles, setProfiles] = createSignal<readonly Profile[]>([]);
  const [storeEvent, setStoreEvent] = createSignal<StoreEvent | null>(null);

  const profileOf = (personId: PersonId): Profile | undefined => profiles().find((profile) => profile.personId === personId);

  const refreshProfiles = async (): Promise<void> => {
    const { listProfiles } = await import('#vault/profile-rows.ts');
    const found = await listProfiles();
    setProfiles(found);
    if (found.length > 0) enrolledBefore.write('yes');
  };

  /** What shows instead stands at once; the store closes behind it. */
  const closeOpen = async (next: Opening): Promise<void> => {
    const current = opening();
    setOpening(next);
    if (current.kind === 'open') await (await loadFieldWork()).stopField(current.field);
  };

  const open = async (personId: PersonId): Promise<void> => {
    const current = opening();
    if (current.kind === 'open' && current.field.profile.personId === personId) return;
    const known = profileOf(personId);
    if (known?.secured === true) await closeOpen({ kind: 'locked', profile: known });
    else await openWith({ name: known?.name ?? '' }, () => openSafely(personId));
  };

  const openWith = async ({ name }: Pick<Profile, 'name'>, ask: () => Promise<Outcome<Store>>): Promise<void> => {
    await closeOpen({ kind: 'opening', name });
    const opened = await ask();
    if (opened.kind === 'refused') {
      setOpening({ kind: 'failed', problem: opened.problem });
      return;
    }
    const store = opened.value;
    store.onEvent(setStoreEvent);
    openPerson.write(store.profile.personId);
    const onOrder = (mode: OrderMode): void => void obey(store, mode, (done) => end(store.profile, done));
    const { startField } = await loadFieldWork();
    setOpening({ kind: 'open', field: await startField(store, onOrder) });
  };

  const end = async ({ personId, name }: Pick<Profile, 'personId' | 'name'>, mode: OrderMode): Promise<void> => {
    const current = opening();
    const shown = current.kind === 'open' ? current.field.profile : current.kind === 'locked' ? current.profile : null;
    if (openPerson.read() === personId) openPerson.write(null);
    if (shown?.personId === personId) await closeOpen({ kind: 'ended', name, mode });
    const { shred } = await import('#vault/device-orders.ts');
    await shred(personId);
    await refreshProfiles();
  };

  return { opening, setOpening, profiles, profileOf, refreshProfiles, storeEvent, closeOpen, open, openWith, end };
}

/** The first paint waits for neither the database nor its keys. */
const loadVault = () => import('#vault/vault.ts');
const loadFieldWork = () => import('./field-work.ts');

/** A database that does not open at all (the browser lost it, the disk is full) is a sentence, never a blank page. */
async function openSafely(personId: PersonId): Promise<Outcome<Store>> {
  try {
    return await (await loadVault()).openProfile(personId);
  } catch {
    return refused(problem('storage.unavailable'));
  }
}

async function unlockSafely(personId: PersonId, secret: string): Promise<Outcome<Store>> {
  try {
    return await (await loadVault()).unlock(personId, secret);
  } catch {
    return refused(problem('storage.unavailable'));
  }
}
