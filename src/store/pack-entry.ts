import type { EnterpriseRecord } from '#domain/enterprise.ts';
import type { SizeClass } from '#domain/size-class.ts';
import type { RegionCode } from '#shared/ids.ts';
import type { RegistryEntry } from '#replica/client-state.ts';
import type { Codec } from './codec.ts';
import type { StoreDatabase } from './database.ts';

/** A firm of the imported registry, found by its code in the one pack that holds it. */
export async function openPackEntry(db: StoreDatabase, codec: Codec, code: string): Promise<EnterpriseRecord | null> {
  const entry = await findEntry(db, codec, code);
  return entry === null ? null : enterpriseFrom(entry);
}

/** The class that the server told where it left the revenue out. */
export async function openPackSize(db: StoreDatabase, codec: Codec, code: string): Promise<SizeClass | null> {
  return (await findEntry(db, codec, code))?.size ?? null;
}

async function findEntry(db: StoreDatabase, codec: Codec, code: string): Promise<RegistryEntry | null> {
  const row = await db.packs.where('codes').equals(code).first();
  if (row === undefined) return null;
  const entries = (await codec.open('packs', row.id, row.sealed)) as readonly RegistryEntry[];
  return entries.find((each) => each.code === code) ?? null;
}

export function enterpriseFrom(entry: RegistryEntry): EnterpriseRecord {
  const { code, name, region, industry, headcount, revenue, address, demo } = entry;
  return { code, name, region: region as RegionCode, industry, headcount, revenue, address, contact: null, phone: null, demo };
}
