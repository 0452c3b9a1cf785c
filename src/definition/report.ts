import type { SourcePath } from './source-text.ts';

/** Notes one problem at a place of the file: what is wrong, and what to do. `question` is null where it concerns none. */
export type Report = (path: SourcePath, question: string | null, message: string, advice: string) => void;
