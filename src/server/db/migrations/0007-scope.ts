import { PostgresAdapter, sql } from 'kysely';
import type { Kysely } from 'kysely';
import { rowSecurity } from './row-security.ts';

const tables = [
  'enterprises',
  'entities',
  'assessments',
  'register_runs',
  'evidence_files',
  'scores',
  'evidence',
  'evidence_links',
  'ops',
  'op_runs',
  'registry_packs',
] as const;

/** What people were and which firms they go with, over time; the firm of every entity; registry packs without finance fields. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table person_grants (person text not null, role text not null, region text not null, since text not null,
    until text)`.execute(db);
  await sql`create index person_grants_by_person on person_grants (person)`.execute(db);
  await sql`insert into person_grants (person, role, region, since, until)
    select id, role, region, case when role = 'server' then '1970-01-01T00:00:00.000Z' else created_at end, disabled_at
    from people`.execute(db);
  await sql`create table assignments (person text not null, enterprise text not null, since text not null, since_gsn bigint not null,
    made_by text not null, until text, until_gsn bigint, ended_by text,
    constraint assignments_key primary key (person, enterprise, since_gsn))`.execute(db);
  await sql`create unique index assignments_standing on assignments (person, enterprise) where until_gsn is null`.execute(db);
  await sql`create index assignments_by_enterprise on assignments (enterprise)`.execute(db);
  await sql`alter table entities add column firm text`.execute(db);
  await sql`update entities set firm = case when entity = 'enterprise' then entity_id else
    (select enterprise from assessments where assessment_id = entities.owner) end`.execute(db);
  await sql`create index entities_by_firm on entities (firm)`.execute(db);
  await sql`alter table registry_packs add column plain_hash text`.execute(db);
  await sql`alter table registry_packs add column plain_body text`.execute(db);
  await sql`update registry_packs set hash = null, body = null`.execute(db);
  if (db.getExecutor().adapter instanceof PostgresAdapter) await rowSecurity(db, tables);
}
