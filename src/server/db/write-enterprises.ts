/** The registry as a table, and the packs in which phones receive it. */
import { sql } from 'kysely';
import type { EnterpriseRecord } from '#domain/enterprise.ts';
import { countyOf } from '#domain/regions.ts';
import { initialsOf } from '../pinyin.ts';
import { bulkWriter, inList } from './bulk.ts';
import { enterprisesTable } from './projection-tables.ts';
import type { Database, DatabaseKind, Tables } from './schema.ts';

/** Firms a pack holds at most. */
export const packSize = 500;

/**
 * Writes firms and marks their packs as changed. A firm keeps its pack for ever, unless it moves to another county, so that one
 * new firm does not change every pack of a county.
 */
export async function writeEnterprises(tx: Database, kind: DatabaseKind, records: readonly EnterpriseRecord[]): Promise<void> {
  if (records.length === 0) return;
  // One writer of packs at a time; the number tells phones that the registry changed.
  await tx
    .updateTable('sync_head')
    .set((eb) => ({ registry_gsn: eb('registry_gsn', '+', 1) }))
    .where('id', '=', 1)
    .execute();
  const held = await tx
    .selectFrom('enterprises')
    .select(['code', 'pack', 'name', 'initials'])
    .where(
      inList(
        kind,
        'code',
        records.map(({ code }) => code),
      ),
    )
    .execute();
  const before = new Map(held.map((row) => [row.code, row]));
  const open = await openPacks(tx, kind, [...new Set(records.map(({ region }) => countyOf(region)))]);
  const touched = new Map<string, string>();
  const left = new Map<string, number>();
  const rows = records.map((record): Tables['enterprises'] => {
    const county = countyOf(record.region);
    const known = before.get(record.code);
    const stays = known !== undefined && known.pack.startsWith(`${county}-`);
    const pack = stays ? known.pack : open(county);
    touched.set(pack, county);
    if (known !== undefined && !stays) left.set(known.pack, (left.get(known.pack) ?? 0) + 1);
    const name = plain(record.name);
    return {
      code: record.code,
      name,
      initials: known?.name === name ? known.initials : initialsOf(name),
      region: record.region,
      industry: record.industry,
      headcount: record.headcount,
      revenue: record.revenue,
      address: record.address === null ? null : plain(record.address),
      contact: record.contact === null ? null : plain(record.contact),
      phone: record.phone === null ? null : plain(record.phone),
      demo: record.demo ? 1 : 0,
      pack,
    };
  });
  await bulkWriter(tx, kind)(enterprisesTable, rows);
  await markPacks(tx, kind, touched, [...left.keys()]);
}

/** PostgreSQL cannot hold the character NUL. */
function plain(text: string): string {
  return text.replaceAll('\0', '');
}

/** Gives out places: the county's last pack while it has room, then a new one. */
async function openPacks(tx: Database, kind: DatabaseKind, counties: readonly string[]): Promise<(county: string) => string> {
  const packs = await tx
    .selectFrom('registry_packs')
    .select(['id', 'region', 'count'])
    .where(inList(kind, 'region', counties))
    .execute();
  const last = new Map<string, { number: number; count: number }>();
  for (const { id, region, count } of packs) {
    const number = Number(id.slice(region.length + 1));
    if (number > (last.get(region)?.number ?? 0)) last.set(region, { number, count });
  }
  return (county) => {
    const now = last.get(county);
    const next =
      now === undefined || now.count >= packSize
        ? { number: (now?.number ?? 0) + 1, count: 1 }
        : { ...now, count: now.count + 1 };
    last.set(county, next);
    return `${county}-${String(next.number).padStart(3, '0')}`;
  };
}

async function markPacks(
  tx: Database,
  kind: DatabaseKind,
  touched: ReadonlyMap<string, string>,
  left: readonly string[],
): Promise<void> {
  for (const [id, region] of touched) {
    await tx
      .insertInto('registry_packs')
      .values({ id, region, count: 0, hash: null, body: null, plain_hash: null, plain_body: null })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute();
  }
  const ids = [...new Set([...touched.keys(), ...left])];
  await tx
    .updateTable('registry_packs')
    .set({ hash: null, body: null, count: sql`(select count(*) from enterprises where enterprises.pack = registry_packs.id)` })
    .where(inList(kind, 'id', ids))
    .execute();
}
