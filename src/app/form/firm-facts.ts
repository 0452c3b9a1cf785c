import type { CompiledDefinition } from '#definition/compiled.ts';
import type { FactDictionary } from '#definition/fact-dictionary.ts';
import { factsOf, levelFactsOf, offersFor, type KnownFact, type OfferedFact } from '#diagnosis/known-facts.ts';
import type { AssessmentRecord } from '#domain/assessment.ts';
import type { FormView } from '#engine/form-view.ts';
import { openSession } from '#engine/session.ts';
import type { FactBasis } from '#store/commands/set-answer.ts';
import { listFirmAnswers, readFactDictionary } from '#store/queries/read-facts.ts';
import type { Store } from '#store/store.ts';
import { dayKey } from '#app/i18n/format.ts';

/** What the other assessments of a firm on this phone say. */
export type FirmFacts = {
  readonly known: readonly KnownFact[];
  readonly dictionary: FactDictionary;
  /** Titles of the instruments, by definition id. */
  readonly titles: Readonly<Record<string, string>>;
};

/** The assessment that facts are offered to. `createdAt` is the time of its visit. */
export type FactReceiver = {
  readonly assessmentId: string;
  readonly createdAt: string;
  readonly record: Pick<AssessmentRecord, 'followUp'>;
};

export async function readFirmFacts(store: Store, enterprise: string, receiver: string): Promise<FirmFacts> {
  const dictionary = await readFactDictionary(store);
  const filled = await listFirmAnswers(store, enterprise, receiver);
  const known = filled.flatMap(({ assessment, compiled, answers, visitedAt, updatedAt, written }) => {
    const form = openSession(compiled, answers);
    const visited = dayKey(visitedAt);
    return [
      ...factsOf(compiled, form, {
        assessment,
        visited,
        writtenBy: (question) => written.get(question) ?? { op: null, at: updatedAt },
      }),
      ...levelFactsOf(compiled, form, dictionary, { assessment, visited, writtenAt: updatedAt }),
    ];
  });
  const titles = Object.fromEntries(filled.map(({ compiled }) => [compiled.id, compiled.title]));
  return { known, dictionary, titles };
}

/** One offer a question, whether it is answered or not. */
export function offersTo(
  receiver: FactReceiver,
  compiled: CompiledDefinition,
  form: FormView,
  { known, dictionary }: FirmFacts,
): readonly OfferedFact[] {
  // A follow-up asks to learn what changed: the old answer is no help to it.
  if (receiver.record.followUp !== undefined) return [];
  const context = { assessment: receiver.assessmentId, visited: dayKey(receiver.createdAt) };
  return offersFor(compiled, form, known, dictionary, context);
}

export function basisOf({ fact }: OfferedFact): FactBasis {
  return { fact: fact.id, period: fact.period, op: fact.source.op, assessment: fact.source.assessment };
}
