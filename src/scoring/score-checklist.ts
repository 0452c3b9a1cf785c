import type { CompiledDefinition } from '#definition/compiled.ts';
import { indexDefinition } from '#definition/index-definition.ts';
import type { Condition, Checklist, LevelRule } from '#definition/scoring.ts';
import type { AnswerValue } from '#engine/answers.ts';
import { decide } from '#engine/evaluate-expression.ts';
import type { FormView } from '#engine/form-view.ts';
import { reaches } from './score-measure.ts';
import type { ChecklistResult, ConditionResult, ConditionState, PartTally } from './score-result.ts';

export type CheckedLevel = { readonly result: ChecklistResult; readonly level: string | null; readonly levelName: string | null };

/** Every condition, and the highest level such that all computed conditions of it and of those below hold. */
export function scoreChecklist(compiled: CompiledDefinition, checklist: Checklist, form: FormView): CheckedLevel {
  const conditions: Record<string, ConditionResult> = {};
  const parts: Record<string, PartTally> = {};
  for (const part of checklist.parts) parts[part.id] = { met: 0, notMet: 0, judged: 0, unanswered: 0, notApplicable: 0 };
  const partApplies = new Map(
    checklist.parts.map(({ id, applies }) => [id, applies === null || decide(compiled, applies, form) !== false]),
  );
  for (const condition of checklist.conditions) {
    const applies =
      partApplies.get(condition.part) !== false &&
      (condition.applies === null || decide(compiled, condition.applies, form) !== false);
    const result = applies ? judge(compiled, condition, form) : notApplicable;
    conditions[condition.name] = result;
    const tally = parts[condition.part];
    if (tally !== undefined) parts[condition.part] = { ...tally, [tallyKeys[result.state]]: tally[tallyKeys[result.state]] + 1 };
  }
  const stateOf = (condition: Condition): ConditionState => conditions[condition.name]?.state ?? 'unanswered';
  const climbed = climb(checklist, compiled.scoring.level, stateOf);
  const upTo = (condition: Condition, last: number): boolean => climbed.levels.length === 0 || climbed.rankOf(condition) <= last;
  const names = (keep: (condition: Condition) => boolean): readonly string[] =>
    checklist.conditions.filter(keep).map(({ name }) => name);
  const judgedWith =
    (opinion: 'not-met' | null) =>
    (condition: Condition): boolean =>
      stateOf(condition) === 'judged' &&
      conditions[condition.name]?.opinion === opinion &&
      upTo(condition, Math.max(climbed.rank, 0));
  return {
    level: climbed.level,
    levelName: climbed.levelName,
    result: {
      conditions,
      parts,
      missing: names(
        (condition) =>
          !condition.prerequisite && isOpenOrMissed(stateOf(condition)) && upTo(condition, Math.max(climbed.rank, 0) + 1),
      ),
      openJudged: names(judgedWith(null)),
      doubted: names(judgedWith('not-met')),
      prerequisites: names(
        (condition) =>
          condition.prerequisite && stateOf(condition) !== 'not-applicable' && upTo(condition, Math.max(climbed.rank, 0) + 1),
      ),
    },
  };
}

const tallyKeys = {
  met: 'met',
  'not-met': 'notMet',
  judged: 'judged',
  unanswered: 'unanswered',
  'not-applicable': 'notApplicable',
} as const satisfies Readonly<Record<ConditionState, keyof PartTally>>;

const notApplicable: ConditionResult = { state: 'not-applicable', opinion: null, required: null, actual: null };

function isOpenOrMissed(state: ConditionState): boolean {
  return state === 'not-met' || state === 'unanswered';
}

type Climbed = {
  readonly levels: readonly string[];
  /** Place of the level reached, −1 while it cannot be told or there are no levels. */
  readonly rank: number;
  readonly level: string | null;
  readonly levelName: string | null;
  rankOf(condition: Condition): number;
};

/** Conditions without a level are asked for by every level above the first. */
function climb(checklist: Checklist, rule: LevelRule | null, stateOf: (condition: Condition) => ConditionState): Climbed {
  const levels = rule?.kind === 'checklist' ? rule.levels : [];
  const ids = levels.map(({ id }) => id);
  const rankOf = (condition: Condition): number => (condition.level === null ? 1 : ids.indexOf(condition.level));
  const unheld = checklist.conditions.filter((condition) => !condition.prerequisite && isOpenOrMissed(stateOf(condition)));
  const stop = Math.min(levels.length, ...unheld.map(rankOf));
  const atStop = unheld.filter((condition) => rankOf(condition) === stop);
  const untold =
    levels.length === 0 || (stop <= 1 && atStop.every((condition) => stateOf(condition) === 'unanswered') && atStop.length > 0);
  const rank = untold ? -1 : stop - 1;
  const reached = levels[rank];
  return { levels: ids, rank, level: reached?.id ?? null, levelName: reached?.name ?? null, rankOf };
}

function judge(compiled: CompiledDefinition, condition: Condition, form: FormView): ConditionResult {
  const { test } = condition;
  if (test.kind === 'expression') {
    const inputs = condition.inputs;
    if (inputs.length > 0 && inputs.every((name) => isHidden(compiled, name, form))) return notApplicable;
    const met = decide(compiled, test.met, form);
    return plain(met === null ? 'unanswered' : met ? 'met' : 'not-met');
  }
  const state = form.state(test.question);
  const { question } = indexDefinition(compiled).questions.get(test.question) ?? {};
  if (!state.relevant || question === undefined) return notApplicable;
  const value = state.problem === null ? state.effective : null;
  const chosen = question.choices.find((choice) => choice.name === value);
  if (chosen?.notApplicable === true) return notApplicable;
  switch (test.kind) {
    case 'judged':
      return { ...plain('judged'), opinion: opinionOf(value, test.met, test.notMet) };
    case 'chosen':
      return plain(value === null ? 'unanswered' : test.met.includes(String(value)) ? 'met' : 'not-met');
    case 'ticked': {
      const countable =
        test.of.length > 0 ? test.of : question.choices.filter(({ exclusive }) => !exclusive).map(({ name }) => name);
      const actual =
        typeof value === 'object' && value !== null ? value.filter((option) => countable.includes(option)).length : null;
      return compared('at-least', actual, test.value);
    }
    case 'at-least':
    case 'at-most':
      return compared(test.kind, asNumber(value), test.value);
  }
}

function plain(state: ConditionState): ConditionResult {
  return { state, opinion: null, required: null, actual: null };
}

function compared(kind: 'at-least' | 'at-most', actual: number | null, required: number): ConditionResult {
  const holds = actual !== null && (kind === 'at-least' ? reaches(actual, required) : reaches(-actual, -required));
  return { state: actual === null ? 'unanswered' : holds ? 'met' : 'not-met', opinion: null, required, actual };
}

function opinionOf(value: AnswerValue, met: readonly string[], notMet: readonly string[]): ConditionResult['opinion'] {
  if (value === null) return null;
  if (met.length === 0 && notMet.length === 0) return 'noted';
  const options = typeof value === 'object' ? value : [String(value)];
  if (options.some((option) => met.includes(option))) return 'met';
  return options.some((option) => notMet.includes(option)) ? 'not-met' : null;
}

function asNumber(value: AnswerValue): number | null {
  const number = typeof value === 'number' ? value : typeof value === 'string' && value !== '' ? Number(value) : Number.NaN;
  return Number.isNaN(number) ? null : number;
}

function isHidden(compiled: CompiledDefinition, name: string, form: FormView): boolean {
  const repeat = indexDefinition(compiled).questions.get(name)?.repeat ?? name;
  return !form.state(repeat).relevant;
}
