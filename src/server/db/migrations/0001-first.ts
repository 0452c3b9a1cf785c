import { sql } from 'kysely';
import type { CreateTableBuilder, Kysely } from 'kysely';

type Columns = Readonly<Record<string, 'text' | 'integer' | 'bigint' | 'double precision'>>;
type Shape = {
  readonly key: readonly string[];
  /** Columns that may be null. */
  readonly optional?: readonly string[];
  readonly columns: Columns;
  readonly unique?: readonly (readonly string[])[];
  readonly index?: readonly (readonly string[])[];
  /** Indexes over the rows for which a condition holds. */
  readonly rare?: readonly { readonly columns: readonly string[]; readonly where: string }[];
};

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const [name, shape] of Object.entries(tables)) {
    let table: CreateTableBuilder<string, string> = db.schema.createTable(name);
    for (const [column, type] of Object.entries(shape.columns)) {
      table = table.addColumn(column, type, (build) => (shape.optional?.includes(column) === true ? build : build.notNull()));
    }
    table = table.addPrimaryKeyConstraint(`${name}_key`, [...shape.key]);
    for (const columns of shape.unique ?? []) table = table.addUniqueConstraint(`${name}_${columns.join('_')}`, [...columns]);
    await table.execute();
    for (const columns of shape.index ?? []) {
      await db.schema
        .createIndex(`${name}_by_${columns.join('_')}`)
        .on(name)
        .columns([...columns])
        .execute();
    }
    for (const { columns, where } of shape.rare ?? []) {
      const names = sql.join(columns.map((column) => sql.ref(column)));
      await sql`create index ${sql.id(`${name}_by_${columns.join('_')}`)} on ${sql.table(name)} (${names}) where ${sql.raw(where)}`.execute(
        db,
      );
    }
  }
  await sql`insert into sync_head (id, gsn, registry_gsn) values (1, 0, 0)`.execute(db);
}

