/** The audit log: append-only, each row hashed over the one before it, so that a changed or missing row is found. */
import { sql } from 'kysely';
import { canonicalJson } from '#shared/canonical-json.ts';
import { sha256Text } from '#shared/sha256.ts';
import type { Database, DatabaseKind } from './schema.ts';

export type AuditEvent = { readonly kind: string; readonly person: string; readonly subject: string; readonly detail: string };

/** Appends within the given transaction; takes the row lock of the sync head, so that numbers and hashes cannot cross. */
export async function appendAudit(tx: Database, kind: DatabaseKind, events: readonly AuditEvent[], at: string): Promise<void> {
  if (events.length === 0) return;
  if (kind === 'postgres') await sql`select id from sync_head where id = 1 for update`.execute(tx);
  const last = await tx.selectFrom('audit').select(['number', 'hash']).orderBy('number', 'desc').limit(1).executeTakeFirst();
  let number = last?.number ?? 0;
  let prev = last?.hash ?? null;
  const rows = events.map((event) => {
    number += 1;
    const row = { number, at, ...event, prev };
    const hash = sha256Text(canonicalJson(row));
    prev = hash;
    return { ...row, hash };
  });
  await tx.insertInto('audit').values(rows).execute();
}

/** One event in a transaction of its own. */
export async function recordAudit(db: Database, kind: DatabaseKind, event: AuditEvent, at: string): Promise<void> {
  await db.transaction().execute((tx) => appendAudit(tx, kind, [event], at));
}

/** The numbers of rows whose hash, or link to the row before, does not hold; empty when the log is whole. */
export async function verifyAudit(db: Database): Promise<readonly { readonly number: number; readonly fault: string }[]> {
  const faults: { number: number; fault: string }[] = [];
  let before: { readonly number: number; readonly hash: string | null } = { number: 0, hash: null };
  for (;;) {
    const rows = await db
      .selectFrom('audit')
      .selectAll()
      .where('number', '>', before.number)
      .orderBy('number')
      .limit(1000)
      .execute();
    if (rows.length === 0) return faults;
    for (const { hash, ...row } of rows) {
      if (row.number !== before.number + 1) faults.push({ number: row.number, fault: 'a row before it is missing' });
      else if (row.prev !== before.hash) faults.push({ number: row.number, fault: 'does not continue the row before it' });
      if (sha256Text(canonicalJson(row)) !== hash) faults.push({ number: row.number, fault: 'was changed' });
      before = { number: row.number, hash };
    }
  }
}
