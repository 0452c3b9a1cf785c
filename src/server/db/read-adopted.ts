import { currentValue } from '#oplog/register.ts';
import type { Head, Op } from '#oplog/op.ts';
import type { AdoptedReply } from '#protocol/facts-wire.ts';
import type { Scope } from '#policy/scope.ts';
import { inList } from './bulk.ts';
import type { OpenDatabase } from './open-database.ts';

/** Answers of an assessment that stand as they were taken over from a fact, on whatever phone; null out of scope. */
export async function readAdopted({ db, kind }: OpenDatabase, scope: Scope, assessmentId: string): Promise<AdoptedReply | null> {
  const assessment = await db
    .selectFrom('assessments')
    .where('assessment_id', '=', assessmentId)
    .where('region', 'like', `${scope.prefix}%`)
    .select('assessment_id')
    .executeTakeFirst();
  if (assessment === undefined) return null;
  const registers = await db
    .selectFrom('registers')
    .where('entity_id', '=', assessmentId)
    .where('register', 'like', `${own}%`)
    .select(['register', 'heads'])
    .execute();
  const pathOf = new Map(
    registers.flatMap(({ register, heads }): readonly (readonly [hash: string, path: string])[] => {
      const current = currentValue({ heads: JSON.parse(heads) as readonly Head[] });
      const answered = (current.kind === 'clean' || current.kind === 'merged-equal') && current.value !== null;
      return answered ? [[current.head.hash, register.slice(own.length)]] : [];
    }),
  );
  const ops = await db
    .selectFrom('ops')
    .where(inList(kind, 'hash', [...pathOf.keys()]))
    .select(['hash', 'body'])
    .execute();
  const adopted = ops.flatMap(({ hash, body }) => {
    const path = pathOf.get(hash);
    return path === undefined || (JSON.parse(body) as Op).basis === null ? [] : [{ path, hash }];
  });
  return { adopted };
}

const own = 'self/';