const tables: Readonly<Record<string, Shape>> = {
  settings: { key: ['key'], columns: { key: 'text', value: 'text' } },
  people: {
    key: ['id'],
    unique: [['account']],
    optional: ['password_hash', 'disabled_at'],
    columns: {
      id: 'text',
      account: 'text',
      name: 'text',
      role: 'text',
      region: 'text',
      password_hash: 'text',
      demo: 'integer',
      created_at: 'text',
      disabled_at: 'text',
    },
  },
  sessions: {
    key: ['token_hash'],
    index: [['person']],
    columns: { token_hash: 'text', person: 'text', created_at: 'text', expires_at: 'text' },
  },
  devices: {
    key: ['id'],
    index: [['person']],
    optional: ['successor_of', 'recovery_envelope', 'last_hash'],
    columns: {
      id: 'text',
      person: 'text',
      public_key: 'text',
      successor_of: 'text',
      recovery_envelope: 'text',
      enrolled_at: 'text',
      last: 'bigint',
      last_hash: 'text',
    },
  },
  ops: {
    // The hash covers device and seq, so it is unique too. An index over random hashes would cost more than all else that a push writes.
    key: ['device', 'seq'],
    index: [['owner']],
    // What is rare stays out of the way of what is written a hundred times a push.
    rare: [
      { columns: ['device', 'step'], where: "state = 'quarantined'" },
      { columns: ['waits_for'], where: 'waits_for is not null' },
      { columns: ['receipt_gsn'], where: 'receipt_gsn is not null' },
      { columns: ['was'], where: 'was is not null' },
      { columns: ['hash'], where: "register = '@workflow'" },
    ],
    optional: ['gsn', 'problem', 'waits_for', 'receipt_gsn', 'was', 'owner', 'region'],
    columns: {
      hash: 'text',
      device: 'text',
      seq: 'bigint',
      step: 'text',
      gsn: 'bigint',
      state: 'text',
      problem: 'text',
      waits_for: 'text',
      receipt_gsn: 'bigint',
      was: 'text',
      kind: 'text',
      entity: 'text',
      entity_id: 'text',
      owner: 'text',
      region: 'text',
      register: 'text',
      author: 'text',
      wall_time: 'text',
      received_at: 'text',
      body: 'text',
    },
  },
  op_parents: { key: ['parent', 'child'], columns: { parent: 'text', child: 'text' } },
  entities: {
    key: ['entity_id'],
    index: [['owner']],
    optional: ['owner', 'state'],
    columns: { entity_id: 'text', entity: 'text', owner: 'text', region: 'text', created_by: 'text', state: 'text' },
  },
  registers: {
    key: ['entity_id', 'register'],
    index: [['gsn'], ['owner']],
    optional: ['owner'],
    columns: {
      entity_id: 'text',
      register: 'text',
      entity: 'text',
      owner: 'text',
      region: 'text',
      heads: 'text',
      gsn: 'bigint',
      pulled: 'integer',
    },
  },
  evidence_files: {
    key: ['evidence_id'],
    index: [['owner'], ['gsn'], ['sha256']],
    columns: {
      evidence_id: 'text',
      owner: 'text',
      region: 'text',
      sha256: 'text',
      size: 'bigint',
      mime: 'text',
      committed_at: 'text',
      committed_by: 'text',
      gsn: 'bigint',
    },
  },
  scores: {
    key: ['assessment_id'],
    index: [['gsn']],
    columns: { assessment_id: 'text', region: 'text', definition_hash: 'text', scored_at: 'text', result: 'text', gsn: 'bigint' },
  },
  commits: { key: ['last_gsn'], columns: { last_gsn: 'bigint', first_gsn: 'bigint', mark: 'text' } },
  sync_head: { key: ['id'], columns: { id: 'integer', gsn: 'bigint', registry_gsn: 'bigint' } },
  audit: {
    key: ['number'],
    optional: ['prev'],
    columns: {
      number: 'bigint',
      at: 'text',
      kind: 'text',
      person: 'text',
      subject: 'text',
      detail: 'text',
      prev: 'text',
      hash: 'text',
    },
  },
  enterprises: {
    key: ['code'],
    index: [['region'], ['pack']],
    optional: ['industry', 'headcount', 'revenue', 'address', 'contact', 'phone'],
    columns: {
      code: 'text',
      name: 'text',
      initials: 'text',
      region: 'text',
      industry: 'text',
      headcount: 'double precision',
      revenue: 'double precision',
      address: 'text',
      contact: 'text',
      phone: 'text',
      demo: 'integer',
      pack: 'text',
    },
  },
  registry_packs: {
    key: ['id'],
    index: [['region']],
    optional: ['hash', 'body'],
    columns: { id: 'text', region: 'text', count: 'integer', hash: 'text', body: 'text' },
  },
  assessments: {
    key: ['assessment_id'],
    index: [['region', 'updated_at'], ['enterprise']],
    optional: ['submitted_at', 'level', 'level_name', 'score_l', 'score_b', 'phone_score'],
    columns: {
      assessment_id: 'text',
      enterprise: 'text',
      enterprise_name: 'text',
      region: 'text',
      definition: 'text',
      edition: 'text',
      definition_hash: 'text',
      demo: 'integer',
      state: 'text',
      author: 'text',
      created_at: 'text',
      updated_at: 'text',
      submitted_at: 'text',
      level: 'text',
      level_name: 'text',
      score_l: 'double precision',
      score_b: 'double precision',
      measures: 'text',
      completeness: 'double precision',
      phone_score: 'text',
      phone_differs: 'integer',
    },
  },
  evidence: {
    key: ['evidence_id'],
    index: [['assessment']],
    optional: ['position', 'caption'],
    columns: {
      evidence_id: 'text',
      assessment: 'text',
      region: 'text',
      sha256: 'text',
      size: 'bigint',
      width: 'integer',
      height: 'integer',
      mime: 'text',
      method: 'text',
      captured_at: 'text',
      position: 'text',
      caption: 'text',
      voided: 'integer',
    },
  },
  evidence_links: {
    key: ['link_id'],
    index: [['assessment'], ['evidence']],
    columns: { link_id: 'text', assessment: 'text', evidence: 'text', question: 'text', voided: 'integer' },
  },
};
