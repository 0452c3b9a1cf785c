/** Reads the desk's pages from the server. Nothing of it is stored: the desk works online alone. */
import type * as z from 'zod/mini';
import { protocolHeader } from '#protocol/sync-wire.ts';
import { sessionReplySchema, type SessionReply } from '#protocol/session-wire.ts';
import {
  writeFilter,
  writeQuery,
  writeSort,
  type OfficeFilter,
  type OfficeQuery,
  type OfficeSort,
} from '#protocol/office-query.ts';
import {
  officeDetailSchema,
  officeFacetsSchema,
  officeListReplySchema,
  type OfficeDetail,
  type OfficeFacets,
  type OfficeListReply,
} from '#protocol/office-wire.ts';
import { fileLinkReplySchema } from '#protocol/file-link-wire.ts';
import {
  quarantineReplySchema,
  releaseReplySchema,
  type QuarantineReply,
  type QuarantinedStep,
} from '#protocol/quarantine-wire.ts';
import { problem, type Problem } from '#shared/problems.ts';
import { problemFromBody } from './problem-from-wire.ts';

/** What a read fails with: the cache below us speaks in exceptions. */
export class OfficeFailure extends Error {
  readonly problem: Problem;
  constructor(reason: Problem) {
    super(reason.code);
    this.name = 'OfficeFailure';
    this.problem = reason;
  }
}

/** What a request failed with; what is no failure of the desk's own is a fault of the server. */
export function problemOf(error: unknown): Problem {
  return error instanceof OfficeFailure ? error.problem : problem('server.failed');
}

export function readSession(signal: AbortSignal): Promise<SessionReply> {
  return read('/api/session', sessionReplySchema, signal);
}

export function readFacets(signal: AbortSignal): Promise<OfficeFacets> {
  return read('/api/office/facets', officeFacetsSchema, signal);
}

export function readList(query: OfficeQuery, signal: AbortSignal): Promise<OfficeListReply> {
  return read(`/api/office/assessments?${parameters(writeQuery(query))}`, officeListReplySchema, signal);
}

export function readDetail(assessmentId: string, signal: AbortSignal): Promise<OfficeDetail> {
  return read(`/api/office/assessments/${encodeURIComponent(assessmentId)}`, officeDetailSchema, signal);
}

export function readQuarantine(signal: AbortSignal): Promise<QuarantineReply> {
  return read('/api/office/quarantine', quarantineReplySchema, signal);
}

/** Lets a step count. Why it is still set aside; null: it counts. */
export async function releaseStep({ device, step }: QuarantinedStep, reason: string): Promise<string | null> {
  const { signal } = new AbortController();
  return (await read('/api/office/quarantine/release', releaseReplySchema, signal, { device, step, reason })).problem;
}

/** Address of a picture's copy for the eye, within the reader's scope. */
export function previewAddress(evidenceId: string, size: 'thumb' | 'view'): string {
  return `/api/evidence/${encodeURIComponent(evidenceId)}/preview/${size}`;
}

/** A fresh address of the original itself, as a download; it holds for five minutes. */
export async function originalAddress(evidenceId: string): Promise<string> {
  const { signal } = new AbortController();
  return (await read(`/api/evidence/${encodeURIComponent(evidenceId)}/link`, fileLinkReplySchema, signal, {})).url;
}

export type ExportChoice = { readonly format: 'xlsx' | 'csv'; readonly content: 'list' | 'answers' };

export function listExportAddress(filter: OfficeFilter, sort: OfficeSort, choice: ExportChoice, language: string): string {
  const all: [string, string][] = [
    ...writeFilter(filter),
    ['sort', writeSort(sort)],
    ['content', choice.content],
    ['lang', language],
  ];
  return `/api/office/export/assessments.${choice.format}?${parameters(all)}`;
}

export function detailExportAddress(assessmentId: string, format: 'xlsx' | 'csv', language: string): string {
  return `/api/office/assessments/${encodeURIComponent(assessmentId)}/export.${format}?${parameters([['lang', language]])}`;
}

/** The photos with all that proves them, for somebody who checks without this server. */
export function evidencePackAddress(assessmentId: string): string {
  return `/api/office/assessments/${encodeURIComponent(assessmentId)}/evidence-pack.zip`;
}

const timeoutMilliseconds = 60_000;

/** A reply counts only with our protocol header: a portal's sign-in page is a 200 too. */
export async function read<T>(
  path: string,
  schema: z.ZodMiniType<T>,
  signal: AbortSignal,
  body: object | null = null,
): Promise<T> {
  const response = await reach(path, signal, body === null ? {} : jsonBody('POST', body));
  const reply = await jsonOf(response);
  if (!response.ok) throw new OfficeFailure(problemFromBody(reply));
  const parsed = schema.safeParse(reply);
  if (!parsed.success) throw new OfficeFailure(problem('network.not-ours'));
  return parsed.data;
}

/** `fetch` may hang for ever: it is cut off after a minute. */
async function reach(path: string, signal: AbortSignal, sent: RequestInit): Promise<Response> {
  const cutOff = new AbortController();
  const stop = (): void => cutOff.abort();
  const timer = setTimeout(stop, timeoutMilliseconds);
  signal.addEventListener('abort', stop);
  try {
    const response = await fetch(path, { credentials: 'same-origin', redirect: 'error', signal: cutOff.signal, ...sent });
    if (!response.headers.has(protocolHeader)) throw new OfficeFailure(problem('network.not-ours'));
    return response;
  } catch (error) {
    if (error instanceof OfficeFailure || signal.aborted) throw error;
    throw new OfficeFailure(problem('network.unreachable'));
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}

/** Changes something; fails like a read. */
export async function send(method: 'POST' | 'PATCH', path: string, body: object): Promise<void> {
  const response = await reach(path, new AbortController().signal, jsonBody(method, body));
  if (!response.ok) throw new OfficeFailure(problemFromBody(await jsonOf(response)));
}

function jsonBody(method: 'POST' | 'PATCH', body: object): RequestInit {
  return { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

async function jsonOf(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    throw new OfficeFailure(problem('network.unreachable'));
  }
}

function parameters(entries: readonly [string, string][]): string {
  return new URLSearchParams(entries.map(([name, value]) => [name, value])).toString();
}
