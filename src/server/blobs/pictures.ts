/**
 * Has files looked at and pictures drawn smaller, each in one of two processes that know nothing of the server. One that dies over a
 * file is replaced; the file counts as broken.
 */
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import type { EvidenceType } from '#domain/evidence.ts';
import type { FileShape } from './shape-verdict.ts';

export const pictureLimits = {
  /** It ends a little below 512 MB, for it looks only now and then. */
  memoryBytes: 440 * 1024 * 1024,
  /** Computing time, milliseconds. */
  computingMs: 10_000,
  processes: 2,
  /** One without work ends after this long. */
  idleMs: 60_000,
} as const;

export type PictureTask =
  | { readonly kind: 'judge'; readonly file: string }
  /** A sound or a document. */
  | { readonly kind: 'judge-file'; readonly file: string; readonly mime: EvidenceType }
  /** A copy for the eye at `to`, longest edge in pixels. */
  | { readonly kind: 'draw'; readonly file: string; readonly to: string; readonly edge: number };

export type PictureAnswer = { readonly kind: FileShape } | { readonly kind: 'too-many-pixels'; readonly pixels: number };

/** Whether the file is one picture and nothing else, and decodes to its last row within the limits. */
export function judgePicture(file: string): Promise<PictureAnswer> {
  return inLine({ kind: 'judge', file });
}

/** Whether a sound or document is what it was announced as, whole, and carries no programs. */
export function judgeOther(file: string, mime: EvidenceType): Promise<PictureAnswer> {
  return inLine({ kind: 'judge-file', file, mime });
}

/** Writes the copy whole or not at all. */
export function drawPicture(file: string, to: string, edge: number): Promise<PictureAnswer> {
  return inLine({ kind: 'draw', file, to, edge });
}

type Helper = { readonly child: ChildProcess; readonly idle: NodeJS.Timeout };

const free: Helper[] = [];
const waiting: (() => void)[] = [];
let busy = 0;

async function inLine(task: PictureTask): Promise<PictureAnswer> {
  if (busy >= pictureLimits.processes) await new Promise<void>((turn) => waiting.push(turn));
  else busy += 1;
  try {
    return await ask(task);
  } finally {
    const next = waiting.shift();
    // The next one takes over this one's place.
    if (next === undefined) busy -= 1;
    else next();
  }
}

function ask(task: PictureTask): Promise<PictureAnswer> {
  const child = takeFree() ?? start();
  // Only while there is work does it keep the server alive.
  child.ref();
  child.channel?.ref();
  return new Promise((resolve, reject) => {
    const onExit = (): void => end(() => resolve({ kind: 'broken' }));
    const onAnswer = (answer: PictureAnswer): void =>
      end(() => {
        rest(child);
        resolve(answer);
      });
    const onError = (error: Error): void => end(() => reject(error));
    const end = (then: () => void): void => {
      child.off('exit', onExit).off('message', onAnswer).off('error', onError);
      then();
    };
    child.on('exit', onExit).on('message', onAnswer).on('error', onError);
    child.send(task);
  });
}

function takeFree(): ChildProcess | null {
  const helper = free.pop();
  if (helper === undefined) return null;
  clearTimeout(helper.idle);
  return helper.child.connected ? helper.child : takeFree();
}

function rest(child: ChildProcess): void {
  child.unref();
  child.channel?.unref();
  const helper = { child, idle: setTimeout(() => stop(helper), pictureLimits.idleMs).unref() };
  free.push(helper);
}

function stop(helper: Helper): void {
  free.splice(free.indexOf(helper), 1);
  helper.child.disconnect();
}

function start(): ChildProcess {
  // Nothing of the server's environment: it holds the database's address.
  return fork(new URL('./picture-process.ts', import.meta.url), {
    execArgv: ['--max-old-space-size=96'],
    env: {},
    serialization: 'json',
  });
}
