import type { CompiledDefinition } from '#definition/compiled.ts';
import type { ScoredItem } from '#definition/scoring.ts';
import type { AnswerValue } from '#engine/answers.ts';
import type { FormView } from '#engine/form-view.ts';
import { programOf } from '#engine/program.ts';
import { problem } from '#shared/problems.ts';
import type { Problem } from '#shared/problems.ts';
import { changeBetween } from './change-between.ts';
import { bandScore, curveScore } from './curve.ts';
import { itemSources } from './item-sources.ts';
import type { ItemScore } from './score-result.ts';

export type ScoredWithWarnings = { readonly score: ItemScore; readonly warnings: readonly Problem[] };

const notRelevant: ItemScore = { score: null, state: 'not-relevant' };
const unanswered: ItemScore = { score: null, state: 'unanswered' };
const notApplicable: ItemScore = { score: null, state: 'not-applicable' };
const none: readonly Problem[] = [];

/**
 * One item's score. A hidden input hides the item. A blank or wrong one leaves it unanswered, and so does a wrong answer behind a
 * computed one; whatever was typed and yet does not count gives a warning.
 */
export function scoreItem(compiled: CompiledDefinition, item: ScoredItem, form: FormView): ScoredWithWarnings {
  const values: AnswerValue[] = [];
  for (const input of item.inputs) {
    const state = form.state(input);
    if (!state.relevant) return { score: notRelevant, warnings: none };
    if (state.problem !== null) return { score: unanswered, warnings: [state.problem] };
    values.push(state.effective);
  }
  const sources = itemSources(compiled, item).map((source) => form.state(source));
  const wrong = sources.flatMap((source) => (source.problem === null ? [] : [source.problem]));
  if (wrong.length > 0) return { score: unanswered, warnings: wrong };
  if (values.includes(null)) {
    const computable = sources.length > 0 && sources.every((source) => source.effective !== null);
    return {
      score: unanswered,
      warnings: computable ? [problem('score.total-zero', { question: item.name, item: item.name, label: item.label })] : none,
    };
  }
  return applyRule(compiled, item, values);
}

function applyRule(
  compiled: CompiledDefinition,
  { rule, name, label }: ScoredItem,
  values: readonly AnswerValue[],
): ScoredWithWarnings {
  const value = values[0] ?? null;
  switch (rule.kind) {
    case 'options':
      return chosen(rule.scores[String(value)]);
    case 'ladder':
      return chosen(rule.steps.find((step) => step.choice === value)?.s);
    case 'satisfaction': {
      const share = rule.shares[String(value)];
      return chosen(share === null || share === undefined ? share : share * 100);
    }
    case 'ticks': {
      const ticked = ticks(value);
      const without = ticksExclusive(compiled, rule.question, ticked);
      return {
        score: answered(
          without
            ? 0
            : Math.min(
                100,
                ticked.reduce((sum, option) => sum + (rule.scores[option] ?? 0), 0),
              ),
        ),
        warnings:
          without && ticked.length > 1
            ? [problem('score.none-with-others', { question: rule.question, item: name, label })]
            : none,
      };
    }
    case 'count': {
      const ticked = ticks(value);
      const without = ticksExclusive(compiled, rule.question, ticked);
      return {
        score: answered(rule.scores[without ? 0 : ticked.length] ?? null),
        warnings:
          without && ticked.length > 1
            ? [problem('score.none-with-others', { question: rule.question, item: name, label })]
            : none,
      };
    }
    case 'bands':
      return { score: answered(bandScore(rule.bands, asNumber(value))), warnings: none };
    case 'curve':
      return { score: answered(curveScore(rule.points, asNumber(value))), warnings: none };
    case 'change': {
      const x = changeBetween(rule.rule, rule.better, asNumber(values[1] ?? null), asNumber(value));
      if (x === null)
        return { score: unanswered, warnings: [problem('score.previous-zero', { question: rule.previous, item: name, label })] };
      return { score: answered(curveScore(rule.points, x)), warnings: none };
    }
  }
}

/** `null` is the score of a 'not applicable' option, `undefined` of an option that the rule does not know. */
function chosen(score: number | null | undefined): ScoredWithWarnings {
  return { score: score === null ? notApplicable : answered(score ?? null), warnings: none };
}

function answered(score: number | null): ItemScore {
  return score === null || Number.isNaN(score) ? unanswered : { score, state: 'answered' };
}

function ticks(value: AnswerValue): readonly string[] {
  return typeof value === 'object' && value !== null ? value : [];
}

/** Computed questions may hold numbers as text. */
function asNumber(value: AnswerValue): number {
  return typeof value === 'number' ? value : typeof value === 'string' && value !== '' ? Number(value) : Number.NaN;
}

/** Whether a ticked option excludes all others. */
function ticksExclusive(compiled: CompiledDefinition, question: string, ticked: readonly string[]): boolean {
  const choices = programOf(compiled).byName.get(question)?.question?.choices ?? [];
  return choices.some(({ name, exclusive }) => exclusive && ticked.includes(name));
}
