/** Invented answers of a firm at a given maturity: each item is answered so that it scores about as much. */
import { indexDefinition } from '#definition/index-definition.ts';
import type { CompiledDefinition, Question } from '#definition/compiled.ts';
import type { CurvePoint, ItemRule } from '#definition/scoring.ts';
import type { AnswerValue } from '#engine/answers.ts';
import { sha256Text } from '#shared/sha256.ts';

export type DemoAnswers = {
  readonly values: Readonly<Record<string, AnswerValue>>;
  readonly processes: readonly { readonly name: string; readonly controlled: boolean }[];
};

export type DemoFirm = { readonly headcount: number; readonly revenue: number; readonly productionType: string };

/** `maturity` 0–1; `seed` makes firms of one maturity differ; `share` is the part of the items that is answered. */
export function demoAnswers(
  compiled: CompiledDefinition,
  firm: DemoFirm,
  { maturity, seed, share }: { readonly maturity: number; readonly seed: string; readonly share: number },
): DemoAnswers {
  const { questions } = indexDefinition(compiled);
  const chance = (name: string): number => Number.parseInt(sha256Text(`${seed} ${name}`).slice(0, 8), 16) / 0xffffffff;
  const values: Record<string, AnswerValue> = {
    production_type: firm.productionType,
    base_year: 2025,
    headcount: firm.headcount,
    revenue: firm.revenue,
  };
  const items = compiled.scoring.items;
  for (const item of items.slice(0, Math.ceil(items.length * share))) {
    const target = 100 * Math.min(1, Math.max(0, maturity + (chance(item.name) - 0.5) * 0.35));
    Object.assign(
      values,
      answersTo(item.rule, target, chance(`${item.name} previous`), (name) => questions.get(name)?.question ?? null),
    );
  }
  const total = Math.max(20, Math.round(firm.headcount / 4));
  const digital = Math.round(total * Math.min(1, maturity + 0.1));
  Object.assign(values, {
    equipment_total: total,
    equipment_digital: digital,
    equipment_networked: Math.round(digital * maturity),
  });
  const processes = ['下料', '粗加工', '热处理', '精加工', '表面处理', '装配', '检验', '包装'].map((name, index) => ({
    name,
    controlled: (index + 0.5) / 8 < maturity,
  }));
  return { values, processes: share < 1 ? processes.slice(0, 3) : processes };
}

type Find = (name: string) => Question | null;

function answersTo(rule: ItemRule, target: number, chance: number, find: Find): Readonly<Record<string, AnswerValue>> {
  switch (rule.kind) {
    case 'options': {
      const scored = Object.entries(rule.scores).flatMap(([choice, score]) => (score === null ? [] : [{ choice, score }]));
      return one(rule.question, nearest(scored, target));
    }
    case 'ladder': {
      const scored = rule.steps.flatMap(({ choice, s }) => (s === null ? [] : [{ choice, score: s }]));
      return one(rule.question, nearest(scored, target));
    }
    case 'satisfaction': {
      const scored = Object.entries(rule.shares).flatMap(([choice, share]) =>
        share === null ? [] : [{ choice, score: share * 100 }],
      );
      return one(rule.question, nearest(scored, target));
    }
    case 'ticks': {
      const ticked: string[] = [];
      let sum = 0;
      for (const [choice, score] of Object.entries(rule.scores)) {
        if (sum + score / 2 > target) continue;
        ticked.push(choice);
        sum += score;
      }
      return one(rule.question, ticked.length > 0 ? ticked : exclusiveOf(find(rule.question)));
    }
    case 'count': {
      const wanted = nearestIndex(rule.scores, target);
      const choices = (find(rule.question)?.choices ?? []).filter((choice) => !choice.exclusive && !choice.notApplicable);
      const ticked = choices.slice(0, wanted).map(({ name }) => name);
      return one(rule.question, ticked.length > 0 ? ticked : exclusiveOf(find(rule.question)));
    }
    case 'curve':
      return typed(rule.question, inverse(rule.points, target), find);
    case 'bands': {
      const band =
        rule.bands[
          nearestIndex(
            rule.bands.map(({ s }) => s),
            target,
          )
        ];
      return typed(rule.question, band?.le ?? 0, find);
    }
    case 'change': {
      const previous = previousOf(find(rule.previous)) * (0.85 + chance * 0.3);
      const change = inverse(rule.points, target) / 100;
      const last = previous * (1 + (rule.better === 'higher' ? change : -change) * 0.6);
      return { ...typed(rule.previous, previous, find), ...typed(rule.last, last, find) };
    }
  }
}

/** A figure of an ordinary firm to start a two-year change from. */
function previousOf(question: Question | null): number {
  const unit = question?.unit ?? '';
  if (unit === '%') return question?.max === null || (question?.max ?? 0) > 100 ? 8 : 88;
  return ordinary[unit] ?? 80;
}

/** By unit. */
const ordinary: Readonly<Record<string, number>> = {
  天: 32,
  '次/年': 6.5,
  '万元/人': 62,
  万元: 12_000,
  '元/百元': 84,
  '吨标准煤/万元': 0.32,
};

/** Where the curve reaches the score, coming from the left. */
function inverse(points: readonly CurvePoint[], target: number): number {
  for (let index = 1; index < points.length; index += 1) {
    const [from, to] = [points[index - 1], points[index]];
    if (from === undefined || to === undefined || to.s < target || to.s === from.s) continue;
    return from.x + ((Math.max(target, from.s) - from.s) / (to.s - from.s)) * (to.x - from.x);
  }
  return points.reduce((best, point) => (point.s > best.s ? point : best), points[0] ?? { x: 0, s: 0 }).x;
}

/** Only what a person types; within its range, with two digits. */
function typed(name: string, value: number, find: Find): Readonly<Record<string, AnswerValue>> {
  const question = find(name);
  if (question === null || (question.type !== 'decimal' && question.type !== 'integer')) return {};
  const clamped = Math.min(question.max ?? Infinity, Math.max(question.min ?? -Infinity, value));
  return { [name]: question.type === 'integer' ? Math.round(clamped) : Math.round(clamped * 100) / 100 };
}

function one(name: string, value: AnswerValue): Readonly<Record<string, AnswerValue>> {
  return { [name]: value };
}

function exclusiveOf(question: Question | null): AnswerValue {
  const none = question?.choices.find(({ exclusive }) => exclusive)?.name;
  return none === undefined ? null : [none];
}

function nearest(scored: readonly { readonly choice: string; readonly score: number }[], target: number): string | null {
  return (
    scored[
      nearestIndex(
        scored.map(({ score }) => score),
        target,
      )
    ]?.choice ?? null
  );
}

function nearestIndex(scores: readonly number[], target: number): number {
  let best = 0;
  for (const [index, score] of scores.entries()) {
    if (Math.abs(score - target) < Math.abs((scores[best] ?? 0) - target)) best = index;
  }
  return best;
}
