/**
 * Registry packs: up to 500 firms of a county as one hashed text, made when first asked for after a change, with and without finance
 * fields. Who goes with firms of a pack gets one of their own making, and who is held to firms,
 * or to less than a county, a single pack of what they see.
 */
import { countyOf } from '#domain/regions.ts';
import { sizeClass } from '#domain/size-class.ts';
import { canonicalJson } from '#shared/canonical-json.ts';
import { sha256Text } from '#shared/sha256.ts';
import { showsFinance } from '#policy/scope.ts';
import type { Scope } from '#policy/scope.ts';
import type { RegistryEntry, RegistryIndex } from '#protocol/sync-wire.ts';
import { inList } from './bulk.ts';
import type { OpenDatabase } from './open-database.ts';
import type { Database, Tables } from './schema.ts';
import { withoutFinance } from './shown-heads.ts';
import { within } from './within.ts';
import type { Reader } from './within.ts';

/** What phones compare: it changes with the registry, with what of it the person sees, and with what an entry says. */
export function registryVersion(registry: number, { prefix, firms, finance }: Scope): string {
  const sees = ['size', prefix, ...[firms, finance].map((codes) => (codes === null ? 'all' : [...codes].sort().join(',')))];
  return `${String(registry)}-${sha256Text(sees.join(' ')).slice(0, 12)}`;
}

export async function registryIndex(open: OpenDatabase, scope: Scope): Promise<RegistryIndex> {
  await makePacks(open, scope, null);
  const index = await within(open, scope, async (reader) => {
    const { registry_gsn: registry } = await reader.db
      .selectFrom('sync_head')
      .select('registry_gsn')
      .where('id', '=', 1)
      .executeTakeFirstOrThrow();
    const version = registryVersion(registry, scope);
    if (seesLess(scope)) {
      const { hash, count } = await onePack(reader);
      return { version, packs: [{ id: onePackId, hash, region: scope.region, count }] };
    }
    const rows = await reader
      .from('registry_packs')
      .select(['id', 'region', 'count', 'hash', 'plain_hash'])
      .where('count', '>', 0)
      .orderBy('id')
      .execute();
    const own = await packsWithOwn(reader);
    const packs = await Promise.all(
      rows.map(async ({ id, region, count, hash, plain_hash: plain }) => {
        const made = own.has(id) ? (await ownPack(reader, id)).hash : scope.finance === null ? hash : plain;
        return { id, hash: made ?? '', region, count };
      }),
    );
    return { version, packs };
  });
  // A pack changed after it was made: once more.
  return index.packs.some(({ hash }) => hash === '') ? registryIndex(open, scope) : index;
}

/** JSON of a `registryPackSchema`, null when out of scope or absent. */
export async function registryPack(open: OpenDatabase, scope: Scope, id: string): Promise<string | null> {
  await makePacks(open, scope, id);
  const pack = await within(open, scope, async (reader) => {
    if (seesLess(scope)) return id === onePackId ? onePack(reader) : null;
    const row = await reader.from('registry_packs').selectAll().where('id', '=', id).executeTakeFirst();
    if (row === undefined) return null;
    if ((await packsWithOwn(reader)).has(id)) return ownPack(reader, id);
    return scope.finance === null ? { hash: row.hash, body: row.body } : { hash: row.plain_hash, body: row.plain_body };
  });
  return pack === null ? null : `{"id":${JSON.stringify(id)},"hash":"${pack.hash ?? ''}","entries":${pack.body ?? '[]'}}`;
}

/** Than the packs of counties hold. */
function seesLess({ firms, region }: Scope): boolean {
  return firms !== null || countyOf(region) !== region;
}

const onePackId = 'own';

type Pack = { readonly hash: string; readonly body: string; readonly count: number };

async function onePack({ from, scope }: Reader): Promise<Pack> {
  return packOf(scope, await from('enterprises').selectAll().orderBy('code').execute());
}

async function ownPack({ from, scope }: Reader, id: string): Promise<Pack> {
  return packOf(scope, await from('enterprises').selectAll().where('pack', '=', id).orderBy('code').execute());
}

/** Packs that hold firms whose finance fields this person sees, among others whose they do not. */
async function packsWithOwn({ from, kind, scope: { finance } }: Reader): Promise<ReadonlySet<string>> {
  if (finance === null || finance.size === 0) return new Set();
  const rows = await from('enterprises')
    .select('pack')
    .distinct()
    .where(inList(kind, 'code', [...finance]))
    .execute();
  return new Set(rows.map(({ pack }) => pack));
}

function packOf(scope: Pick<Scope, 'finance'>, rows: readonly Tables['enterprises'][]): Pack {
  const entries = rows.map((row) => {
    const entry = entryOf(row);
    return showsFinance(scope, row.code) ? entry : withoutFinance(entry);
  });
  const body = canonicalJson(entries);
  return { hash: sha256Text(body), body, count: rows.length };
}

/** As the server: packs are the same for everybody in a region. */
async function makePacks({ db }: OpenDatabase, { prefix }: Scope, id: string | null): Promise<void> {
  const missing = db
    .selectFrom('registry_packs')
    .select('id')
    .where('region', 'like', `${prefix}%`)
    .where('hash', 'is', null)
    .where('count', '>', 0);
  const ids = await (id === null ? missing : missing.where('id', '=', id)).execute();
  for (const pack of ids) await db.transaction().execute((tx) => makePack(tx, pack.id));
}

async function makePack(tx: Database, id: string): Promise<void> {
  // Writers of firms take this row first: none can slip in between reading the firms and keeping the pack.
  await tx
    .updateTable('sync_head')
    .set((eb) => ({ registry_gsn: eb.ref('registry_gsn') }))
    .where('id', '=', 1)
    .execute();
  const rows = await tx.selectFrom('enterprises').selectAll().where('pack', '=', id).orderBy('code').execute();
  const { hash, body, count } = packOf({ finance: null }, rows);
  const plain = packOf({ finance: new Set() }, rows);
  await tx
    .updateTable('registry_packs')
    .set({ hash, body, count, plain_hash: plain.hash, plain_body: plain.body })
    .where('id', '=', id)
    .execute();
}

function entryOf(row: Tables['enterprises']): RegistryEntry {
  const { code, name, initials, region, industry, headcount, revenue, address, demo } = row;
  // Which class a firm is in is no secret: the number that makes it one may be.
  const size = sizeClass(headcount, revenue);
  return { code, name, initials, region, industry, headcount, revenue, address, demo: demo === 1, size };
}
