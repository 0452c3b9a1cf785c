import type { BulkTable } from './bulk.ts';

export const assessmentsTable: BulkTable<'assessments'> = {
  table: 'assessments',
  key: ['assessment_id'],
  existing: 'replace',
  columns: {
    assessment_id: 'text',
    enterprise: 'text',
    enterprise_name: 'text',
    region: 'text',
    definition: 'text',
    edition: 'text',
    definition_hash: 'text',
    demo: 'bigint',
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
    phone_differs: 'bigint',
  },
};

export const scoresTable: BulkTable<'scores'> = {
  table: 'scores',
  key: ['assessment_id'],
  existing: 'replace',
  long: true,
  columns: {
    assessment_id: 'text',
    region: 'text',
    definition_hash: 'text',
    scored_at: 'text',
    result: 'text',
    gsn: 'bigint',
  },
};

export const evidenceTable: BulkTable<'evidence'> = {
  table: 'evidence',
  key: ['evidence_id'],
  existing: 'replace',
  columns: {
    evidence_id: 'text',
    assessment: 'text',
    region: 'text',
    sha256: 'text',
    size: 'bigint',
    width: 'bigint',
    height: 'bigint',
    mime: 'text',
    method: 'text',
    captured_at: 'text',
    position: 'text',
    caption: 'text',
    voided: 'bigint',
  },
};

export const evidenceLinksTable: BulkTable<'evidence_links'> = {
  table: 'evidence_links',
  key: ['link_id'],
  existing: 'replace',
  columns: { link_id: 'text', assessment: 'text', evidence: 'text', question: 'text', voided: 'bigint' },
};

export const visitsTable: BulkTable<'visits'> = {
  table: 'visits',
  key: ['visit_id'],
  existing: 'replace',
  columns: {
    visit_id: 'text',
    enterprise: 'text',
    enterprise_name: 'text',
    region: 'text',
    date: 'text',
    time: 'text',
    purpose: 'text',
    state: 'text',
    author: 'text',
    people: 'text',
    instruments: 'text',
    checked_in_at: 'text',
    checked_out_at: 'text',
    follow_up_of: 'text',
    demo: 'bigint',
    updated_at: 'text',
  },
};

export const actionsTable: BulkTable<'actions'> = {
  table: 'actions',
  key: ['action_id'],
  existing: 'replace',
  columns: {
    action_id: 'text',
    enterprise: 'text',
    enterprise_name: 'text',
    region: 'text',
    assessment: 'text',
    definition: 'text',
    question: 'text',
    severity: 'text',
    title: 'text',
    owner_name: 'text',
    due: 'text',
    gain: 'double precision',
    state: 'text',
    proof_assessment: 'text',
    proof: 'text',
    proven: 'bigint',
    voided: 'bigint',
    author: 'text',
    demo: 'bigint',
    updated_at: 'text',
  },
};

export const reviewsTable: BulkTable<'reviews'> = {
  table: 'reviews',
  key: ['assessment_id'],
  existing: 'replace',
  columns: {
    assessment_id: 'text',
    region: 'text',
    heads: 'text',
    reviewer: 'text',
    second: 'text',
    deadline: 'text',
    drawn: 'bigint',
    graded: 'bigint',
    remarks: 'bigint',
  },
};

export const enterprisesTable: BulkTable<'enterprises'> = {
  table: 'enterprises',
  key: ['code'],
  existing: 'replace',
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
    demo: 'bigint',
    pack: 'text',
  },
};
