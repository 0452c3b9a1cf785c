import { currentValue } from '#oplog/register.ts';
import type { AdoptedReply } from '#protocol/facts-wire.ts';
import type { Scope } from '#policy/scope.ts';
import type { OpenDatabase } from './open-database.ts';
import { opsOfOwner } from './op-runs.ts';
import { readRegisters } from './register-runs.ts';

/** Answers of an assessment that stand as they were taken over from a fact, on whatever phone; null out of scope. */
export async function readAdopted({ db, kind }: OpenDatabase, scope: Scope, assessmentId: string): Promise<AdoptedReply | null> {
  const assessment = await db
    .selectFrom('assessments')
    .where('assessment_id', '=', assessmentId)
    .where('region', 'like', `${scope.prefix}%`)
    .select('assessment_id')
    .executeTakeFirst();
  if (assessment === undefined) return null;
  const pathOf = new Map(
    (await readRegisters(db, kind, [assessmentId])).flatMap(
      ({ register }): readonly (readonly [hash: string, path: string])[] => {
        if (register.entity !== 'assessment' || !register.register.startsWith(own)) return [];
        const current = currentValue(register);
        const answered = (current.kind === 'clean' || current.kind === 'merged-equal') && current.value !== null;
        return answered ? [[current.head.hash, register.register.slice(own.length)]] : [];
      },
    ),
  );
  const adopted = (await opsOfOwner(db, assessmentId)).flatMap(({ op: { hash, basis } }) => {
    const path = pathOf.get(hash);
    return path === undefined || basis === null ? [] : [{ path, hash }];
  });
  return { adopted };
}

const own = 'self/';
