import type { CompiledDefinition } from '#definition/compiled.ts';
import { indexDefinition } from '#definition/index-definition.ts';
import type { DecidedBy } from '#domain/assessment.ts';
import { isRemark } from '#oplog/assessment-root.ts';
import type { Op } from '#oplog/op.ts';
import { registerOf } from '#oplog/op.ts';
import { releaseOf } from '#oplog/release.ts';
import type { EvidenceLinkRecord } from '#domain/evidence.ts';
import { isClause, type FindingRecord } from '#domain/finding.ts';
import type { RowRecord } from '#domain/assessment.ts';
import type { OfficeHistory } from '#protocol/office-wire.ts';
import type { ArrivedOp } from './arrived-op.ts';
import { valueText } from './value-text.ts';

/** What was done to an assessment, in the order given, in the definition's words. */
export function historyOf(
  ops: readonly ArrivedOp[],
  compiled: CompiledDefinition | null,
  personName: (id: string) => string,
): OfficeHistory[] {
  return ops.map(({ op, serverTime, quarantined }) => ({
    hash: op.hash,
    kind: op.kind,
    entity: op.entity,
    register: registerOf(op),
    ...describe(op, compiled),
    author: cameByLink(op) ? firmAuthor : personName(actedBy(op)),
    device: op.device,
    wallTime: op.wallTime,
    serverTime,
    reason: op.reason,
    quarantined,
  }));
}

/** As the server's own account has a name: what came by the firm's link is the firm's. */
const firmAuthor = '企业（自评链接）';

function cameByLink({ basis }: Op): boolean {
  return basis !== null && typeof basis === 'object' && 'firmLink' in basis;
}

function describe(op: Op, compiled: CompiledDefinition | null): Pick<OfficeHistory, 'subject' | 'value'> {
  if (releaseOf(op) !== null) return { subject: null, value: null };
  if (op.entity === 'assessment' && isRemark(op.field ?? '')) return describeRemark(op, compiled);
  const index = compiled === null ? null : indexDefinition(compiled);
  const questionAt = (path: string) => index?.questions.get(path.slice(path.lastIndexOf('/') + 1))?.question ?? null;
  if (op.entity === 'assessment' && op.field !== null) {
    const question = questionAt(op.field);
    return { subject: question?.label ?? op.field, value: question === null ? plain(op) : valueText(question, op.value) };
  }
  if (op.kind === 'create' && op.entity === 'row') {
    const { repeat } = op.value as RowRecord;
    return { subject: index?.repeats.get(repeat)?.repeat.label ?? repeat, value: null };
  }
  if (op.kind === 'create' && op.entity === 'evidence-link') {
    const { question } = op.value as EvidenceLinkRecord;
    return { subject: isClause(question) ? (questionAt(question)?.label ?? question) : null, value: null };
  }
  if (op.kind === 'create' && op.entity === 'finding') {
    const { question, text } = op.value as FindingRecord;
    return { subject: question === null ? null : (questionAt(question)?.label ?? question), value: text };
  }
  return { subject: null, value: op.kind === 'set' || op.kind === 'resolve' ? plain(op) : null };
}

/** What the office noted. A second grade is not told: the first review must not be read from it, nor the other way round. */
function describeRemark(op: Op, compiled: CompiledDefinition | null): Pick<OfficeHistory, 'subject' | 'value'> {
  const [part, ...path] = (op.field ?? '').split('/');
  if (part === 'desk') return { subject: null, value: (op.value as DecidedBy | null)?.name ?? null };
  const name = path.at(-1) ?? '';
  const question = compiled === null ? null : indexDefinition(compiled).questions.get(name)?.question;
  const text = part === 'review' ? (op.value as { readonly text?: string } | null)?.text : null;
  return { subject: question?.label ?? name, value: text ?? (part === 'notes' ? plain(op) : null) };
}

/** The office's ops are the server's; whose they are stands in them. */
export function actedBy({ author, basis }: Pick<Op, 'author' | 'basis'>): string {
  const by = (basis as { readonly by?: unknown } | null)?.by;
  return typeof by === 'string' ? by : author;
}

function plain(op: Op): string | null {
  if (op.value === null) return null;
  return typeof op.value === 'string' ? op.value : JSON.stringify(op.value);
}
