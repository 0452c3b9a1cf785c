import { currentValue } from '#oplog/register.ts';
import type { AdoptedReply } from '#protocol/facts-wire.ts';
import type { Json } from '#shared/json.ts';
import { opsOfOwner } from './op-runs.ts';
import { registersWithin } from './register-runs.ts';
import type { Reader } from './within.ts';

/** Answers of an assessment that stand as they were taken over from a fact, on whatever phone; null out of scope. */
export async function readAdopted(reader: Reader, assessmentId: string): Promise<AdoptedReply | null> {
  const assessment = await reader
    .from('assessments')
    .where('assessment_id', '=', assessmentId)
    .select('assessment_id')
    .executeTakeFirst();
  if (assessment === undefined) return null;
  const pathOf = new Map(
    (await registersWithin(reader, [assessmentId])).flatMap(
      ({ register }): readonly (readonly [hash: string, path: string])[] => {
        if (register.entity !== 'assessment' || !register.register.startsWith(own)) return [];
        const current = currentValue(register);
        const answered = (current.kind === 'clean' || current.kind === 'merged-equal') && current.value !== null;
        return answered ? [[current.head.hash, register.register.slice(own.length)]] : [];
      },
    ),
  );
  const adopted = (await opsOfOwner(reader, assessmentId)).flatMap(({ op: { hash, basis } }) => {
    const path = pathOf.get(hash);
    return path === undefined || !isFact(basis) ? [] : [{ path, hash }];
  });
  return { adopted };
}

const own = 'self/';

/** A basis may also name the firm's link by which an answer came. */
function isFact(basis: Json): boolean {
  return basis !== null && typeof basis === 'object' && 'fact' in basis;
}
