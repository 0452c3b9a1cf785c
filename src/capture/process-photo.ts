import { evidenceLimits } from '#domain/evidence.ts';
import { refused, type Outcome } from '#shared/outcome.ts';
import { problem } from '#shared/problems.ts';
import type { PhotoReply, PhotoRequest, PhotoTask, ProcessedPhoto } from './picture/processed-photo.ts';
import { fileTooLarge, tooLarge } from './picture/too-large.ts';

/** A worker holds decoder memory; one that nobody has used for this long ends. */
const idleMs = 20_000;

type Job = {
  readonly id: number;
  readonly file: Blob;
  readonly task: PhotoTask;
  readonly settle: (outcome: Outcome<ProcessedPhoto>) => void;
  readonly fail: (reason: unknown) => void;
};

let worker: Worker | null = null;
let running: Job | null = null;
let waiting: readonly Job[] = [];
let idleTimer: ReturnType<typeof setTimeout> | undefined;
let lastId = 0;

/**
 * Scales (or draws on), hashes and thumbnails a picture in a worker, or judges and hashes another file, one at a time: two 12-megapixel bitmaps at once end a 2 GB phone.
 * Rejects only with `signal.reason` when aborted; everything else is an outcome.
 */
export function processPhoto(
  file: Blob,
  signal?: AbortSignal,
  task: PhotoTask = { kind: 'take' },
): Promise<Outcome<ProcessedPhoto>> {
  if (file.size > evidenceLimits.fileBytes) {
    return Promise.resolve(refused(task.kind === 'keep' ? fileTooLarge(file.size) : tooLarge(file.size)));
  }
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) {
      reject(signal.reason);
      return;
    }
    lastId += 1;
    const abort = (): void => drop(job, signal?.reason);
    const job: Job = {
      id: lastId,
      file,
      task,
      settle: (outcome) => {
        signal?.removeEventListener('abort', abort);
        resolve(outcome);
      },
      fail: reject,
    };
    signal?.addEventListener('abort', abort, { once: true });
    waiting = [...waiting, job];
    next();
  });
}

/** Whether the worker is alive; tests and the storage page read it. */
export function photoWorkerRunning(): boolean {
  return worker !== null;
}

function next(): void {
  clearTimeout(idleTimer);
  if (running !== null) return;
  const job = waiting[0];
  if (job === undefined) {
    if (worker !== null) idleTimer = setTimeout(end, idleMs);
    return;
  }
  waiting = waiting.slice(1);
  running = job;
  worker ??= start();
  const request: PhotoRequest = { id: job.id, file: job.file, task: job.task };
  worker.postMessage(request, []);
}

function start(): Worker {
  const started = new Worker(new URL('./photo.worker.ts', import.meta.url), { type: 'module', name: 'photo' });
  started.addEventListener('message', (event: MessageEvent<PhotoReply>) => {
    if (running?.id === event.data.id) finish(event.data.outcome);
  });
  // A worker that dies (memory) must not leave its caller waiting for ever.
  started.addEventListener('error', () => {
    if (worker !== started) return;
    end();
    finish(refused(problem('evidence.not-decodable')));
  });
  return started;
}

function finish(outcome: Outcome<ProcessedPhoto>): void {
  const job = running;
  running = null;
  job?.settle(outcome);
  next();
}

function drop(job: Job, reason: unknown): void {
  job.fail(reason);
  waiting = waiting.filter((other) => other !== job);
  if (running !== job) return;
  // A running decode cannot be interrupted, its worker can.
  end();
  running = null;
  next();
}

function end(): void {
  clearTimeout(idleTimer);
  worker?.terminate();
  worker = null;
}
