/**
 * The tables, for both databases alike: text, integers and doubles only. JSON and ISO times are text, truth is 0 or 1. Every row
 * that is read within a scope carries its region.
 */
import type { Kysely, Transaction } from 'kysely';

type Flag = 0 | 1;

export type Tables = {
  settings: { key: string; value: string };
  people: {
    id: string;
    account: string;
    name: string;
    role: string;
    region: string;
    /** Argon2id string; null for one who cannot sign in (the server itself). */
    password_hash: string | null;
    demo: Flag;
    created_at: string;
    disabled_at: string | null;
  };
  /** What people were, and when; none stands while they are disabled. `until` null: it stands. */
  person_grants: { person: string; role: string; region: string; since: string; until: string | null };
  /** Firms that people go with. The numbers say which of them stood when a page of pulls was made. */
  assignments: {
    person: string;
    enterprise: string;
    since: string;
    since_gsn: number;
    made_by: string;
    until: string | null;
    until_gsn: number | null;
    ended_by: string | null;
  };
  /** `token_hash` is the hex SHA-256 of the cookie's value, which is stored nowhere. */
  sessions: {
    token_hash: string;
    person: string;
    created_at: string;
    expires_at: string;
    /** The device that was enrolled or used with it, null before. */
    device: string | null;
    /** When the second factor was shown, null while it was not. */
    factor_at: string | null;
  };
  /** One-time codes by which a person sets their password; the code itself is stored nowhere. */
  activations: { person: string; code_hash: string; expires_at: string; tries: number };
  /** TOTP (RFC 6238). */
  second_factors: {
    person: string;
    /** Base32. */
    secret: string;
    /** Null until the person has shown a first code. */
    confirmed_at: string | null;
    /** Step of the last code that was taken: none is taken twice. */
    last_step: number;
  };
  devices: {
    id: string;
    person: string;
    public_key: string;
    successor_of: string | null;
    recovery_envelope: string | null;
    enrolled_at: string;
    /** Gap-free prefix that the server holds. */
    last: number;
    last_hash: string | null;
    revoked_at: string | null;
    /** `lost`: keys are shredded at the next contact. `transfer`: what is unsent is pushed first. */
    revoke_mode: 'lost' | 'transfer' | null;
  };
  /** One AES-256 key a person, base64url: it opens the second copies on their phones, together with nothing else. */
  personal_keys: { person: string; key: string; made_at: string };
  /** Ops that are found by something else than their place in the chain; others are in `op_runs`. */
  ops: {
    hash: string;
    device: string;
    seq: number;
    step: string;
    /** Null while quarantined. */
    gsn: number | null;
    state: 'stored' | 'quarantined';
    problem: string | null;
    /** The entity that a quarantined op waits for. */
    waits_for: string | null;
    /** Number of the `receipt` row by which the author's phones learn that a quarantined op was judged again. */
    receipt_gsn: number | null;
    was: string | null;
    kind: string;
    entity: string;
    entity_id: string;
    owner: string | null;
    region: string | null;
    register: string;
    author: string;
    wall_time: string;
    received_at: string;
    /** The whole op as JSON. */
    body: string;
  };
  /** Stored ops of one device and owner, numbered one after the other: see `op-runs.ts`. */
  op_runs: {
    device: string;
    first_seq: number;
    last_seq: number;
    first_gsn: number;
    owner: string | null;
    region: string | null;
    received_at: string;
    /** The ops as JSON, as a run. */
    body: string;
  };
  /** What a device signed: the hash of the last op of a push, which stands for its whole chain up to there. */
  push_signatures: {
    device: string;
    first_seq: number;
    last_seq: number;
    hash: string;
    /** Base64url of r‖s, ECDSA P-256 over the UTF-8 of `hash`. */
    signature: string;
    received_at: string;
  };
  op_parents: { parent: string; child: string };
  entities: {
    entity_id: string;
    entity: string;
    owner: string | null;
    region: string;
    /** Credit code of the firm that it belongs to, itself for an enterprise. */
    firm: string | null;
    created_by: string;
    /** Workflow state of an assessment. */
    state: string | null;
  };
  /** Registers of one root, next to each other by number: see `register-runs.ts`. */
  register_runs: {
    /** Number of the last change in it when it was made; no other run has numbers between its first and this. */
    last_gsn: number;
    /** The assessment or visit they belong to, or the enterprise. */
    root: string;
    region: string;
    /** 0 for what phones get as registry packs instead: enterprises that only the server's own chain wrote. */
    pulled: Flag;
    /** How many of them have several heads. */
    split: number;
    /** JSON, as a run. */
    registers: string;
  };
  /** Bytes that were hashed, synced and moved into the content-addressed folder. */
  evidence_files: {
    evidence_id: string;
    owner: string;
    region: string;
    sha256: string;
    size: number;
    mime: string;
    committed_at: string;
    committed_by: string;
    gsn: number;
  };
  /** What was found when a stored file was last hashed again; no row: not yet since its commit. */
  file_checks: { sha256: string; checked_at: string; found: 'whole' | 'missing' | 'changed' };
  /** The server's score of an assessment; `result` is the JSON of a ScoreResult. */
  scores: {
    assessment_id: string;
    region: string;
    definition_hash: string;
    scored_at: string;
    result: string;
    gsn: number;
  };
  /** One row a transaction that took numbers: its random mark tells a restored server from this one. */
  commits: { last_gsn: number; first_gsn: number; mark: string };
  sync_head: { id: number; gsn: number; registry_gsn: number };
  audit: {
    number: number;
    at: string;
    kind: string;
    person: string;
    subject: string;
    detail: string;
    prev: string | null;
    hash: string;
  };
  /** Hourly Merkle roots over the log, each covering the one before. */
  seals: {
    number: number;
    made_at: string;
    root: string;
    leaves: number;
    /** Evidence and ops up to this number, audit rows up to that one. */
    last_gsn: number;
    last_audit: number;
  };
  /** `leaf` as `leafText` writes it; `subject` is what it speaks of. */
  seal_leaves: { seal: number; position: number; kind: string; subject: string; leaf: string };
  /** RFC 3161 tokens over the roots of seals, base64 of DER. */
  seal_timestamps: { seal: number; made_at: string; authority: string; token: string };
  /** Projections of registers, for queries. They can be rebuilt from `registers` at any time. */
  enterprises: {
    code: string;
    name: string;
    initials: string;
    region: string;
    industry: string | null;
    headcount: number | null;
    revenue: number | null;
    address: string | null;
    contact: string | null;
    phone: string | null;
    demo: Flag;
    pack: string;
  };
  registry_packs: {
    id: string;
    region: string;
    count: number;
    /** Null: an entry changed since the pack was made. */
    hash: string | null;
    body: string | null;
    /** The same without finance fields. */
    plain_hash: string | null;
    plain_body: string | null;
  };
  assessments: {
    assessment_id: string;
    enterprise: string;
    enterprise_name: string;
    region: string;
    definition: string;
    edition: string;
    definition_hash: string;
    demo: Flag;
    /** The assessment whose actions it looks at; null in any other. */
    follow_up_of: string | null;
    state: string;
    /** Person who created it. */
    author: string;
    /** Server times. */
    created_at: string;
    updated_at: string;
    submitted_at: string | null;
    level: string | null;
    level_name: string | null;
    /** Scores of the totals `L` and `B`; the rest stands in `measures`. */
    score_l: number | null;
    score_b: number | null;
    /** JSON `{[measure]: MeasureScore}`. */
    measures: string;
    /** Answered share of the relevant, applicable scored items, 0–1. */
    completeness: number;
    /** JSON of the phone's `WorkflowRecord.phoneScore`, null before finishing. */
    phone_score: string | null;
    phone_differs: Flag;
    /** What stands after a visit, like the columns above; null: nobody has verified anything. */
    verified_level: string | null;
    verified_level_name: string | null;
    verified_l: number | null;
    verified_b: number | null;
    verified_measures: string | null;
    /** Clauses that were verified, those there are, those that differ. */
    verified_looked: number | null;
    verified_of: number | null;
    verified_differing: number | null;
  };
  evidence: {
    evidence_id: string;
    assessment: string;
    region: string;
    sha256: string;
    size: number;
    width: number;
    height: number;
    mime: string;
    method: string;
    captured_at: string;
    /** JSON of a Position. */
    position: string | null;
    caption: string | null;
    voided: Flag;
  };
  visits: {
    visit_id: string;
    enterprise: string;
    enterprise_name: string;
    region: string;
    /** `2026-11-21`. */
    date: string;
    time: string | null;
    purpose: string;
    state: string;
    author: string;
    /** JSON arrays of person ids and of definition ids. */
    people: string;
    instruments: string;
    /** ISO times of phones. */
    checked_in_at: string | null;
    checked_out_at: string | null;
    follow_up_of: string | null;
    demo: Flag;
    /** Server time. */
    updated_at: string;
  };
  actions: {
    action_id: string;
    enterprise: string;
    enterprise_name: string;
    region: string;
    assessment: string | null;
    definition: string | null;
    question: string | null;
    severity: string;
    title: string;
    owner_name: string | null;
    /** `2026-12-31`. */
    due: string | null;
    gain: number | null;
    state: string;
    /** What it was closed with: pieces (a JSON list of ids) of an assessment. Null in any other state. */
    proof_assessment: string | null;
    proof: string | null;
    /** All of them are there. */
    proven: Flag;
    voided: Flag;
    author: string;
    demo: Flag;
    /** Server time. */
    updated_at: string;
  };
  /** `token_hash` is the hex SHA-256 of the link's secret, which is stored nowhere. Read for people through `assessments`. */
  firm_links: {
    id: string;
    token_hash: string;
    assessment: string;
    made_by: string;
    /** Server times. */
    made_at: string;
    expires_at: string;
    revoked_at: string | null;
    revoked_by: string | null;
    last_used_at: string | null;
    handed_in_at: string | null;
    /** Changes that were taken by it. */
    writes: number;
  };
  /** How far the desk is with an assessment. */
  reviews: {
    assessment_id: string;
    region: string;
    /** Hashes of the workflow's heads, sorted, with a blank between. */
    heads: string;
    /** Persons that it was given to. */
    reviewer: string | null;
    second: string | null;
    /** Of the return that stands, `2026-12-31`. */
    deadline: string | null;
    /** Whether a second reviewer is to grade it. */
    drawn: Flag;
    /** How many clauses the second reviewer has graded. */
    graded: number;
    /** Comments that stand. */
    remarks: number;
  };
  evidence_links: { link_id: string; assessment: string; evidence: string; question: string; voided: Flag };
};

export type Database = Kysely<Tables>;
export type DatabaseTx = Transaction<Tables>;
export type DatabaseKind = 'sqlite' | 'postgres';
