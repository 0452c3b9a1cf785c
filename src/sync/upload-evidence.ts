/**
 * The files of the outbox: ask what the server has, send the rest resumably, then have each committed by its hash. A file is verified
 * when the server's reply says the same SHA-256, and its bytes stay on the phone.
 */
import { evidenceCommitReplySchema, evidenceHaveReplySchema } from '#protocol/sync-wire.ts';
import { ok, refused } from '#shared/outcome.ts';
import type { Outcome } from '#shared/outcome.ts';
import { problem } from '#shared/problems.ts';
import type { Problem, ProblemCode } from '#shared/problems.ts';
import { listUploads, noteUpload, noteVerified } from '#store/commands/track-upload.ts';
import type { UploadRow } from '#store/database.ts';
import { openEvidence } from '#store/evidence-chunks.ts';
import { withHandle } from '#store/store-gate.ts';
import type { Store } from '#store/store.ts';
import { callServer } from './call-server.ts';
import { sendFile } from './send-file.ts';
import { stopsCycle } from './stops-cycle.ts';
import type { SyncPorts } from './sync-ports.ts';

export type UploadCount = { readonly done: number; readonly total: number };

/** Refused when the network or the sign-in is gone. A file that has a problem of its own does not hold up the others. */
export async function uploadEvidence(
  store: Store,
  ports: SyncPorts,
  onCount: (count: UploadCount) => void,
): Promise<Outcome<Problem | null>> {
  const jobs = await listUploads(store);
  if (jobs.length === 0) return ok(null);
  const missing = await askMissing(ports, jobs);
  if (missing.kind === 'refused') return missing;
  let held: Problem | null = null;
  let done = 0;
  for (const job of jobs) {
    onCount({ done, total: jobs.length });
    const earlier = refusedAsItIs.find((code) => code === job.problemCode);
    if (earlier !== undefined && missing.value.has(job.evidenceId) && !isPowerOfTwo(job.tries)) {
      held = problem(earlier);
      await noteUpload(store, job.evidenceId, { tries: job.tries + 1 });
      continue;
    }
    const sent = missing.value.has(job.evidenceId) ? await uploadOne(store, ports, job) : await noteHeld(store, ports, job);
    if (sent.kind === 'ok') done += 1;
    else if (stopsCycle(sent.problem.code)) return sent;
    else {
      held = sent.problem;
      await noteUpload(store, job.evidenceId, { running: 0, tries: job.tries + 1, problemCode: sent.problem.code });
    }
  }
  onCount({ done, total: jobs.length });
  return ok(held);
}

/** Ids among these whose files the server does not hold with these hashes. */
export async function askMissing(
  ports: SyncPorts,
  jobs: readonly Pick<UploadRow, 'evidenceId' | 'sha256'>[],
): Promise<Outcome<ReadonlySet<string>>> {
  const missing = new Set<string>();
  for (let start = 0; start < jobs.length; start += 1000) {
    const items = jobs.slice(start, start + 1000).map(({ evidenceId, sha256 }) => [evidenceId, sha256] as const);
    const reply = await callServer(
      ports.fetch,
      { method: 'POST', path: '/api/evidence/have', body: { items } },
      evidenceHaveReplySchema,
    );
    if (reply.kind === 'refused') return reply;
    const held = new Set(reply.value.held.map(([id, sha256]) => `${id} ${sha256}`));
    for (const [id, sha256] of items) if (!held.has(`${id} ${sha256}`)) missing.add(id);
  }
  return ok(missing);
}

/** The server holds this id with this hash already: an earlier acknowledgement was lost. */
function noteHeld(store: Store, ports: SyncPorts, job: UploadRow): Promise<Outcome<null>> {
  return noteVerified(store, job.evidenceId, job.sha256, new Date(ports.clock.now()).toISOString());
}

async function uploadOne(store: Store, ports: SyncPorts, job: UploadRow): Promise<Outcome<null>> {
  const bytes = await openEvidence(store, job.evidenceId);
  // Its bytes lay with another piece, whose original made room once the server had it: the file is there under its hash.
  if (bytes === null && (await isTakenOver(store, job))) return commit(store, ports, job, 'none');
  if (bytes === null) return refused(problem('evidence.not-uploaded', { evidence: job.evidenceId }));
  await noteUpload(store, job.evidenceId, { running: 1 });
  const sent = await sendFile(store, ports, job, bytes);
  if (sent.kind === 'refused') {
    await noteUpload(store, job.evidenceId, { running: 0 });
    return sent;
  }
  return commit(store, ports, job, idOf(sent.value));
}

async function isTakenOver(store: Store, { evidenceId }: UploadRow): Promise<boolean> {
  return (await withHandle(store.db, () => store.db.evidence.get(evidenceId)))?.sameAs !== undefined;
}

async function commit(store: Store, ports: SyncPorts, job: UploadRow, uploadId: string): Promise<Outcome<null>> {
  const body = { evidenceId: job.evidenceId, uploadId, sha256: job.sha256 };
  const reply = await callServer(ports.fetch, { method: 'POST', path: '/api/evidence/commit', body }, evidenceCommitReplySchema);
  if (reply.kind === 'refused') {
    // What arrived was not the file, or is gone: it is sent anew from the first byte.
    if (startsOver.has(reply.problem.code)) await noteUpload(store, job.evidenceId, { uploadUrl: null, sent: 0 });
    return reply;
  }
  if (reply.value.sha256 !== job.sha256) return refused(problem('evidence.hash-mismatch', { evidence: job.evidenceId }));
  return noteVerified(store, job.evidenceId, reply.value.sha256, reply.value.committedAt);
}

/** The same bytes would be refused again: they are offered ever more rarely, in case the server has learnt better. */
const refusedAsItIs: readonly ProblemCode[] = [
  'evidence.wrong-type',
  'evidence.active',
  'evidence.mixed',
  'evidence.not-decodable',
  'evidence.too-many-pixels',
];

function isPowerOfTwo(count: number): boolean {
  return Number.isInteger(Math.log2(count));
}

const startsOver: ReadonlySet<ProblemCode> = new Set(['evidence.hash-mismatch', 'evidence.not-uploaded', ...refusedAsItIs]);

function idOf(uploadUrl: string): string {
  return uploadUrl.split('?')[0]?.split('/').at(-1) ?? '';
}
