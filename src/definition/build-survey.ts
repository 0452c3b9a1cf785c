/** Survey part of a definition file → sections, with every reference resolved and every question linted. */
import type { Choice, FormNode, GroupNode, Provenance, Question, QuestionNode, RepeatNode, Source } from './compiled.ts';
import type { Expression } from './expression.ts';
import { weakest } from './fidelity.ts';
import { readExpression } from './read-expression.ts';
import type { Report } from './report.ts';
import { nearest } from './resolve-expression.ts';
import type { NamedNode } from './resolve-expression.ts';
import type { ChoiceSource, DefinitionSource, GroupSource, NodeSource, QuestionSource, RepeatSource } from './schema.ts';
import type { SourcePath } from './source-text.ts';

export type BuiltSurvey = {
  readonly sections: readonly GroupNode[];
  readonly names: ReadonlyMap<string, NamedNode>;
  /** Where each name is defined. */
  readonly paths: ReadonlyMap<string, SourcePath>;
};

type Around = { readonly repeat: string | null; readonly parent: string | null };

export function buildSurvey(source: DefinitionSource, sources: readonly Source[], report: Report): BuiltSurvey {
  const { names, paths } = collectNames(source, report);

  const expression = (
    text: string | undefined,
    path: SourcePath,
    question: string,
    context: { repeat: string | null; self: boolean; columns: boolean; condition: boolean },
  ): Expression | null => readExpression(text, path, question, { ...context, names }, report);

  const relevantOf = (node: NodeSource, path: SourcePath, around: Around): Expression | null =>
    expression(node.relevant, [...path, 'relevant'], node.name, {
      repeat: around.repeat,
      self: false,
      columns: false,
      condition: true,
    });

  const buildQuestion = (node: QuestionSource, path: SourcePath, around: Around): QuestionNode => {
    const named = names.get(node.name);
    const choices = named?.kind === 'question' ? named.question.choices : [];
    lintQuestion(node, choices, path, report);
    const context = { repeat: around.repeat, self: false, columns: false, condition: false };
    const question: Question = {
      name: node.name,
      type: node.type,
      label: node.label,
      hint: node.hint ?? null,
      guidance: node.guidance ?? null,
      unit: node.unit ?? null,
      min: node.range?.[0] ?? null,
      max: node.range?.[1] ?? null,
      choices,
      required: node.required ?? false,
      relevant: relevantOf(node, path, around),
      constraint: expression(node.constraint, [...path, 'constraint'], node.name, { ...context, self: true, condition: true }),
      constraintMessage: node.constraint_message ?? null,
      calculation: expression(node.calculation, [...path, 'calculation'], node.name, context),
      choiceFilter: expression(node.choice_filter, [...path, 'choice_filter'], node.name, {
        ...context,
        columns: true,
        condition: true,
      }),
      evidence: node.evidence ?? null,
      fact: typeof node.fact === 'object' ? node.fact.id : (node.fact ?? null),
      factPeriod: typeof node.fact === 'object' ? node.fact.period : node.fact === undefined ? null : 'now',
      appearance: node.appearance ?? null,
      provenance: provenanceOf(node, sources, path, report),
    };
    return { kind: 'question', question };
  };

  const buildRepeat = (node: RepeatSource, path: SourcePath, around: Around): RepeatNode => ({
    kind: 'repeat',
    name: node.name,
    label: node.label,
    hint: node.hint ?? null,
    relevant: relevantOf(node, path, around),
    children: node.children.map((child, index) =>
      buildQuestion(child, [...path, 'children', index], { repeat: node.name, parent: node.name }),
    ),
  });

  const buildNode = (node: NodeSource, path: SourcePath, around: Around): FormNode => {
    if (node.type === 'group') return buildGroup(node, path, around);
    return node.type === 'repeat' ? buildRepeat(node, path, around) : buildQuestion(node, path, around);
  };

  const buildGroup = (node: GroupSource, path: SourcePath, around: Around): GroupNode => ({
    kind: 'group',
    name: node.name,
    label: node.label,
    hint: node.hint ?? null,
    relevant: relevantOf(node, path, around),
    children: node.children.map((child, index) =>
      buildNode(child, [...path, 'children', index], { repeat: null, parent: node.name }),
    ),
  });

  const sections = source.survey.map((node, index) => buildGroup(node, ['survey', index], { repeat: null, parent: null }));
  return { sections, names, paths };
}

type Names = { readonly names: ReadonlyMap<string, NamedNode>; readonly paths: ReadonlyMap<string, SourcePath> };

