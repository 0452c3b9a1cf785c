/** Pages of what changed, for one viewer, from one consistent read. */
import { sql } from 'kysely';
import type { Actor } from '#domain/person.ts';
import { scopeOf } from '#policy/scope.ts';
import type { Scope } from '#policy/scope.ts';
import type { PullRow, RegisterRow } from '#protocol/sync-wire.ts';
import type { PullReader } from '#replica/ports.ts';
import { sha256Text } from '#shared/sha256.ts';
import type { ServerContext } from '../context.ts';
import type { ScopeMarks } from '../scope-mark.ts';
import { inList } from './bulk.ts';
import { readHead, readScope } from './read-scope.ts';
import { registersOfRun, registersWithin } from './register-runs.ts';
import type { HeldRegister } from './register-runs.ts';
import { registryVersion } from './registry-packs.ts';
import type { Tables } from './schema.ts';
import { shownHeads } from './shown-heads.ts';
import { receiptOf, receiptsBetween } from './op-runs.ts';
import { readSetting } from './settings.ts';
import { readerIn } from './within.ts';
import type { Reader } from './within.ts';

export type PullSnapshot = <T>(run: (reader: PullReader) => Promise<T>) => Promise<T>;

export function pullSnapshot({ open, catalogue, scopeMarks }: ServerContext, viewer: Actor): PullSnapshot {
  const { db, kind } = open;
  const reader = { viewer, definitionsVersion: catalogue.version, marks: scopeMarks };
  return (run) => {
    const transaction = db.transaction();
    const consistent =
      kind === 'postgres' ? transaction.setIsolationLevel('repeatable read').setAccessMode('read only') : transaction;
    return consistent.execute(async (tx) => run(pullReader(await readerIn(tx, kind, scopeOf(viewer)), reader)));
  };
}

type For = { readonly viewer: Actor; readonly definitionsVersion: string; readonly marks: ScopeMarks };

function pullReader(reader: Reader, { viewer, definitionsVersion, marks }: For): PullReader {
  const { db, kind, from, scope } = reader;
  return {
    epoch: async () => (await readSetting(db, 'epoch')) ?? '',
    head: () => readHead(db),
    changeHash: async (gsn) => {
      const commit = await db
        .selectFrom('commits')
        .select(['first_gsn', 'mark'])
        .where('last_gsn', '>=', gsn)
        .orderBy('last_gsn')
        .limit(1)
        .executeTakeFirst();
      return commit === undefined || commit.first_gsn > gsn ? null : sha256Text(`${commit.mark} ${gsn}`);
    },
    rows: (after, upTo, limit) => rowsBetween(reader, { after, upTo, limit }),
    rowsOf: async (entityId) => {
      const entity = await from('entities').select('entity_id').where('entity_id', '=', entityId).executeTakeFirst();
      if (entity === undefined) return [];
      const registers = await registersWithin(reader, [entityId]);
      const files = await from('evidence_files').selectAll().where('owner', '=', entityId).execute();
      const scores = await from('scores').selectAll().where('assessment_id', '=', entityId).execute();
      return [
        ...registers.flatMap((held) => registerRow(scope, held) ?? []),
        ...files.map(fileRow),
        ...scores.map(scoreRow),
      ].sort((a, b) => a.gsn - b.gsn);
    },
    names: async (people) => {
      const rows = await db
        .selectFrom('people')
        .select(['id', 'name'])
        .where(inList(kind, 'id', people))
        .execute();
      return rows.map(({ id, name }) => ({ person: id, name }));
    },
    versions: async () => {
      const { registry_gsn: registry } = await db
        .selectFrom('sync_head')
        .select('registry_gsn')
        .where('id', '=', 1)
        .executeTakeFirstOrThrow();
      return { registry: registryVersion(registry, scope), definitions: definitionsVersion };
    },
    scope: (since) => readScope(reader, marks, viewer, since),
    holds: async ({ device, seq, hash, gsn }) => {
      if (gsn !== null) {
        const receipt = (await receiptsBetween(db, device, seq, seq)).get(seq);
        return receipt?.hash === hash && receipt.gsn === gsn;
      }
      const aside = await db
        .selectFrom('ops')
        .select('hash')
        .where('device', '=', device)
        .where('seq', '=', seq)
        .where(({ eb, or }) => or([eb('state', '=', 'quarantined'), eb('receipt_gsn', 'is not', null)]))
        .executeTakeFirst();
      return aside?.hash === hash;
    },
  };
}

