import type { ClientMeta } from '#replica/client-state.ts';
import type { Chance, Clock } from '#replica/ports.ts';
import type { DeviceId } from '#shared/ids.ts';
import { clientReader, readMeta } from './client-reader.ts';
import type { Codec } from './codec.ts';
import { StoreDatabase } from './database.ts';
import { recountDisputes } from './recount-disputes.ts';
import { knownState } from './known-state.ts';
import { makeGate, refuseEmptied, yieldToNewer } from './store-gate.ts';
import type { DeviceKeys, Profile, SavedWrite, Store, StoreEvent } from './store.ts';

export type StoreParts = {
  readonly profile: Profile;
  /** Name of the database. */
  readonly database: string;
  readonly codec: Codec;
  readonly keys: DeviceKeys;
  readonly clock: Clock;
  readonly random: Chance;
  /**
   * Asked only when the database is new or has lost its content: the device to write as. It must never be one whose chain was
   * written before, because nobody knows how far.
   */
  readonly firstDevice: () => Promise<DeviceId>;
};

export async function openStore(parts: StoreParts): Promise<Store> {
  const db = new StoreDatabase(parts.database);
  const events = listeners<StoreEvent>();
  const saves = listeners<SavedWrite>();
  yieldToNewer(db, (newVersion) => events.tell({ kind: newVersion === null ? 'emptied' : 'closed' }));
  db.on('blocked', () => events.tell({ kind: 'blocked' }));
  await db.open();
  if ((await db.meta.get('replica')) === undefined) await begin(db, parts);
  refuseEmptied(db, () => events.tell({ kind: 'emptied' }));
  await recountDisputes(db, parts.codec);
  const reader = clientReader(db, parts.codec);
  return {
    profile: parts.profile,
    codec: parts.codec,
    keys: parts.keys,
    clock: parts.clock,
    random: parts.random,
    db,
    reader,
    known: knownState(db, reader),
    gate: makeGate(),
    device: async () => (await readMeta(db)).device,
    onEvent: events.add,
    onSaved: saves.add,
    saved: saves.tell,
  };
}

async function begin(db: StoreDatabase, parts: StoreParts): Promise<void> {
  const device = await parts.firstDevice();
  const chain = { revision: 0, person: parts.profile.personId, device, seq: 0, written: 0, lastHash: null, hlc: '' };
  const place = {
    epoch: null,
    restores: 0,
    cursor: 0,
    cursorHash: null,
    beacon: null,
    confirmed: [],
    seen: null,
    scopeVersion: null,
    grown: [],
    handed: [],
    rebuilding: false,
  };
  const meta: ClientMeta = { ...chain, ...place };
  // Two tabs may begin at once: the first to write decides, the other's fresh device is never used.
  await db.transaction('rw', db.meta, async () => {
    if ((await db.meta.get('replica')) === undefined) await db.meta.add({ key: 'replica', meta });
  });
}

function listeners<T>(): { readonly add: (listener: (value: T) => void) => () => void; readonly tell: (value: T) => void } {
  const all = new Set<(value: T) => void>();
  return {
    add: (listener) => {
      all.add(listener);
      return () => void all.delete(listener);
    },
    tell: (value) => {
      for (const listener of all) listener(value);
    },
  };
}
