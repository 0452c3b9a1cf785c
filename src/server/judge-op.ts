/** May this op be written, and can its field hold its value? Judged by what its author may, could while writing it, and saw. */
import * as z from 'zod/mini';
import type { AssessmentState } from '#domain/assessment.ts';
import { evidenceRecordOf, manifestText } from '#domain/evidence.ts';
import type { EvidenceRecord } from '#domain/evidence.ts';
import type { Actor } from '#domain/person.ts';
import {
  actionFields,
  actionRecordSchema,
  actionStepSchema,
  assessmentRecordSchema,
  captionSchema,
  decisionRecordSchema,
  enterpriseFields,
  enterpriseRecordSchema,
  evidenceLinkRecordSchema,
  evidenceRecordSchema,
  findingFields,
  findingRecordSchema,
  participantFields,
  participantRecordSchema,
  returnRecordSchema,
  rowRecordSchema,
  visitFields,
  visitMomentSchema,
  visitRecordSchema,
  visitSectionSchema,
  workflowRecordSchema,
} from '#domain/record-schemas.ts';
import type { DefinitionIndex } from '#definition/index-definition.ts';
import { isRemark } from '#oplog/assessment-root.ts';
import type { Op } from '#oplog/op.ts';
import { opAction } from '#policy/actions.ts';
import type { FieldAction } from '#policy/actions.ts';
import { decide } from '#policy/decide.ts';
import type { Decision, Target } from '#policy/decide.ts';
import { decideInTime, throughout } from '#policy/in-time.ts';
import type { Rights, Throughout } from '#policy/in-time.ts';
import type { Judge, OpSubject } from '#replica/ports.ts';
import type { DeviceId, OpHash, PersonId } from '#shared/ids.ts';
import type { Json } from '#shared/json.ts';
import type { Problem } from '#shared/problems.ts';
import { problem } from '#shared/problems.ts';
import { verifyDeviceSignature } from './device-signature.ts';

export type JudgeContext = {
  readonly rights: (person: PersonId) => Promise<Rights>;
  /** Milliseconds of the server's clock, here and below. */
  readonly now: () => number;
  /** Nothing of a device was written before. */
  readonly enrolledAt: (device: DeviceId) => Promise<number>;
  /** Nothing that names this beacon was written before; null when it is not ours. */
  readonly notBefore: (beacon: string) => number | null;
  /** The kind of a stored op that moves a workflow, null where it is not stored or is none. */
  readonly kindOf: (hash: OpHash) => Promise<string | null>;
  /** A device that was enrolled here, null for any other. */
  readonly device: (device: string) => Promise<EnrolledDevice | null>;
  readonly definition: (hash: string) => DefinitionIndex | null;
  /** Definition edition that an assessment was created with. */
  readonly definitionOf: (assessment: string) => string | null;
};

export function judgeWith(context: JudgeContext): Judge {
  const known: Known = { authors: new Map(), kinds: new Map(), devices: new Map() };
  return {
    // Read anew each time: a push that runs again does so in another transaction.
    foresee: async (ops) => {
      for (const [key, { author, device }] of new Map(ops.map((op) => [authorKey(op), op]))) {
        const rights = await context.rights(author);
        const span = { from: await context.enrolledAt(device), to: context.now() };
        known.authors.set(key, { rights, to: span.to, enrolled: throughout(rights, span) });
      }
      for (const seen of new Set(ops.flatMap((op) => op.seen ?? []))) known.kinds.set(seen, await context.kindOf(seen));
      for (const device of new Set(ops.flatMap(captureDevice))) known.devices.set(device, await context.device(device));
    },
    judge: (op, subject, { released }) => {
      if (released) return judgeClosed(subject) ?? judgeValue(context, known, op, subject);
      return judgeAuthor(context, known, op, subject) ?? judgeValue(context, known, op, subject);
    },
  };
}

/** What was read about the ops that are judged. */
type Known = {
  /** By `authorKey`: what the author was since the device was enrolled. */
  readonly authors: Map<string, { readonly rights: Rights; readonly to: number; readonly enrolled: Throughout }>;
  readonly kinds: Map<OpHash, string | null>;
  readonly devices: Map<string, EnrolledDevice | null>;
};

function authorKey({ author, device }: Op): string {
  return `${author} ${device}`;
}

type EnrolledDevice = { readonly person: string; readonly publicKey: string };

