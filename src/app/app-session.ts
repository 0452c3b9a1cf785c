/**
 * Whose store is open. A person enrols once with a network; from then on opening works without one.
 *
 *   starting ──▶ closed ◀──lock── open
 *       │          │                ▲
 *       └──────────┴──▶ opening ────┘
 *                          └──▶ failed ──open──▶ opening
 */
import { createContext, createSignal, useContext, type Accessor } from 'solid-js';
import type { PersonId } from '#shared/ids.ts';
import type { Outcome } from '#shared/outcome.ts';
import { ok } from '#shared/outcome.ts';
import { problem, type Problem } from '#shared/problems.ts';
import type { Profile, Store, StoreEvent } from '#store/store.ts';
import { isMobileData } from './connection.ts';
import type { FieldWork } from './field-context.tsx';
import { preferences } from './preferences.ts';
import { enrolledBefore, openPerson } from './remembered.ts';
import { keepCopy, restoreLost } from './second-copy.ts';

export type Opening =
  | { readonly kind: 'starting' }
  | { readonly kind: 'closed' }
  | { readonly kind: 'opening'; readonly name: string }
  | { readonly kind: 'open'; readonly field: FieldWork }
  | { readonly kind: 'failed'; readonly problem: Problem };

export type AppSession = {
  readonly opening: Accessor<Opening>;
  /** People enrolled on this phone, last opened first. */
  readonly profiles: Accessor<readonly Profile[]>;
  /** What happened to the database in another tab, null while all is well. */
  readonly storeEvent: Accessor<StoreEvent | null>;
  /** Reads who is enrolled and opens the store that was open last. */
  readonly start: () => Promise<void>;
  /** Signs in at the server, enrols this phone for the person and opens the store. */
  readonly signIn: (account: string, password: string) => Promise<Outcome<Profile>>;
  readonly open: (personId: PersonId) => Promise<void>;
  /** Closes the store; nothing is deleted. */
  readonly lock: () => Promise<void>;
};

const AppSessionContext = createContext<AppSession>();
export const AppSessionProvider = AppSessionContext.Provider;

export function useAppSession(): AppSession {
  const session = useContext(AppSessionContext);
  if (session === undefined) throw new Error('useAppSession: wrap the app in AppSessionProvider, as main.tsx does.');
  return session;
}

export function createAppSession(): AppSession {
  const [opening, setOpening] = createSignal<Opening>({ kind: 'starting' });
  const [profiles, setProfiles] = createSignal<readonly Profile[]>([]);
  const [storeEvent, setStoreEvent] = createSignal<StoreEvent | null>(null);

  const open = async (personId: PersonId): Promise<void> => {
    const known = profiles().find((profile) => profile.personId === personId);
    const current = opening();
    if (current.kind === 'open') {
      if (current.field.profile.personId === personId) return;
      await close(current.field);
    }
    setOpening({ kind: 'opening', name: known?.name ?? '' });
    const opened = await openSafely(personId);
    if (opened.kind === 'refused') {
      setOpening({ kind: 'failed', problem: opened.problem });
      return;
    }
    const store = opened.value;
    store.onEvent(setStoreEvent);
    openPerson.write(personId);
    setOpening({ kind: 'open', field: await fieldWork(store) });
  };

  const fieldWork = async (store: Store): Promise<FieldWork> => {
    const [{ browserPorts, startSync }, { readOpenQuestionnaire }] = await Promise.all([
      loadSync(),
      import('#store/queries/read-place.ts'),
    ]);
    const resumeAt = await readOpenQuestionnaire(store);
    const restored = await restoreLost(store);
    const sync = startSync(store, { ...browserPorts(), mayUpload: () => !(preferences().photosWait && isMobileData() === true) });
    const [syncState, setSyncState] = createSignal(sync.state());
    sync.subscribe(setSyncState);
    return { store, profile: store.profile, sync, syncState, copy: keepCopy(store, sync, restored), resumeAt };
  };

  const close = async (field: FieldWork): Promise<void> => {
    field.sync.stop();
    field.copy.stop();
    const { lock } = await loadVault();
    await lock(field.store);
  };

  const refreshProfiles = async (): Promise<void> => {
    const { listProfiles } = await loadVault();
    const found = await listProfiles();
    setProfiles(found);
    if (found.length > 0) enrolledBefore.write('yes');
  };

  return {
    opening,
    profiles,
    storeEvent,
    open,
    start: async () => {
      // On a first visit nobody waits for the database's code: the form stands at once, and people found later join it.
      const wanted = openPerson.read();
      if (wanted === null) setOpening({ kind: 'closed' });
      await refreshProfiles();
      if (opening().kind !== 'starting' && opening().kind !== 'closed') return;
      // The vault knows as well: small notes of the browser can be younger than what a kill lets it keep.
      const last = profiles().find((profile) => profile.personId === wanted) ?? profiles().find((profile) => profile.leftOpen);
      if (last === undefined) setOpening({ kind: 'closed' });
      else await open(last.personId);
    },
    signIn: async (account, password) => {
      const [{ signIn }, { browserPorts }, { enrol }] = await Promise.all([import('./session-api.ts'), loadSync(), loadVault()]);
      const signedIn = await signIn(account, password);
      if (signedIn.kind === 'refused') return signedIn;
      const enrolled = await enrol(signedIn.value, browserPorts());
      if (enrolled.kind === 'refused') return enrolled;
      await refreshProfiles();
      await open(enrolled.value.personId);
      const current = opening();
      if (current.kind === 'failed') return { kind: 'refused', problem: current.problem };
      if (current.kind === 'open') current.field.sync.now();
      return ok(enrolled.value);
    },
    lock: async () => {
      const current = opening();
      openPerson.write(null);
      setOpening({ kind: 'closed' });
      if (current.kind === 'open') await close(current.field);
      const { signOut } = await import('./session-api.ts');
      await Promise.all([refreshProfiles(), signOut()]);
    },
  };
}

/** The first paint waits for neither the database nor its keys. */
const loadVault = () => import('#vault/vault.ts');

/** Schemas and the sync loop are not needed to show the first screen. */
async function loadSync() {
  const [{ startSync }, { browserPorts }] = await Promise.all([import('#sync/sync-loop.ts'), import('#sync/browser-ports.ts')]);
  return { startSync, browserPorts };
}

/** A database that does not open at all (the browser lost it, the disk is full) is a sentence, never a blank page. */
async function openSafely(personId: PersonId): Promise<Outcome<Store>> {
  try {
    const { openProfile } = await loadVault();
    return await openProfile(personId);
  } catch {
    return { kind: 'refused', problem: problem('storage.unavailable') };
  }
}
