/** Registry packs: up to 500 firms of a county as one hashed text, made when first asked for after a change. */
import { canonicalJson } from '#shared/canonical-json.ts';
import { sha256Text } from '#shared/sha256.ts';
import type { Scope } from '#policy/scope.ts';
import type { RegistryEntry, RegistryIndex } from '#protocol/sync-wire.ts';
import type { OpenDatabase } from './open-database.ts';
import type { Database, Tables } from './schema.ts';

export async function registryIndex({ db }: OpenDatabase, scope: Scope): Promise<RegistryIndex> {
  return db.transaction().execute(async (tx) => {
    const { registry_gsn: version } = await tx
      .selectFrom('sync_head')
      .select('registry_gsn')
      .where('id', '=', 1)
      .executeTakeFirstOrThrow();
    const packs = await tx
      .selectFrom('registry_packs')
      .select(['id', 'region', 'count', 'hash'])
      .where('region', 'like', `${scope.prefix}%`)
      .where('count', '>', 0)
      .orderBy('id')
      .execute();
    const ready: { id: string; hash: string; region: string; count: number }[] = [];
    for (const { id, region, count, hash } of packs)
      ready.push({ id, region, count, hash: hash ?? (await makePack(tx, id)).hash });
    return { version: String(version), packs: ready };
  });
}

/** JSON of a `registryPackSchema`, null when out of scope or absent. */
export async function registryPack({ db }: OpenDatabase, scope: Scope, id: string): Promise<string | null> {
  return db.transaction().execute(async (tx) => {
    const pack = await tx
      .selectFrom('registry_packs')
      .select(['hash', 'body'])
      .where('id', '=', id)
      .where('region', 'like', `${scope.prefix}%`)
      .executeTakeFirst();
    if (pack === undefined) return null;
    const { hash, body } =
      pack.hash === null || pack.body === null ? await makePack(tx, id) : { hash: pack.hash, body: pack.body };
    return `{"id":${JSON.stringify(id)},"hash":"${hash}","entries":${body}}`;
  });
}

async function makePack(tx: Database, id: string): Promise<{ readonly hash: string; readonly body: string }> {
  // Writers of firms take this row first: none can slip in between reading the firms and keeping the pack.
  await tx
    .updateTable('sync_head')
    .set((eb) => ({ registry_gsn: eb.ref('registry_gsn') }))
    .where('id', '=', 1)
    .execute();
  const rows = await tx.selectFrom('enterprises').selectAll().where('pack', '=', id).orderBy('code').execute();
  const body = canonicalJson(rows.map(entryOf));
  const hash = sha256Text(body);
  await tx.updateTable('registry_packs').set({ hash, body, count: rows.length }).where('id', '=', id).execute();
  return { hash, body };
}

function entryOf(row: Tables['enterprises']): RegistryEntry {
  const { code, name, initials, region, industry, headcount, revenue, address, demo } = row;
  return { code, name, initials, region, industry, headcount, revenue, address, demo: demo === 1 };
}