/** None for anything but a new piece of evidence with a capture. */
function captureDevice({ kind, entity, value }: Op): readonly string[] {
  if (kind !== 'create' || entity !== 'evidence') return [];
  const device = (value as { readonly capture?: { readonly device?: unknown } | null } | null)?.capture?.device;
  return typeof device === 'string' ? [device] : [];
}

/** What was approved or sealed stays as it was looked at, whoever lets an op count: it is returned or amended first. */
function judgeClosed({ owner, isNew }: OpSubject): Problem | null {
  const closed = !isNew && owner?.entity === 'assessment' && (owner.state === 'approved' || owner.state === 'sealed');
  return closed ? problem('assessment.not-editable', { state: owner.state ?? '' }) : null;
}

/** Whether the author may now, and could at any time at which the op can have been written. */
function judgeAuthor(context: JudgeContext, known: Known, op: Op, subject: OpSubject): Problem | null {
  const author = known.authors.get(authorKey(op));
  if (author === undefined) throw new Error('judgeWith: an op that was not foreseen');
  const state = stateSeen(known, op, subject);
  const { region, firm, createdBy } = subject.entity;
  const target: Target = { region, firm, createdBy: subject.isNew ? null : createdBy, state };
  const moved = movedTo(op);
  const part = fieldAction(op);
  const ask = (actor: Actor): Decision => {
    const here = decide(actor, opAction(op), target);
    if (here.kind === 'denied') return here;
    if (part !== null && decide(actor, part, target).kind === 'denied') return decide(actor, part, target);
    if (moved === null) return here;
    return decide(actor, opAction(op), { region: moved, firm, createdBy: null, state: null });
  };
  const refused = decideInTime(author.enrolled, ask);
  // What held ever since the device was enrolled need not be told apart any closer: opening a beacon costs more than all of this.
  if (refused === null || op.beacon === null) return refused;
  const from = context.notBefore(op.beacon);
  return from === null ? refused : decideInTime(throughout(author.rights, { from, to: author.to }), ask);
}

/** The state that the author had before them: the workflow op they name as `seen`, or a draft. */
function stateSeen({ kinds }: Known, op: Op, { owner, isNew }: OpSubject): AssessmentState | null {
  if (owner === null || owner.entity !== 'assessment' || (isNew && op.entity === 'assessment')) return null;
  if (owner.state === 'sealed' || owner.state === 'approved') return owner.state;
  if (op.seen === null) return 'draft';
  switch (kinds.get(op.seen) ?? null) {
    case 'finalise':
      return 'finished';
    case 'submit':
      return 'submitted';
    case 'return':
      return 'returned';
    case 'approve':
      return 'approved';
    case 'seal':
      return 'sealed';
    case null:
    default:
      return 'draft';
  }
}

/** What a part of the answers asks beside its op. */
function fieldAction({ kind, entity, field, value }: Op): FieldAction | null {
  if (entity === 'visit' && kind === 'create')
    return (value as { readonly assignedBy?: unknown } | null)?.assignedBy === undefined ? null : 'visits.assign';
  if (entity !== 'assessment' || field === null) return null;
  if (field.startsWith('verified/')) return 'answers.verify';
  return isRemark(field) && !field.startsWith('notes/') ? 'answers.remark' : null;
}

/** The region into which a `set` would move a firm, null for anything else. */
function movedTo(op: Op) {
  const moves = op.entity === 'enterprise' && op.field === 'region' && typeof op.value === 'string';
  return moves ? (op.value as OpSubject['entity']['region']) : null;
}

function judgeValue(context: JudgeContext, known: Known, op: Op, subject: OpSubject): Problem | null {
  switch (op.kind) {
    case 'create':
      return judgeRecord(op) ?? (op.entity === 'evidence' ? judgeCapture(known, op) : null);
    case 'set':
    case 'resolve':
      return judgeField(context, op, subject);
    case 'finalise':
    case 'submit':
      return fits(workflowRecordSchema, op);
    case 'void':
      return op.reason === null && wantsReason.has(op.entity) ? problem('assessment.reason-missing') : null;
    case 'return':
      return fits(returnRecordSchema, op);
    case 'approve':
    case 'seal':
    case 'amend':
      return fits(decisionRecordSchema, op);
  }
}

function judgeRecord(op: Op): Problem | null {
  switch (op.entity) {
    case 'enterprise': {
      const bad = fits(enterpriseRecordSchema, op);
      const code = (op.value as { readonly code?: unknown } | null)?.code;
      return bad ?? (code === op.entityId ? null : malformed('code'));
    }
    case 'assessment':
      return fits(assessmentRecordSchema, op);
    case 'row':
      return fits(rowRecordSchema, op);
    case 'evidence':
      return fits(evidenceRecordSchema, op);
    case 'evidence-link':
      return fits(evidenceLinkRecordSchema, op);
    case 'visit':
      return fits(visitRecordSchema, op);
    case 'participant':
      return fits(participantRecordSchema, op);
    case 'finding':
      return fits(findingRecordSchema, op);
    case 'action':
      return fits(actionRecordSchema, op);
  }
}

