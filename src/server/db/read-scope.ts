/** What came into a viewer's scope, or left it, because the scope changed and not the things in it. */
import type { Actor } from '#domain/person.ts';
import { regionPrefix } from '#domain/regions.ts';
import type { PullReader } from '#replica/ports.ts';
import type { EntityId, RegionCode } from '#shared/ids.ts';
import type { ScopeMarks } from '../scope-mark.ts';
import { registersOfRun } from './register-runs.ts';
import type { Database } from './schema.ts';

type ScopeChange = Awaited<ReturnType<PullReader['scope']>>;

/**
 * Assessments and firms; their parts come and go with them. What a phone never had is not named as gone: an id tells that something is
 * there. Firms that travel in registry packs are not in pulls.
 */
export async function readScope(db: Database, marks: ScopeMarks, viewer: Actor, since: string | null): Promise<ScopeChange> {
  const { person, region } = viewer;
  const version = marks.make(person, { region, gsn: await readHead(db) });
  const before = since === null ? null : marks.read(person, since);
  if (before === null || before.region === region) return { version, grown: [], purge: [] };
  const grown = await runsWithin(db, region, before.region).select('root').distinct().execute();
  const gone = [
    ...(await assessmentsBefore(db, before.region, region, before.gsn)),
    ...(await firmsBefore(db, before.region, region, before.gsn)),
  ];
  return { version, grown: grown.map(({ root }) => root as EntityId), purge: gone as EntityId[] };
}

export async function readHead(db: Database): Promise<number> {
  return (await db.selectFrom('sync_head').select('gsn').where('id', '=', 1).executeTakeFirstOrThrow()).gsn;
}

function runsWithin(db: Database, inside: RegionCode, outside: RegionCode) {
  return db
    .selectFrom('register_runs')
    .where('pulled', '=', 1)
    .where('register_runs.region', 'like', `${regionPrefix(inside)}%`)
    .where('register_runs.region', 'not like', `${regionPrefix(outside)}%`);
}

async function assessmentsBefore(db: Database, inside: RegionCode, outside: RegionCode, gsn: number): Promise<readonly string[]> {
  const rows = await runsWithin(db, inside, outside)
    .select('root')
    .distinct()
    .where(({ or, exists, selectFrom }) =>
      or([
        exists(selectFrom('op_runs').select('device').whereRef('op_runs.owner', '=', 'root').where('first_gsn', '<=', gsn)),
        exists(selectFrom('ops').select('device').whereRef('ops.owner', '=', 'root').where('ops.gsn', '<=', gsn)),
      ]),
    )
    .execute();
  return rows.map(({ root }) => root);
}

/** A firm that was made twice, or made again under another device, may be older than the number of its making. */
async function firmsBefore(db: Database, inside: RegionCode, outside: RegionCode, gsn: number): Promise<readonly string[]> {
  const runs = await runsWithin(db, inside, outside)
    .innerJoin('entities', 'entities.entity_id', 'root')
    .where('entities.entity', '=', 'enterprise')
    .selectAll('register_runs')
    .execute();
  const old = runs.flatMap(registersOfRun).filter((held) => {
    const { register, heads } = held.register;
    return held.gsn <= gsn || (register === '@create' && (heads.length > 1 || heads.some(({ was }) => was !== null)));
  });
  return [...new Set(old.map(({ register }) => register.entityId))];
}