type Span = { readonly after: number; readonly upTo: number; readonly limit: number };

async function rowsBetween(reader: Reader, span: Span): Promise<readonly PullRow[]> {
  const { after, upTo, limit } = span;
  const { db, from, scope } = reader;
  const registers = await registersBetween(reader, span);
  const files = await from('evidence_files')
    .selectAll()
    .where('gsn', '>', after)
    .where('gsn', '<=', upTo)
    .orderBy('gsn')
    .limit(limit)
    .execute();
  const scores = await from('scores')
    .selectAll()
    .where('gsn', '>', after)
    .where('gsn', '<=', upTo)
    .orderBy('gsn')
    .limit(limit)
    .execute();
  const receipts = await db
    .selectFrom('ops')
    .innerJoin('devices', 'devices.id', 'ops.device')
    .select(['hash', 'gsn', 'received_at', 'state', 'problem', sql<number>`receipt_gsn`.as('at')])
    .where('receipt_gsn', '>', after)
    .where('receipt_gsn', '<=', upTo)
    .where('devices.person', '=', scope.person)
    .orderBy('receipt_gsn')
    .limit(limit)
    .execute();
  const rows: PullRow[] = [
    ...registers,
    ...files.map(fileRow),
    ...scores.map(scoreRow),
    ...receipts.map((row): PullRow => ({ kind: 'receipt', gsn: row.at, receipt: receiptOf(row) })),
  ];
  return rows.sort((a, b) => a.gsn - b.gsn).slice(0, limit);
}

/** At least as many as asked for, unless there are no more. Runs are long or short, so they are read a few at a time. */
async function registersBetween({ from, scope }: Reader, { after, upTo, limit }: Span): Promise<readonly RegisterRow[]> {
  const found: RegisterRow[] = [];
  let read = after;
  for (let count = 8; found.length < limit; count *= 2) {
    const runs = await from('register_runs')
      .selectAll()
      .where('last_gsn', '>', read)
      .where('pulled', '=', 1)
      .orderBy('last_gsn')
      .limit(count)
      .execute();
    const registers = runs.flatMap(registersOfRun);
    const between = registers.filter(({ gsn }) => gsn > after && gsn <= upTo);
    found.push(...between.flatMap((held) => registerRow(scope, held) ?? []));
    read = runs.at(-1)?.last_gsn ?? read;
    if (runs.length < count || registers.some(({ gsn }) => gsn > upTo)) break;
  }
  return found;
}

/** Null when there is nothing in it that the viewer may see. */
function registerRow(scope: Scope, { register, owner, region, gsn }: HeldRegister): RegisterRow | null {
  const heads = shownHeads(scope, register);
  return heads === null ? null : { kind: 'register', gsn, ...register, owner, region, heads };
}

function fileRow(row: Tables['evidence_files']): PullRow {
  const { gsn, evidence_id: evidenceId, owner, sha256, size, committed_at: committedAt } = row;
  return { kind: 'evidence', gsn, evidenceId, owner, sha256, size, committedAt };
}

function scoreRow(row: Tables['scores']): PullRow {
  const { gsn, assessment_id: assessmentId, definition_hash: definition, scored_at: scoredAt } = row;
  return { kind: 'score', gsn, assessmentId, definition, scoredAt, result: JSON.parse(row.result) as never };
}
