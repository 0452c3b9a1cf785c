/** Links by which firms fill their own self-assessment: 256 random bits each, of which the database keeps the hash alone. */
import { randomBytes } from 'node:crypto';
import type { AssessmentState } from '#domain/assessment.ts';
import type { FirmLink } from '#protocol/firm-link-wire.ts';
import { newId } from '#shared/ids.ts';
import type { EntityId } from '#shared/ids.ts';
import { ok, refused } from '#shared/outcome.ts';
import type { Outcome } from '#shared/outcome.ts';
import { problem } from '#shared/problems.ts';
import type { ServerContext } from '../context.ts';
import type { Database, Tables } from '../db/schema.ts';
import { wholeTables } from '../db/within.ts';
import type { Reader } from '../db/within.ts';
import { sha256 } from '../sha256.ts';

/** More than anybody types: after that a link takes nothing. */
const mostWrites = 10_000;

/** A link that holds, with what it leads to. */
export type OpenLink = {
  readonly id: string;
  readonly assessment: EntityId;
  readonly expiresAt: string;
  readonly handedInAt: string | null;
  readonly enterpriseName: string;
  readonly definitionHash: string;
};

/** In these states an assessment is still the firm's to fill: nobody has signed it or handed it in. */
export function isFillable(state: string): boolean {
  return (fillable as readonly string[]).includes(state);
}

const fillable: readonly AssessmentState[] = ['draft', 'returned'];

export async function makeFirmLink(
  db: Database,
  { assessment, person, days }: { readonly assessment: string; readonly person: string; readonly days: number },
  now: number,
): Promise<{ readonly id: string; readonly token: string }> {
  const token = randomBytes(32).toString('base64url');
  const id = newId<string>((count) => randomBytes(count));
  const row: Tables['firm_links'] = {
    id,
    token_hash: sha256(token),
    assessment,
    made_by: person,
    made_at: new Date(now).toISOString(),
    expires_at: new Date(now + days * 24 * 3_600_000).toISOString(),
    revoked_at: null,
    revoked_by: null,
    last_used_at: null,
    handed_in_at: null,
    writes: 0,
  };
  await db.insertInto('firm_links').values(row).execute();
  return { id, token };
}

/** Newest first; of an assessment, or the one link, as far as the assessment is in scope. */
export async function listFirmLinks(
  { from }: Pick<Reader, 'from'>,
  which: { readonly assessment: string } | { readonly id: string },
): Promise<readonly (FirmLink & { readonly assessment: string })[]> {
  const rows = await from('assessments')
    .innerJoin('firm_links', 'firm_links.assessment', 'assessments.assessment_id')
    .leftJoin('people', 'people.id', 'firm_links.made_by')
    .$if('assessment' in which, (query) =>
      query.where('assessments.assessment_id', '=', 'assessment' in which ? which.assessment : ''),
    )
    .$if('id' in which, (query) => query.where('firm_links.id', '=', 'id' in which ? which.id : ''))
    .select(['firm_links.id', 'firm_links.assessment', 'people.name', 'made_at', 'expires_at', 'revoked_at'])
    .select(['last_used_at', 'handed_in_at'])
    .orderBy('made_at', 'desc')
    .limit(100)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    assessment: row.assessment,
    madeBy: row.name ?? '',
    madeAt: row.made_at,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at,
    lastUsedAt: row.last_used_at,
    handedInAt: row.handed_in_at,
  }));
}

/** The first time counts. */
export async function revokeFirmLink(db: Database, id: string, person: string, at: string): Promise<void> {
  await db
    .updateTable('firm_links')
    .set({ revoked_at: at, revoked_by: person })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .execute();
}

/** A wrong, expired or revoked token reads alike. `firm-link.closed`: the assessment has been signed, handed in or voided. */
export async function openFirmLink({ open, now }: ServerContext, token: string): Promise<Outcome<OpenLink>> {
  const row = await wholeTables(open.db)
    .from('assessments')
    .innerJoin('firm_links', 'firm_links.assessment', 'assessments.assessment_id')
    .where('token_hash', '=', sha256(token))
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', new Date(now()).toISOString())
    .select(['firm_links.id', 'assessment', 'expires_at', 'handed_in_at', 'writes'])
    .select(['enterprise_name', 'definition_hash', 'assessments.state'])
    .executeTakeFirst();
  if (row === undefined) return refused(problem('firm-link.unknown'));
  if (!isFillable(row.state) || row.writes >= mostWrites) return refused(problem('firm-link.closed'));
  return ok({
    id: row.id,
    assessment: row.assessment as EntityId,
    expiresAt: row.expires_at,
    handedInAt: row.handed_in_at,
    enterpriseName: row.enterprise_name,
    definitionHash: row.definition_hash,
  });
}

export async function noteUse({ open, now }: ServerContext, id: string, writes: number): Promise<void> {
  await open.db
    .updateTable('firm_links')
    .set((eb) => ({ last_used_at: new Date(now()).toISOString(), writes: eb('writes', '+', writes) }))
    .where('id', '=', id)
    .execute();
}
