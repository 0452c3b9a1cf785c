/** Assessments of exactly 100 answers as a phone would push them: a chain of hashed ops, signed, finished and handed in. */
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { compileDefinition } from '../../../src/definition/compile.ts';
import type { CompiledDefinition } from '../../../src/definition/compiled.ts';
import { definitionHash } from '../../../src/definition/definition-hash.ts';
import type { WorkflowRecord } from '../../../src/domain/assessment.ts';
import { demoCreditCode } from '../../../src/domain/credit-code.ts';
import type { EnterpriseRecord } from '../../../src/domain/enterprise.ts';
import { evaluateAll } from '../../../src/engine/evaluate-all.ts';
import { assessmentRoot } from '../../../src/oplog/assessment-root.ts';
import { hlcZero, tick } from '../../../src/oplog/hybrid-clock.ts';
import { makeOp } from '../../../src/oplog/make-op.ts';
import { registerOf } from '../../../src/oplog/op.ts';
import type { Op, OpDraft } from '../../../src/oplog/op.ts';
import { scoreAll } from '../../../src/scoring/score.ts';
import { newId } from '../../../src/shared/ids.ts';
import type { DeviceId, EntityId, OpHash, PersonId, RegionCode } from '../../../src/shared/ids.ts';
import type { Json } from '../../../src/shared/json.ts';
import { fillForm, generateForm } from '../forms/generate-form.ts';
import { toAnswers, toDefinition } from '../forms/to-definition.ts';
import { surveyor } from './surveyor.ts';

/** 100 questions, of which 90 take answers, and two rows of five. */
const form = generateForm(100, 2);
const answers = toAnswers(fillForm(form));

export const definitionText = toDefinition(form);
export const definition = compiledForm();
export const definitionFile = `${definition.compiled.id}/${definition.compiled.edition}.yaml`;
const hash = definition.hash;
const result = scoreAll(definition.compiled, evaluateAll(definition.compiled, answers));
const phoneScore: WorkflowRecord['phoneScore'] = {
  level: result.level,
  measures: Object.fromEntries(Object.entries(result.measures).map(([id, measure]) => [id, measure.score])),
};
/** What the server must find for each of them. */
export const expectedTotal = result.measures['total']?.score ?? null;

export const enterprise: EnterpriseRecord = {
  code: demoCreditCode(surveyor.region, 900_001),
  name: '测试机械有限公司',
  region: surveyor.region as RegionCode,
  industry: 'C34',
  headcount: 120,
  revenue: 5600,
  address: null,
  contact: null,
  phone: null,
  demo: false,
};

/** A phone's chain. */
export type Device = {
  readonly id: DeviceId;
  readonly publicKey: string;
  readonly person: PersonId;
  readonly epoch: string;
  readonly privateKey: KeyObject;
  seq: number;
  prev: OpHash | null;
  hlc: string;
};

export function newDevice(person: string, epoch: string): Device {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const id = newId<DeviceId>(randomBytes);
  return {
    id,
    publicKey: JSON.stringify(publicKey.export({ format: 'jwk' })),
    person: person as PersonId,
    epoch,
    privateKey,
    seq: 0,
    prev: null,
    hlc: hlcZero,
  };
}

/** The body of one push that creates the enterprise. */
export function enterprisePush(device: Device): Buffer {
  return pushOf(device, [
    append(device, draft('create', 'enterprise', enterprise.code as EntityId, null, enterprise), newId(randomBytes), null),
  ]);
}

/** The body of one push that holds a whole assessment. */
export function assessmentPush(device: Device): { readonly body: Buffer; readonly ops: number } {
  const assessment = newId(randomBytes);
  const ops: Op[] = [];
  const write = (next: OpDraft, seen: OpHash | null = null): Op => {
    const op = append(device, next, newId(randomBytes), seen);
    ops.push(op);
    return op;
  };
  const record: Json = {
    enterprise: enterprise.code,
    enterpriseName: enterprise.name,
    region: enterprise.region,
    definition: definition.compiled.id,
    edition: definition.compiled.edition,
    definitionHash: hash,
    visit: null,
    demo: false,
  };
  write(draft('create', 'assessment', assessment, null, record));
  for (const [question, value] of Object.entries(answers.values))
    write(draft('set', 'assessment', assessment, `self/${question}`, value));
  for (const row of answers.rows['equip'] ?? []) {
    const rowId = newId(randomBytes);
    write(draft('create', 'row', rowId, null, { assessment, repeat: 'equip', side: 'self' }));
    for (const [question, value] of Object.entries(row.values)) {
      write(draft('set', 'assessment', assessment, `self/equip/${rowId}/${question}`, value));
    }
  }
  const root = assessmentRoot(
    ops.map((op) => ({ entity: op.entity, entityId: op.entityId, register: registerOf(op), heads: [{ ...op }] })),
  );
  const finished = write(draft('finalise', 'assessment', assessment, null, { root, phoneScore }));
  write(draft('submit', 'assessment', assessment, null, { root, phoneScore }), finished.hash);
  return { body: pushOf(device, ops), ops: ops.length };
}

function draft(kind: OpDraft['kind'], entity: OpDraft['entity'], entityId: EntityId, field: string | null, value: Json): OpDraft {
  return { kind, entity, entityId, field, value, reason: null, basis: null, definition: entity === 'assessment' ? hash : null };
}

function compiledForm(): { readonly compiled: CompiledDefinition; readonly hash: string } {
  const outcome = compileDefinition(definitionText, 'generated.yaml');
  if (outcome.kind === 'invalid') throw new Error(outcome.problems.map(({ message }) => message).join('; '));
  return { compiled: outcome.compiled, hash: definitionHash(outcome.compiled) };
}

function append(device: Device, next: OpDraft, step: string, seen: OpHash | null): Op {
  device.seq += 1;
  device.hlc = tick(device.hlc, Date.now(), device.id);
  const op = makeOp(next, {
    device: device.id,
    seq: device.seq,
    prev: device.prev,
    author: device.person,
    salt: randomBytes(8).toString('hex'),
    // Each register is written once, but for the workflow: submitting follows finishing.
    parents: seen === null ? [] : [seen],
    seen,
    step,
    beacon: null,
    was: null,
    hlc: device.hlc,
    wallTime: new Date().toISOString(),
    monotonic: performance.now(),
  });
  device.prev = op.hash;
  return op;
}

function pushOf(device: Device, ops: readonly Op[]): Buffer {
  const last = ops.at(-1)?.hash ?? '';
  const signature = sign('sha256', Buffer.from(last), { key: device.privateKey, dsaEncoding: 'ieee-p1363' }).toString(
    'base64url',
  );
  return Buffer.from(JSON.stringify({ proto: 1, epoch: device.epoch, device: device.id, deviceSignature: signature, ops }));
}
