/** What only sums, ranges and neighbours can tell about a scoring block. One function a rule; each names the fix. */
import type { Report } from './report.ts';
import type { Choice, Question } from './compiled.ts';
import type { LintedQuestion } from './linted-question.ts';
import { lintChecklist } from './lint-checklist.ts';
import { lintLevel } from './lint-level.ts';
import { isItemMeasure } from './measure-kinds.ts';
import { nearest } from './resolve-expression.ts';
import type { ItemRule, Measure, ScoredItem, Scoring } from './scoring.ts';
import type { SourcePath } from './source-text.ts';

/** `own` counts what stands in the file's lists; what follows was made from a maturity tree. */
export function lintScoring(
  scoring: Scoring,
  questions: ReadonlyMap<string, LintedQuestion>,
  own: { readonly items: number; readonly measures: number },
  report: Report,
): void {
  lintMeasures(scoring, own.measures, report);
  const seen = new Set<string>();
  scoring.items.forEach((item, index) => {
    const path: SourcePath = index < own.items ? ['scoring', 'items', index] : ['scoring', 'level', 'tree'];
    if (seen.has(item.name)) report([...path, 'name'], item.name, `计分项“${item.name}”重复`, '每项只写一次');
    seen.add(item.name);
    const measure = scoring.measures.find(({ id }) => id === item.measure);
    if (measure === undefined) {
      report(
        [...path, 'measure'],
        item.name,
        `没有维度“${item.measure}”`,
        nearest(
          item.measure,
          scoring.measures.map(({ id }) => id),
        ),
      );
    } else if (!isItemMeasure(measure)) {
      report(
        [...path, 'measure'],
        item.name,
        `“${item.measure}”由其他维度合成，不能直接放计分项`,
        '改为一个 weighted-mean、mean、sum 或 unscored 维度',
      );
    }
    lintItem(item, questions, path, report);
  });
  if (scoring.level !== null) lintLevel(scoring.level, scoring, report);
  if (scoring.checklist !== null) lintChecklist(scoring.checklist, scoring.level, questions, report);
}

function lintMeasures(scoring: Scoring, own: number, report: Report): void {
  const earlier = new Set<string>();
  scoring.measures.forEach((measure, index) => {
    const path: SourcePath = index < own ? ['scoring', 'measures', index] : ['scoring', 'level', 'tree'];
    if (earlier.has(measure.id)) report([...path, 'id'], null, `维度“${measure.id}”重复`, '换一个 id');
    if (isItemMeasure(measure)) {
      if (!scoring.items.some((item) => item.measure === measure.id))
        report(path, null, `维度“${measure.id}”没有计分项`, '加计分项，或删去它');
    } else {
      for (const term of measure.terms) {
        if (earlier.has(term.measure)) continue;
        report(
          [...path, 'terms', term.measure],
          null,
          `“${measure.id}”用到的“${term.measure}”没有在它前面定义`,
          '先写被用到的维度',
        );
      }
    }
    if (measure.kind === 'weighted-sum') {
      const sum = measure.terms.reduce((total, term) => total + term.weight, 0);
      const adds = measure.terms.every((term) => term.weight === 1);
      if (!adds && Math.abs(sum - 1) > 1e-9)
        report([...path, 'terms'], null, `“${measure.id}”的系数合计 ${String(round(sum))}，不是 1`, '调整系数');
    }
    lintGrades(measure, path, report);
    earlier.add(measure.id);
  });
}

function lintGrades(measure: Measure, path: SourcePath, report: Report): void {
  if (measure.grades.length === 0) return;
  measure.grades.forEach((grade, index) => {
    const before = measure.grades[index - 1];
    const isLast = index === measure.grades.length - 1;
    const rises = grade.lt === null || before === undefined || (before.lt !== null && before.lt < grade.lt);
    if ((grade.lt === null) !== isLast || !rises) {
      report(
        [...path, 'grades'],
        null,
        `“${measure.id}”的等级没有从低到高排到顶（${grade.name}）`,
        'lt 逐级增大，最后一级写 lt: null',
      );
    }
  });
}

function lintItem(item: ScoredItem, questions: ReadonlyMap<string, LintedQuestion>, path: SourcePath, report: Report): void {
  const { rule } = item;
  for (const input of item.inputs) {
    const question = questions.get(input);
    if (question === undefined) {
      report(path, item.name, `没有题“${input}”`, nearest(input, [...questions.keys()]));
      return;
    }
    if (question.repeat !== null) {
      report(path, item.name, `“${input}”在重复组里，每行一个值，不能直接计分`, '用 calculate 题汇总成一个值再计分');
      return;
    }
    const wanted = wantedTypes[rule.kind];
    if (!wanted.includes(question.type)) {
      report(
        path,
        item.name,
        `${rule.kind} 计分不能用于 ${question.type} 题“${input}”`,
        `改用 ${wanted.join(' 或 ')} 题，或换计分方式`,
      );
      return;
    }
  }
  const question = questions.get(item.inputs[0] ?? '');
  if (question !== undefined)
    lintRule(rule, question, (key, message, advice) => report([...path, key], item.name, message, advice));
}

