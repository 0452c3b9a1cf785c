import type { DamagedFile } from '#protocol/damaged-files-wire.ts';
import type { Reader } from '../db/within.ts';

/** Of the reader's scope, those that were looked at last first. */
export async function listDamagedFiles({ from }: Reader): Promise<readonly DamagedFile[]> {
  const rows = await from('evidence_files')
    .innerJoin('file_checks', 'file_checks.sha256', 'evidence_files.sha256')
    .innerJoin('assessments', 'assessments.assessment_id', 'evidence_files.owner')
    .select(['evidence_files.evidence_id', 'owner', 'enterprise_name', 'found', 'checked_at'])
    .where('found', '!=', 'whole')
    .orderBy('checked_at', 'desc')
    .orderBy('evidence_files.evidence_id')
    .limit(100)
    .execute();
  return rows.map((row) => ({
    evidenceId: row.evidence_id,
    assessment: row.owner,
    enterpriseName: row.enterprise_name,
    found: row.found === 'missing' ? 'missing' : 'changed',
    checkedAt: row.checked_at,
  }));
}
