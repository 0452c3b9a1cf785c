import type { Report } from './report.ts';
import type { LintedQuestion } from './linted-question.ts';
import { nearest } from './resolve-expression.ts';
import type { Checklist, Condition, LevelRule } from './scoring.ts';
import type { SourcePath } from './source-text.ts';

export function lintChecklist(
  checklist: Checklist,
  level: LevelRule | null,
  questions: ReadonlyMap<string, LintedQuestion>,
  report: Report,
): void {
  const path: SourcePath = ['scoring', 'checklist'];
  const levels = level?.kind === 'checklist' ? level.levels.map(({ id }) => id) : [];
  const parts = new Set<string>();
  checklist.parts.forEach((part, index) => {
    if (parts.has(part.id)) report([...path, 'parts', index, 'id'], null, `部分“${part.id}”重复`, '换一个 id');
    parts.add(part.id);
  });
  const seen = new Set<string>();
  checklist.conditions.forEach((condition, index) => {
    const here = [...path, 'conditions', index];
    const { name } = condition;
    if (seen.has(name)) report([...here, 'name'], name, `条件“${name}”重复`, '换一个 name');
    seen.add(name);
    if (condition.level !== null && !levels.includes(condition.level)) {
      report(
        [...here, 'level'],
        name,
        `没有等级“${condition.level}”`,
        levels.length === 0 ? '先写 level: {kind: checklist}' : `可用：${levels.join('、')}`,
      );
    }
    if (condition.level !== null && condition.level === levels[0]) {
      report([...here, 'level'], name, `“${condition.level}”是起点，不能有条件`, '在它前面加一级“未达”');
    }
    lintTest(condition, here, questions, report);
  });
  if (level?.kind === 'checklist') {
    levels.slice(1).forEach((id, index) => {
      if (!checklist.conditions.some((condition) => condition.level === id)) {
        report(['scoring', 'level', 'levels', index + 1], null, `等级“${id}”没有条件`, '给条件写 level，或删去这一级');
      }
    });
  }
}

function lintTest(condition: Condition, path: SourcePath, questions: ReadonlyMap<string, LintedQuestion>, report: Report): void {
  const { test, name } = condition;
  if (test.kind === 'expression') return;
  const question = questions.get(test.question);
  if (question === undefined) {
    report([...path, 'question'], name, `没有题“${test.question}”`, nearest(test.question, [...questions.keys()]));
    return;
  }
  if (question.repeat !== null) {
    report([...path, 'question'], name, `“${test.question}”在重复组里，每行一个值`, '用 calculate 题汇总成一个值');
    return;
  }
  const wanted: readonly string[] = wantedTypes[test.kind];
  if (wanted.length > 0 && !wanted.includes(question.type)) {
    report(
      [...path, 'question'],
      name,
      `${test.kind} 条件不能用于 ${question.type} 题“${test.question}”`,
      `改用 ${wanted.join(' 或 ')} 题`,
    );
    return;
  }
  const options = question.choices.map((choice) => choice.name);
  const named =
    test.kind === 'ticked' ? test.of : test.kind === 'judged' ? [...test.met, ...test.notMet] : 'met' in test ? test.met : [];
  for (const option of named) {
    if (!options.includes(option))
      report(
        [...path, test.kind === 'ticked' ? 'of' : 'met'],
        name,
        `“${test.question}”没有选项“${option}”`,
        nearest(option, options),
      );
  }
  if (test.kind === 'ticked') {
    const countable = test.of.length > 0 ? test.of.length : question.choices.filter((choice) => !choice.exclusive).length;
    if (test.value > countable)
      report([...path, 'value'], name, `要勾 ${String(test.value)} 项，可勾的只有 ${String(countable)} 项`, '改小 value');
  }
}

const wantedTypes: Readonly<Record<Exclude<Condition['test']['kind'], 'expression'>, readonly string[]>> = {
  'at-least': ['integer', 'decimal', 'calculate'],
  'at-most': ['integer', 'decimal', 'calculate'],
  chosen: ['select_one'],
  ticked: ['select_multiple'],
  judged: [],
};
