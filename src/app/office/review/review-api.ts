/** Reads and commands of the reviewer's desk. */
import {
  agreementReplySchema,
  approveCleanReplySchema,
  queueReplySchema,
  reviewReplySchema,
  secondReplySchema,
  versionReplySchema,
} from '#protocol/review-wire.ts';
import type {
  AgreementReply,
  ApproveCleanReply,
  QueueReply,
  ReviewReply,
  SecondReply,
  VersionReply,
} from '#protocol/review-wire.ts';
import { read, send } from '../office-api.ts';

/** `parameters` as `writeQueue` makes them. */
export function readQueue(parameters: string, signal: AbortSignal): Promise<QueueReply> {
  return read(`/api/office/review?${parameters}`, queueReplySchema, signal);
}

export function readReview(id: string, signal: AbortSignal): Promise<ReviewReply> {
  return read(pathOf(id), reviewReplySchema, signal);
}

export function readVersion(id: string, version: number, signal: AbortSignal): Promise<VersionReply> {
  return read(`${pathOf(id)}/versions/${String(version)}`, versionReplySchema, signal);
}

export function readSecond(id: string, signal: AbortSignal): Promise<SecondReply> {
  return read(`${pathOf(id)}/second`, secondReplySchema, signal);
}

export function readAgreement(signal: AbortSignal): Promise<AgreementReply> {
  return read('/api/office/review/agreement', agreementReplySchema, signal);
}

export type Command =
  | {
      readonly kind: 'return';
      readonly reason: string;
      readonly deadline: string | null;
      readonly items: readonly { readonly question: string; readonly comment: string }[];
    }
  | { readonly kind: 'approve' }
  | { readonly kind: 'seal' }
  | { readonly kind: 'amend'; readonly reason: string };

/** Decides over what was looked at; fails like a read when it is another now. */
export function decide(id: string, seen: Pick<ReviewReply, 'heads' | 'root'>, command: Command): Promise<void> {
  const { kind, ...rest } = command;
  return send('POST', `${pathOf(id)}/${kind}`, { heads: seen.heads, root: seen.root, ...rest });
}

export function sendRemarks(id: string, remarks: readonly { readonly path: string; readonly text: string }[]): Promise<void> {
  return send('POST', `${pathOf(id)}/remarks`, { remarks });
}

export function assign(id: string, slot: 'first' | 'second', person: string | null): Promise<void> {
  return send('POST', `${pathOf(id)}/assign`, { slot, person });
}

export function sendGrades(
  id: string,
  grades: readonly { readonly path: string; readonly grade: number | null }[],
): Promise<void> {
  return send('POST', `${pathOf(id)}/grades`, { grades });
}

export function approveClean(
  items: readonly { readonly assessmentId: string; readonly heads: string }[],
): Promise<ApproveCleanReply> {
  return read('/api/office/review/approve-clean', approveCleanReplySchema, new AbortController().signal, { items });
}

function pathOf(id: string): string {
  return `/api/office/review/${encodeURIComponent(id)}`;
}
