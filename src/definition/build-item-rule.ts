import type { ScoringContext } from './scoring-context.ts';
import { nearest } from './resolve-expression.ts';
import type { NamedNode } from './resolve-expression.ts';
import type { ItemSource } from './scoring-schema.ts';
import type { CurvePoint, ItemRule, LadderStep } from './scoring.ts';
import type { SourcePath } from './source-text.ts';

type Scores = Readonly<Record<string, number | null>>;

export function buildItemRule(item: ItemSource, path: SourcePath, { source, names, report }: ScoringContext): ItemRule {
  const question = item.question ?? item.name;
  const table = (scores: string | Scores): Scores => {
    if (typeof scores !== 'string') return scores;
    const shared = source.tables?.[scores];
    if (shared === undefined) {
      report([...path, 'scores'], item.name, `没有分值表“${scores}”`, nearest(scores, Object.keys(source.tables ?? {})));
      return {};
    }
    return { ...shared, ...notApplicableOf(question, names) };
  };
  const points = (curve: string | readonly (readonly [number, number])[], key: string): readonly CurvePoint[] => {
    const found = typeof curve === 'string' ? source.curves?.[curve] : curve;
    if (found === undefined) {
      report([...path, key], item.name, `没有曲线“${String(curve)}”`, nearest(String(curve), Object.keys(source.curves ?? {})));
    }
    return (found ?? []).map(([x, s]) => ({ x, s }));
  };
  switch (item.kind) {
    case 'options':
      return { kind: 'options', question, scores: table(item.scores) };
    case 'ticks': {
      const scores: Record<string, number> = {};
      for (const [choice, score] of Object.entries(table(item.scores))) {
        if (score === null) report([...path, 'scores', choice], item.name, `多选项“${choice}”没有分值`, '写 0 到 100 的分');
        else scores[choice] = score;
      }
      return { kind: 'ticks', question, scores };
    }
    case 'count':
      return { kind: 'count', question, scores: item.scores };
    case 'bands':
      return { kind: 'bands', question, bands: points(item.bands, 'bands').map(({ x, s }) => ({ le: x, s })) };
    case 'curve':
      return { kind: 'curve', question, points: points(item.points, 'points') };
    case 'change':
      return {
        kind: 'change',
        last: item.last,
        previous: item.previous,
        rule: item.rule,
        better: item.better,
        points: points(item.points, 'points'),
      };
    case 'ladder': {
      const given = item.steps;
      const steps = typeof given === 'string' ? source.ladders?.[given] : given;
      if (steps === undefined && typeof given === 'string') {
        report([...path, 'steps'], item.name, `没有阶梯“${given}”`, nearest(given, Object.keys(source.ladders ?? {})));
      }
      return {
        kind: 'ladder',
        question,
        steps: (steps ?? []).map((step): LadderStep => ({ choice: step.choice, grade: step.grade, s: step.score })),
      };
    }
    case 'satisfaction':
      return { kind: 'satisfaction', question, shares: item.shares };
  }
}

export function inputsOf(rule: ItemRule): readonly string[] {
  return rule.kind === 'change' ? [rule.last, rule.previous] : [rule.question];
}

/** A shared table knows no 'not applicable'; the question's own option for it takes part as such. */
function notApplicableOf(question: string, names: ReadonlyMap<string, NamedNode>): Scores {
  const node = names.get(question);
  const choices = node?.kind === 'question' ? node.question.choices : [];
  return Object.fromEntries(choices.filter((choice) => choice.notApplicable).map((choice) => [choice.name, null]));
}
