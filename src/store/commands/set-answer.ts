import type { AnswerScalar } from '#oplog/answers-of.ts';
import type { Outcome } from '#shared/outcome.ts';
import type { Saved } from '../saved.ts';
import type { Store } from '../store.ts';

/** `path` is the engine's: `jc01` or `key_processes/<rowId>/key_process_name`. A value equal to the saved one writes nothing. */
export function setAnswer(store: Store, assessmentId: string, path: string, value: AnswerScalar): Promise<Outcome<Saved>> {
  throw new Error('not built yet');
}