/**
 * A capture speaks of this very piece and author, and the device's signature over it holds. A device that this server does not know (it was
 * restored from before the enrolment) cannot be asked: kept, and shown as not verifiable.
 */
function judgeCapture({ devices }: Known, op: Op): Problem | null {
  const record = evidenceRecordOf(op.value as EvidenceRecord);
  const { capture, signature } = record;
  if (capture === null) return null;
  const bad = problem('evidence.bad-signature', { evidenceId: op.entityId });
  if (capture.evidence !== op.entityId || capture.person !== op.author) return bad;
  const device = devices.get(capture.device) ?? null;
  if (device === null || signature === null) return null;
  if (device.person !== op.author) return bad;
  return verifyDeviceSignature(device.publicKey, signature, manifestText(record)) ? null : bad;
}

function judgeField(context: JudgeContext, op: Op, { owner }: OpSubject): Problem | null {
  const field = op.field ?? '';
  if (op.entity !== 'assessment') {
    const schema = schemaOfField(op.entity, field);
    return schema === null ? malformed(field) : fits(schema, op);
  }
  if (isRemark(field)) return fits(remarkSchema, op);
  if (!isAnswer(op.value)) return problem('input.wrong-type', { question: field });
  const hash = owner === null ? null : context.definitionOf(owner.entityId);
  const definition = hash === null ? null : context.definition(hash);
  // An edition that this server does not hold: kept, and scored once it does.
  return definition === null ? null : judgeQuestion(definition, field);
}

export function judgeQuestion(definition: DefinitionIndex, field: string): Problem | null {
  const [side, first, row, inRow, more] = field.split('/');
  const name = inRow ?? first ?? '';
  if ((side !== 'self' && side !== 'verified') || (row !== undefined && inRow === undefined) || more !== undefined)
    return malformed(field);
  const place = definition.questions.get(name);
  if (place === undefined || place.repeat !== (inRow === undefined ? null : first))
    return problem('input.unknown-question', { question: name });
  const { type } = place.question;
  return type === 'calculate' || type === 'note' ? problem('input.computed-question', { question: name }) : null;
}

/** What is called off says why. */
const wantsReason: ReadonlySet<Op['entity']> = new Set<Op['entity']>(['assessment', 'visit']);

/** Null: an entity of this kind has no such field. */
function schemaOfField(entity: Op['entity'], field: string): z.ZodMiniType | null {
  if (entity === 'visit') {
    if (field === 'checkIn' || field === 'checkOut') return visitMomentSchema;
    if (field.startsWith('section/')) return visitSectionSchema;
  }
  if (entity === 'action' && field === 'state') return actionStepSchema;
  const schemas: Readonly<Record<string, z.ZodMiniType>> = fieldSchemas[entity] ?? {};
  return Object.hasOwn(schemas, field) ? (schemas[field] ?? null) : null;
}

const fieldSchemas: Readonly<Partial<Record<Op['entity'], Readonly<Record<string, z.ZodMiniType>>>>> = {
  enterprise: enterpriseFields,
  evidence: { caption: captionSchema },
  visit: visitFields,
  participant: participantFields,
  finding: findingFields,
  action: actionFields,
};

/** Remarks are small JSON; who writes and reads them knows their shape. */
const remarkSchema = z.json().check(z.refine((value) => JSON.stringify(value).length <= 20_000));

/** By hand: a push has hundreds. */
function isAnswer(value: Json): boolean {
  if (value === null) return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value === 'string') return isUpTo(20_000, value);
  return Array.isArray(value) && value.length <= 500 && value.every((part) => typeof part === 'string' && isUpTo(200, part));
}

/** In characters, as the schemas of records count them: one may take two units. */
function isUpTo(limit: number, text: string): boolean {
  return text.length <= limit || Array.from(text).length <= limit;
}

function fits(schema: z.ZodMiniType, op: Op): Problem | null {
  const parsed = schema.safeParse(op.value);
  return parsed.success ? null : malformed(parsed.error.issues[0]?.path.join('.') ?? op.entity);
}

function malformed(field: string): Problem {
  return problem('input.malformed', { field });
}
