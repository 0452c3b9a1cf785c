/** The same things in six places, and six people who work in one of them. */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { demoCreditCode } from '#domain/credit-code.ts';
import { roles } from '#domain/person.ts';
import type { Role } from '#domain/person.ts';
import { addPerson } from '#server/auth/people.ts';
import { assign } from '#server/auth/assignments.ts';
import { commitEvidence, evidencePath } from '#server/blobs/commit-evidence.ts';
import { makeFirmLink } from '#server/firm/firm-links.ts';
import { openUploads } from '#server/blobs/upload-store.ts';
import { writeRemarks } from '#server/review/write-remarks.ts';
import type { PersonId, RegionCode } from '#shared/ids.ts';
import type { EntityId } from '#shared/ids.ts';
import {
  createAssessment,
  createEnterprise,
  draft,
  enterpriseRecord,
  evidenceDraft,
  newEntity,
  password,
  phone,
  setAnswer,
  visitor,
} from '../server/test-server.ts';
import type { Phone, TestServer, Visitor } from '../server/test-server.ts';

export const places = ['own', 'sibling township', 'sibling county', 'parent', 'unassigned', 'sealed'] as const;
export type Place = (typeof places)[number];

/** Where the six people work; nothing else is theirs. */
const home = '420115101';
const regionOf: Readonly<Record<Place, string>> = {
  own: home,
  'sibling township': '420115102',
  'sibling county': '420114',
  parent: '420115',
  unassigned: home,
  sealed: home,
};

/** What there is in a place. */
export type Thing = {
  readonly region: string;
  readonly code: string;
  readonly assessment: EntityId;
  readonly evidence: EntityId;
  readonly visit: EntityId;
  readonly action: EntityId;
  /** Hash of the evidence's bytes. */
  readonly sha256: string;
  readonly person: PersonId;
  readonly device: string;
  readonly firmLink: string;
  /** A step of that device that was set aside. */
  readonly step: string;
};

const plannedVisit = {
  date: '2026-11-23',
  time: null,
  purpose: 'assessment',
  instruments: [],
  people: [],
  every: null,
  note: null,
  followUpOf: null,
  unplanned: false,
};

const agreedAction = {
  assessment: null,
  definition: null,
  question: null,
  finding: null,
  severity: 'minor',
  before: [],
  title: '补录设备台账',
  ownerName: null,
  due: null,
  gain: null,
};

export type World = {
  readonly test: TestServer;
  readonly people: Readonly<Record<Role, Visitor>>;
  readonly phones: Readonly<Record<Role, Phone>>;
  readonly things: Readonly<Record<Place, Thing>>;
  /** Nothing of it is anywhere. */
  readonly absent: Thing;
};

export async function makeWorld(test: TestServer): Promise<World> {
  const things = {} as Record<Place, Thing>;
  for (const [index, place] of places.entries()) things[place] = await makeThing(test, place, index);
  const people = {} as Record<Role, Visitor>;
  const phones = {} as Record<Role, Phone>;
  for (const role of roles) {
    people[role] = await visitor(test, `matrix-${role}`, role, home);
    phones[role] = await phone(people[role]);
  }
  const at = new Date(test.server.now()).toISOString();
  for (const place of ['own', 'sealed'] as const)
    await assign(test.server.open.db, { person: people['deputy-gm'].person, enterprise: things[place].code }, 'test', at);
  const { sealed } = things;
  const { db } = test.server.open;
  await db.updateTable('entities').set({ state: 'sealed' }).where('entity_id', '=', sealed.assessment).execute();
  await db.updateTable('assessments').set({ state: 'sealed' }).where('assessment_id', '=', sealed.assessment).execute();
  const absent: Thing = {
    region: home,
    code: demoCreditCode('420115', 700_999),
    assessment: newEntity(),
    evidence: newEntity(),
    visit: newEntity(),
    action: newEntity(),
    sha256: things.own.sha256,
    person: newEntity() as unknown as PersonId,
    device: newEntity(),
    firmLink: newEntity(),
    step: newEntity(),
  };
  return { test, people, phones, things, absent };
}

async function makeThing(test: TestServer, place: Place, index: number): Promise<Thing> {
  const { server } = test;
  const region = regionOf[place];
  const writer = await visitor(test, `writer-${String(index)}`, 'surveyor', region);
  const hers = await phone(writer);
  const code = demoCreditCode('420115', 700_000 + index);
  const [assessment, evidence, visit, action] = [newEntity(), newEntity(), newEntity(), newEntity()];
  const bytes = readFileSync('src/server/demo/photos/record.jpg');
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  hers.write(
    createEnterprise(enterpriseRecord({ code, region: region as RegionCode, name: `${place}厂`, revenue: 7_770_000 + index })),
  );
  hers.write(createAssessment(server, assessment, { region, enterprise: code }));
  hers.write(setAnswer(assessment, 'jc01', 1));
  hers.write(evidenceDraft(assessment, evidence, sha256, bytes.length));
  const firm = { enterprise: code, enterpriseName: `${place}厂`, region, demo: false };
  hers.write(draft({ kind: 'create', entity: 'visit', entityId: visit, value: { ...plannedVisit, ...firm } }));
  hers.write(draft({ kind: 'create', entity: 'action', entityId: action, value: { ...agreedAction, ...firm } }));
  const refused = hers.write(setAnswer(assessment, 'no_such_question', 1));
  const pushed = await hers.push();
  if (pushed.receipts.filter(({ state }) => state === 'quarantined').length !== 1) throw new Error('one op was to be set aside');
  const by = { person: writer.person, name: '审核员' };
  await writeRemarks(server, by, assessment, [{ path: 'jc01', text: `${place}的意见` }]);
  const file = evidencePath(server.folders.evidence, sha256);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, bytes);
  const actor = { person: writer.person, role: 'surveyor', region: region as RegionCode, assigned: new Set([code]) } as const;
  const committed = await commitEvidence(server, openUploads(server.folders.uploads), actor, {
    evidenceId: evidence,
    uploadId: '',
    sha256,
  });
  if (committed.kind === 'refused') throw new Error(committed.problem.code);
  const at = new Date(server.now()).toISOString();
  const account = `kept-${String(index)}`;
  const kept = { account, name: account, role: 'surveyor', region: region as RegionCode, password, demo: true } as const;
  const person = await addPerson(server.open.db, kept, at);
  if (person === null) throw new Error('the account is taken');
  const device = newEntity();
  await server.open.db
    .insertInto('devices')
    .values({
      id: device,
      person,
      public_key: '{}',
      successor_of: null,
      recovery_envelope: null,
      enrolled_at: at,
      last: 0,
      last_hash: null,
      revoked_at: null,
      revoke_mode: null,
    })
    .execute();
  const { id: firmLink } = await makeFirmLink(server.open.db, { assessment, person, days: 7 }, server.now());
  return {
    region,
    code,
    assessment,
    evidence,
    visit,
    action,
    sha256,
    person,
    device,
    firmLink,
    step: `${hers.device} ${refused[0]?.step ?? ''}`,
  };
}