const wantedTypes: Readonly<Record<ItemRule['kind'], readonly Question['type'][]>> = {
  options: ['select_one'],
  ladder: ['select_one'],
  satisfaction: ['select_one'],
  ticks: ['select_multiple'],
  count: ['select_multiple'],
  bands: ['integer', 'decimal', 'calculate'],
  curve: ['integer', 'decimal', 'calculate'],
  change: ['integer', 'decimal', 'calculate'],
};

type Fault = (key: string, message: string, advice: string) => void;

function lintRule(rule: ItemRule, question: LintedQuestion, fault: Fault): void {
  switch (rule.kind) {
    case 'options':
      return lintChoices('scores', new Map(Object.entries(rule.scores)), question.choices, fault);
    case 'satisfaction':
      return lintChoices('shares', new Map(Object.entries(rule.shares)), question.choices, fault);
    case 'ladder': {
      lintChoices('steps', new Map(rule.steps.map((step) => [step.choice, step.s])), question.choices, fault);
      const graded = rule.steps.filter((step) => step.grade !== null);
      if (graded.some((step, index) => index > 0 && (step.grade ?? 0) <= (graded[index - 1]?.grade ?? 0))) {
        fault('steps', '阶梯的 grade 没有逐级增大', '从低到高排');
      }
      return;
    }
    case 'ticks': {
      const scored = question.choices.filter((choice) => !choice.exclusive);
      lintChoices('scores', new Map(Object.entries(rule.scores)), scored, fault);
      const sum = Object.values(rule.scores).reduce((total, score) => total + score, 0);
      if (sum > 100 + 1e-9) fault('scores', `各选项合计 ${String(round(sum))} 分，超过 100`, '调低分值，合计不超过 100');
      return;
    }
    case 'count': {
      const choices = question.choices.filter((choice) => !choice.exclusive).length;
      if (rule.scores.length !== choices + 1) {
        fault(
          'scores',
          `有 ${String(choices)} 个可数选项，要 ${String(choices + 1)} 个分值，写了 ${String(rule.scores.length)} 个`,
          '从勾 0 项写到全勾',
        );
      }
      if (!ascending(rule.scores, false)) fault('scores', '勾得多的分反而低', '分值从小到大排');
      return;
    }
    case 'bands': {
      if (rule.bands.length === 0) return;
      if (
        !ascending(
          rule.bands.map((band) => band.le),
          true,
        )
      )
        fault('bands', '分档上限没有逐档增大', '从小到大排');
      const top = rule.bands.at(-1)?.le ?? 0;
      if (question.max === null) fault('bands', '题目没有最大值，分档是否盖满不清楚', '给题目加 range');
      else if (top < question.max) fault('bands', `分档只到 ${String(top)}，题目可填到 ${String(question.max)}`, '加一档盖满');
      return;
    }
    case 'curve':
    case 'change':
      if (rule.points.length === 1) fault('points', '曲线只有一个点', '至少两个点');
      if (
        !ascending(
          rule.points.map((point) => point.x),
          true,
        )
      )
        fault('points', '曲线的横坐标没有逐点增大', '从小到大排');
  }
}

function lintChoices(key: string, scores: ReadonlyMap<string, number | null>, choices: readonly Choice[], fault: Fault): void {
  for (const choice of choices) {
    const score = scores.get(choice.name);
    if (score === undefined) fault(key, `选项“${choice.name}”没有分值`, '补上它的分值');
    else if ((score === null) !== choice.notApplicable) {
      fault(key, `选项“${choice.name}”的分值与“不适用”不一致`, '不适用的选项写 not_applicable: true 且分值 null；其他选项写分值');
    }
  }
  for (const name of scores.keys()) {
    if (!choices.some((choice) => choice.name === name)) {
      fault(
        key,
        `给不存在的选项“${name}”写了分值`,
        nearest(
          name,
          choices.map((choice) => choice.name),
        ),
      );
    }
  }
}

function ascending(numbers: readonly number[], strictly: boolean): boolean {
  return numbers.every((number, index) => {
    const before = numbers[index - 1];
    return before === undefined || before < number || (!strictly && before === number);
  });
}

function round(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