/** First pass: every name, so that expressions may read what comes later in the file. */
function collectNames(source: DefinitionSource, report: Report): Names {
  const names = new Map<string, NamedNode>();
  const paths = new Map<string, SourcePath>();
  const choicesOf = (question: QuestionSource, path: SourcePath): readonly Choice[] => {
    if (question.choices === undefined) return [];
    if (typeof question.choices !== 'string') return question.choices.map(buildChoice);
    const shared = source.choices?.[question.choices];
    if (shared === undefined) {
      report(
        [...path, 'choices'],
        question.name,
        `没有选项表“${question.choices}”`,
        nearest(question.choices, Object.keys(source.choices ?? {})),
      );
    }
    return (shared ?? []).map(buildChoice);
  };

  const collect = (nodes: readonly NodeSource[], path: SourcePath, repeat: string | null): void => {
    nodes.forEach((node, index) => {
      const here = [...path, index];
      const first = paths.get(node.name);
      if (first !== undefined)
        report([...here, 'name'], node.name, `名称“${node.name}”重复`, '每个题、组、重复组的名称都要不同，换一个');
      else paths.set(node.name, here);
      if (node.type === 'group') names.set(node.name, { kind: 'group' });
      else if (node.type === 'repeat') names.set(node.name, { kind: 'repeat' });
      else names.set(node.name, { kind: 'question', question: { type: node.type, choices: choicesOf(node, here) }, repeat });
      if (node.type === 'group' || node.type === 'repeat')
        collect(node.children, [...here, 'children'], node.type === 'repeat' ? node.name : null);
    });
  };
  collect(source.survey, ['survey'], null);
  return { names, paths };
}

function buildChoice(source: ChoiceSource): Choice {
  return {
    name: source.name,
    label: source.label,
    exclusive: source.exclusive ?? false,
    notApplicable: source.not_applicable ?? false,
    columns: source.columns ?? {},
  };
}

function provenanceOf(node: QuestionSource, sources: readonly Source[], path: SourcePath, report: Report): Provenance {
  const basis = node.basis ?? [];
  if (basis.length === 0 && node.fidelity === undefined && node.type !== 'note') {
    report(path, node.name, '没有写来源', '加 basis: [来源键]，或 fidelity: tool-default 表示本工具自定');
  }
  basis.forEach((key, index) => {
    if (sources.some((source) => source.key === key)) return;
    report(
      [...path, 'basis', index],
      node.name,
      `sources 里没有来源“${key}”`,
      nearest(
        key,
        sources.map((source) => source.key),
      ),
    );
  });
  const known = sources.filter((source) => basis.includes(source.key)).map((source) => source.fidelity);
  return { fidelity: node.fidelity ?? weakest(known), basis, note: node.note ?? null };
}

function lintQuestion(node: QuestionSource, choices: readonly Choice[], path: SourcePath, report: Report): void {
  const fault = (key: string, message: string, advice: string): void => report([...path, key], node.name, message, advice);
  const isSelect = node.type === 'select_one' || node.type === 'select_multiple';
  const isNumber = node.type === 'integer' || node.type === 'decimal' || node.type === 'calculate';
  if (isSelect && node.choices === undefined) fault('type', '选择题没有选项', '加 choices: 选项表名，或在原处列出选项');
  if (!isSelect && node.choices !== undefined)
    fault('choices', `${node.type} 题不能有选项`, '删去 choices，或把 type 改为 select_one');
  if (!isSelect && node.choice_filter !== undefined) fault('choice_filter', '只有选择题能筛选选项', '删去 choice_filter');
  if (node.type === 'calculate' && node.calculation === undefined)
    fault('type', '计算题没有 calculation', '加 calculation: 算式');
  if (node.type !== 'calculate' && node.calculation !== undefined)
    fault('calculation', '只有 calculate 题能有算式', '把 type 改为 calculate，或删去 calculation');
  if (node.constraint !== undefined && node.constraint_message === undefined) {
    fault('constraint', '校验没有提示语', '加 constraint_message，说清哪里不对、怎么改');
  }
  if (node.range !== undefined) {
    const [min, max] = node.range;
    if (!isNumber) fault('range', `${node.type} 题不能有范围`, '删去 range');
    if (min !== null && max !== null && min > max) fault('range', '范围的下限大于上限', '对调两个数');
  }
  if (node.required === true && node.type === 'calculate') fault('required', '计算题不能必填', '删去 required');
  const seen = new Set<string>();
  for (const choice of choices) {
    if (seen.has(choice.name)) fault('choices', `选项“${choice.name}”重复`, '换一个选项名');
    seen.add(choice.name);
    if (choice.exclusive && node.type !== 'select_multiple')
      fault('choices', `单选题的选项“${choice.name}”不必写 exclusive`, '删去 exclusive');
  }
}
