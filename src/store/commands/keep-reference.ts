/** What phones keep for offline work and nobody writes here: definitions, registry packs, and how the last contact went. */
import type { CompiledDefinition } from '#definition/compiled.ts';
import type { FactDictionary } from '#definition/fact-dictionary.ts';
import { definitionHash } from '#definition/definition-hash.ts';
import type { RegistryEntry } from '#replica/client-state.ts';
import { ok, refused } from '#shared/outcome.ts';
import type { Outcome } from '#shared/outcome.ts';
import { problem } from '#shared/problems.ts';
import type { ContactRow } from '../database.ts';
import { storageOutcome, withHandle } from '../store-gate.ts';
import type { Store } from '../store.ts';

export type ListedDefinition = {
  readonly id: string;
  readonly edition: string;
  readonly title: string;
  readonly hash: string;
  readonly latest: boolean;
  readonly minutes: number | null;
};

/** Takes the server's list; editions that left it stay, because open assessments may pin them. Returns hashes that are to be fetched. */
export function listServerDefinitions(store: Store, listed: readonly ListedDefinition[]): Promise<Outcome<readonly string[]>> {
  const { db } = store;
  return storageOutcome(() =>
    withHandle(db, () =>
      db.transaction('rw', db.definitions, db.assessments, async () => {
        const known = new Map((await db.definitions.toArray()).map((row) => [row.hash, row]));
        const pinned = new Set((await db.assessments.toArray()).map((row) => row.definitionHash));
        const rows = listed.map(
          ({ latest, ...entry }) => ({ ...entry, latest: latest ? 1 : 0, body: known.get(entry.hash)?.body ?? null }) as const,
        );
        const names = new Set(listed.map(({ hash }) => hash));
        for (const [hash, row] of known)
          if (!names.has(hash) && row.latest === 1) await db.definitions.put({ ...row, latest: 0 });
        await db.definitions.bulkPut(rows);
        return ok(rows.filter((row) => row.body === null && (row.latest === 1 || pinned.has(row.hash))).map(({ hash }) => hash));
      }),
    ),
  );
}

/** Refused `definition.invalid` when the text is not the edition of that hash. */
export function saveDefinition(store: Store, hash: string, body: string): Promise<Outcome<null>> {
  return storageOutcome(async () => {
    if (definitionHash(JSON.parse(body) as CompiledDefinition) !== hash) return refused(problem('definition.invalid', { hash }));
    await withHandle(store.db, () => store.db.definitions.update(hash, { body }));
    return ok(null);
  });
}

/** An edition that came from another phone; one that is here, or is not what its hash says, changes nothing. */
export async function keepDefinition(store: Store, listed: Omit<ListedDefinition, 'latest'>, body: string): Promise<void> {
  const here = await withHandle(store.db, () => store.db.definitions.get(listed.hash));
  if ((here?.body ?? null) !== null || definitionHash(JSON.parse(body) as CompiledDefinition) !== listed.hash) return;
  await withHandle(store.db, () => store.db.definitions.put({ ...listed, latest: here?.latest ?? 0, body }));
}

/** Public and the same for everybody: not sealed. */
export function saveFacts(store: Store, facts: FactDictionary): Promise<Outcome<null>> {
  return storageOutcome(async () => {
    await withHandle(store.db, () => store.db.meta.put({ key: 'facts', facts }));
    return ok(null);
  });
}

export type ListedPack = { readonly id: string; readonly hash: string; readonly region: string };

/** Drops packs that left the person's scope; returns those that are new or changed. */
export function listServerPacks(store: Store, listed: readonly ListedPack[]): Promise<Outcome<readonly ListedPack[]>> {
  const { db } = store;
  return storageOutcome(async () => {
    const known = new Map<string, string>();
    await withHandle(db, () => db.packs.each(({ id, hash }) => void known.set(id, hash)));
    const kept = new Set(listed.map(({ id }) => id));
    await withHandle(db, () => db.packs.bulkDelete([...known.keys()].filter((id) => !kept.has(id))));
    return ok(listed.filter(({ id, hash }) => known.get(id) !== hash));
  });
}

export function savePack(store: Store, pack: ListedPack, entries: readonly RegistryEntry[]): Promise<Outcome<null>> {
  return storageOutcome(async () => {
    const { id, hash, region } = pack;
    const sealed = await store.codec.seal('packs', id, entries);
    await withHandle(store.db, () => store.db.packs.put({ id, hash, region, codes: entries.map(({ code }) => code), sealed }));
    return ok(null);
  });
}

export async function readContact(store: Store): Promise<ContactRow> {
  const row = await withHandle(store.db, () => store.db.meta.get('contact'));
  return row?.key === 'contact' ? row : noContact;
}

export function noteContact(store: Store, change: Partial<Omit<ContactRow, 'key'>>): Promise<Outcome<null>> {
  const { db } = store;
  return storageOutcome(async () => {
    await withHandle(db, () =>
      db.transaction('rw', db.meta, async () => {
        const row = await db.meta.get('contact');
        await db.meta.put({ ...(row?.key === 'contact' ? row : noContact), ...change });
      }),
    );
    return ok(null);
  });
}

const noContact: ContactRow = {
  key: 'contact',
  lastContactAt: null,
  problemCode: null,
  problemAt: null,
  clockOffset: null,
  registryVersion: null,
  definitionsVersion: null,
};
