import type { BulkTable } from './bulk.ts';

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
