/** Opens the sealed packs once, keeps the firms in memory, and takes in what changes. */
import { liveQuery } from 'dexie';
import type { EnterpriseRecord } from '#domain/enterprise.ts';
import { searchKey } from '#domain/pinyin-key.ts';
import { sizeClass } from '#domain/size-class.ts';
import type { RegistryEntry } from '#replica/client-state.ts';
import { aesCodec } from './codec.ts';
import type { Codec } from './codec.ts';
import { StoreDatabase } from './database.ts';
import type { EnterpriseRow, PackRow } from './database.ts';
import { searchEnterprises } from './registry-index.ts';
import type { FoundEnterprise } from './registry-index.ts';
import type { FromSearchWorker, ToSearchWorker } from './registry-messages.ts';

type Opened = { readonly db: StoreDatabase; readonly codec: Codec };

let opened: Opened | null = null;
let entries: readonly FoundEnterprise[] = [];
/** Opened packs by id and hash, opened own firms by code and time: only what changed is opened again. */
const packs = new Map<string, { readonly hash: string; readonly entries: readonly RegistryEntry[] }>();
const firms = new Map<string, { readonly updatedAt: string; readonly entry: FoundEnterprise }>();
let loading: Promise<unknown> = Promise.resolve();

self.addEventListener('message', ({ data }: MessageEvent<ToSearchWorker>) => void answer(data));

async function answer(message: ToSearchWorker): Promise<void> {
  if (message.kind === 'open') return open(message.database, message.person, message.key);
  try {
    if (message.kind === 'refresh') loading = loading.then(load, load);
    await loading;
    if (message.kind === 'refresh') say({ kind: 'refreshed', id: message.id, total: entries.length });
    else say({ kind: 'found', id: message.id, reply: searchEnterprises(entries, message.text, message.options) });
  } catch {
    say({ kind: 'failed', id: message.id });
  }
}

function open(database: string, person: string, key: CryptoKey): void {
  const db = new StoreDatabase(database);
  db.on('versionchange', () => db.close());
  opened = { db, codec: aesCodec(key, person) };
  loading = load();
  // Dexie tells a worker, too, when another thread has written what this reads.
  liveQuery(() => Promise.all([db.packs.toCollection().keys(), db.packs.count(), db.enterprises.toArray()])).subscribe({
    next: () => {
      loading = loading.then(load, load);
    },
    error: () => undefined,
  });
}

async function load(): Promise<void> {
  if (opened === null) return;
  const { db, codec } = opened;
  const [packRows, firmRows] = await Promise.all([db.packs.toArray(), db.enterprises.toArray()]);
  let changed = false;
  for (const row of packRows) changed = (await takePack(codec, row)) || changed;
  const kept = new Set(packRows.map(({ id }) => id));
  for (const id of packs.keys()) if (!kept.has(id)) changed = packs.delete(id) || changed;
  for (const row of firmRows) changed = (await takeFirm(codec, row)) || changed;
  if (!changed) return;
  const own = new Set(firms.keys());
  const [imported, told]: [RegistryEntry[], Map<string, RegistryEntry['size']>] = [[], new Map()];
  for (const entry of [...packs.values()].flatMap((pack) => pack.entries)) {
    // A firm whose revenue this person is not shown has its class from the pack.
    if (own.has(entry.code)) told.set(entry.code, entry.size);
    else imported.push(entry);
  }
  entries = [
    ...imported.map((entry) => ({ ...entry, source: 'registry' }) as const),
    ...[...firms.values()].map(({ entry }) => ({ ...entry, size: entry.size ?? told.get(entry.code) ?? null })),
  ];
  say({ kind: 'changed', total: entries.length });
}

async function takePack(codec: Codec, row: PackRow): Promise<boolean> {
  if (packs.get(row.id)?.hash === row.hash) return false;
  packs.set(row.id, { hash: row.hash, entries: (await codec.open('packs', row.id, row.sealed)) as readonly RegistryEntry[] });
  return true;
}

async function takeFirm(codec: Codec, row: EnterpriseRow): Promise<boolean> {
  if (firms.get(row.code)?.updatedAt === row.updatedAt) return false;
  const record = (await codec.open('enterprises', row.code, row.sealed)) as EnterpriseRecord;
  const { code, name, region, industry, headcount, revenue, address, demo } = record;
  const entry = {
    code,
    name,
    region,
    industry,
    headcount,
    revenue,
    address,
    demo,
    size: sizeClass(headcount, revenue),
    initials: await initialsOf(name),
    source: row.source,
  };
  firms.set(row.code, { updatedAt: row.updatedAt, entry });
  return true;
}

/** The dictionary is large: it is loaded only when this phone holds a firm that no pack brought initials for. */
async function initialsOf(name: string): Promise<string> {
  const { pinyin } = await import('pinyin-pro');
  return searchKey(pinyin(name, { pattern: 'first', toneType: 'none', type: 'array', nonZh: 'consecutive' }).join(''));
}

function say(message: FromSearchWorker): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker's postMessage has no origin
  self.postMessage(message);
}
