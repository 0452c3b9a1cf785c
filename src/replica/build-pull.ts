/** The server half of pull: one page of folded rows behind the phone's cursor, within its scope, from one consistent read. */
import { protocolVersion } from '#protocol/sync-wire.ts';
import type { PersonName, PullReply, PullRow, SnapshotReply } from '#protocol/sync-wire.ts';
import type { EntityId, OpHash, PersonId } from '#shared/ids.ts';
import type { Json } from '#shared/json.ts';
import type { SeenHead } from './client-state.ts';
import type { OpPlaceName, PullPorts, PullReader } from './ports.ts';

export const pullLimit = 500;

export type PullRequest = {
  readonly cursor: number;
  readonly epoch: string | null;
  readonly limit: number;
  /** `scopeVersion` of the page that the phone applied last, null before the first. */
  readonly scope: string | null;
  /** Own ops that were confirmed to this phone: are they still there? */
  readonly confirmed: readonly OpPlaceName[];
  /** `head` and `headHash` of the latest page, null before the first: rows speak of that state, also those of a page that was not full. */
  readonly seen: SeenHead | null;
};

export async function buildPull(ports: PullPorts, request: PullRequest): Promise<PullReply> {
  return ports.snapshot(async (reader) => {
    const [epoch, head, versions] = [await reader.epoch(), await reader.head(), await reader.versions()];
    // Numbers of another epoch mean nothing here: such a phone begins anew.
    const from = request.epoch === null || request.epoch === epoch ? Math.max(0, request.cursor) : 0;
    const limit = Math.min(Math.max(1, request.limit), pullLimit);
    const rows = from >= head ? [] : await reader.rows(from, head, limit);
    const more = rows.length === limit;
    const last = rows.at(-1)?.gsn ?? from;
    // A phone at the beginning gets all that is in scope by pages.
    const scope = await reader.scope(from === 0 ? null : request.scope);
    // Behind a page that is not full nothing follows in scope: the cursor may pass what others' scopes hold.
    const cursor = more ? last : Math.max(from, head);
    return {
      proto: protocolVersion,
      epoch,
      from,
      hashAtCursor: from === 0 ? null : await reader.changeHash(from),
      rows: [...rows],
      people: await authorsIn(reader, rows),
      cursor,
      cursorHash: cursor === 0 ? null : await reader.changeHash(cursor),
      more,
      head,
      headHash: head === 0 ? null : await reader.changeHash(head),
      ...(await stillThere(reader, request)),
      scopeVersion: scope.version,
      scopeFrom: request.scope,
      grown: [...scope.grown],
      purge: [...scope.purge],
      registryVersion: versions.registry,
      definitionsVersion: versions.definitions,
      beacon: ports.beacon(),
      serverTime: new Date(ports.now()).toISOString(),
    };
  });
}

async function stillThere(
  reader: PullReader,
  { confirmed, seen }: PullRequest,
): Promise<{ readonly held: OpHash[]; readonly lost: string | null }> {
  const held: OpHash[] = [];
  for (const op of confirmed) if (await reader.holds(op)) held.push(op.hash);
  const hasSeen = seen === null || (await reader.changeHash(seen.gsn)) === seen.hash;
  return { held, lost: hasSeen ? (confirmed.find(({ hash }) => !held.includes(hash))?.hash ?? null) : (seen?.hash ?? null) };
}

/** What `GET /api/sync/snapshot` answers: all rows of one assessment or enterprise, [] when out of scope or absent. */
export async function buildSnapshot(ports: PullPorts, entityId: EntityId): Promise<SnapshotReply> {
  return ports.snapshot(async (reader) => {
    const rows = await reader.rowsOf(entityId);
    const people = await authorsIn(reader, rows);
    return { proto: protocolVersion, epoch: await reader.epoch(), at: await reader.head(), rows, people };
  });
}

/** Only who wrote something that these rows show, or is to go on a visit among them: nobody learns of people by asking. */
async function authorsIn(reader: PullReader, rows: readonly PullRow[]): Promise<PersonName[]> {
  const authors = rows.flatMap((row) =>
    row.kind === 'register' ? row.heads.flatMap(({ author, value }) => [author as PersonId, ...goersOf(row, value)]) : [],
  );
  return authors.length === 0 ? [] : [...(await reader.names([...new Set(authors)]))];
}

function goersOf({ entity, register }: Extract<PullRow, { kind: 'register' }>, value: Json): readonly PersonId[] {
  if (entity !== 'visit') return [];
  if (register.startsWith('section/')) return typeof value === 'string' ? [value as PersonId] : [];
  if (register !== '@create' && register !== 'people') return [];
  const people = register === 'people' ? value : (value as { readonly people?: Json } | null)?.people;
  return Array.isArray(people) ? people.filter((each): each is PersonId => typeof each === 'string') : [];
}
