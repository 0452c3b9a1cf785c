/** Visits of the demonstration's surveyor: two today, one next week, one over with the people who took part. */
import { randomBytes } from 'node:crypto';
import type { EnterpriseRecord } from '#domain/enterprise.ts';
import { monthsLater } from '#domain/visit-plan.ts';
import type { ParticipantRole, VisitMoment, VisitRecord } from '#domain/visit.ts';
import type { EntityKind, OpDraft } from '#oplog/op.ts';
import { newId } from '#shared/ids.ts';
import type { EntityId, PersonId } from '#shared/ids.ts';
import type { Json } from '#shared/json.ts';
import type { ServerContext } from '../context.ts';
import { appendAsServer } from '../server-chain.ts';

export type VisitPeople = {
  readonly surveyor: PersonId;
  readonly deputy: PersonId | null;
  readonly reviewer: PersonId | null;
};

const present: readonly { readonly name: string; readonly role: ParticipantRole; readonly post: string }[] = [
  { name: '演示李总', role: 'management', post: '分管副总经理' },
  { name: '演示王科长', role: 'department', post: '生产部' },
  { name: '演示赵师傅', role: 'front-line', post: '机加工班组' },
];

/** Two firms of the county, somewhere near its seat; nobody's real gate. */
const gates = [
  { latitude: 30.3752, longitude: 114.3213 },
  { latitude: 30.4318, longitude: 114.4046 },
] as const;

export async function demoVisits(
  server: ServerContext,
  { surveyor, deputy, reviewer }: VisitPeople,
  firms: readonly EnterpriseRecord[],
): Promise<void> {
  const today = dayAt(server.now());
  const [first, second, third] = [firms[0], firms[1], firms[20]];
  if (first === undefined || second === undefined || third === undefined) return;
  const people = deputy === null ? [surveyor] : [surveyor, deputy];
  const assigned = reviewer === null ? {} : { assignedBy: { person: reviewer, name: '演示审核员' } };
  const plan = (firm: EnterpriseRecord, date: string, over: Partial<VisitRecord>): VisitRecord => ({
    enterprise: firm.code as EntityId,
    enterpriseName: firm.name,
    region: firm.region,
    date,
    time: null,
    purpose: 'assessment',
    instruments: ['two-integration'],
    people: [surveyor],
    every: null,
    note: null,
    followUpOf: null,
    unplanned: false,
    demo: true,
    ...over,
  });
  await over(server, plan(first, monthsLater(today, -3), { time: '09:30', every: 3 }), gates[0]);
  await over(server, plan(second, monthsLater(today, -6), { time: '14:00' }), gates[1]);
  const note = '演示:核对申报数据,请带上设备台账。';
  for (const record of [
    plan(first, today, { time: '09:30', purpose: 'verification', people, every: 3, note, ...assigned }),
    plan(second, today, { time: '14:30', purpose: 'follow-up' }),
    plan(third, dayAt(server.now() + 7 * 24 * 3600 * 1000), {}),
  ])
    await appendAsServer(server, [[draft('create', 'visit', newId(random), record)]]);
}

/** A visit that is over: arrived, with the firm's people, left. */
async function over(server: ServerContext, record: VisitRecord, gate: (typeof gates)[number]): Promise<void> {
  const visit = newId(random);
  const moment = (time: string): VisitMoment => {
    const at = `${record.date}T${time}:00.000Z`;
    return { at, position: { crs: 'WGS-84', ...gate, accuracy: 14, at }, reason: null };
  };
  await appendAsServer(server, [
    [draft('create', 'visit', visit, record)],
    [{ ...draft('set', 'visit', visit, moment('01:30')), field: 'checkIn' }],
    present.map((person) => draft('create', 'participant', newId(random), { visit, ...person })),
    [{ ...draft('set', 'visit', visit, moment('04:10')), field: 'checkOut' }],
  ]);
}

/** The day in China, wherever the server stands. */
function dayAt(now: number): string {
  return new Date(now + 8 * 3600 * 1000).toISOString().slice(0, 10);
}

function draft(kind: OpDraft['kind'], entity: EntityKind, entityId: EntityId, value: Json): OpDraft {
  return { kind, entity, entityId, field: null, value, reason: null, basis: null, definition: null };
}

const random = (count: number): Uint8Array => randomBytes(count);
