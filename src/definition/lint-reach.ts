/** Lints that ask what answers can bring about: questions nobody can reach, weights that do not add up for some kind of firm. */
import type { Report } from './report.ts';
import type { FormNode, Section } from './compiled.ts';
import type { Expression } from './expression.ts';
import { referencesOf } from './expression.ts';
import { foldExpression } from './fold-expression.ts';
import type { NamedNode } from './resolve-expression.ts';
import { nearest } from './resolve-expression.ts';
import type { DefinitionSource } from './schema.ts';
import type { Scoring } from './scoring.ts';
import type { SourcePath } from './source-text.ts';

type Names = ReadonlyMap<string, NamedNode>;

/** All conditions from the section down to the name itself. */
export type ConditionsOf = ReadonlyMap<string, readonly Expression[]>;

export function conditionsOf(sections: readonly Section[]): ConditionsOf {
  const conditions = new Map<string, readonly Expression[]>();
  const walk = (nodes: readonly FormNode[], around: readonly Expression[]): void => {
    for (const node of nodes) {
      const name = node.kind === 'question' ? node.question.name : node.name;
      const relevant = node.kind === 'question' ? node.question.relevant : node.relevant;
      const here = relevant === null ? around : [...around, relevant];
      conditions.set(name, here);
      if (node.kind !== 'question') walk(node.children, here);
    }
  };
  walk(sections, []);
  return conditions;
}

/** Combinations of options that are tried; above it a question counts as reachable. */
const tries = 5000;

export function lintReach(conditions: ConditionsOf, names: Names, paths: ReadonlyMap<string, SourcePath>, report: Report): void {
  for (const [name, all] of conditions) {
    if (all.length === 0) continue;
    const selects = [...new Set(all.flatMap(referencesOf))].flatMap((reference) => {
      const node = names.get(reference);
      return node?.kind === 'question' && node.question.type === 'select_one'
        ? [{ name: reference, options: ['', ...node.question.choices.map((choice) => choice.name)] }]
        : [];
    });
    if (selects.reduce((product, { options }) => product * options.length, 1) > tries) continue;
    const reachable = combinations(selects).some((known) => all.every((condition) => foldExpression(condition, known) !== false));
    if (!reachable)
      report(
        paths.get(name) ?? [],
        name,
        `“${name}”永远不会出现`,
        '它的 relevant（含上层分组）在任何答案下都不成立，改条件或删去',
      );
  }
}

function combinations(
  selects: readonly { readonly name: string; readonly options: readonly string[] }[],
): readonly Map<string, string>[] {
  return selects.reduce<readonly Map<string, string>[]>(
    (sofar, { name, options }) => sofar.flatMap((known) => options.map((option) => new Map(known).set(name, option))),
    [new Map()],
  );
}

export function lintWeights(
  declared: DefinitionSource['scoring']['weights'],
  scoring: Scoring,
  conditions: ConditionsOf,
  names: Names,
  report: Report,
): void {
  const weighted = scoring.measures.filter((measure) => measure.kind === 'weighted-mean' || measure.kind === 'sum');
  if (weighted.length === 0) return;
  if (declared === undefined) {
    report(
      ['scoring'],
      null,
      '没有写权重合计的要求',
      '加 weights: {sum: 100, cases: [{题名: 选项}]}，写明哪些情形下合计应是多少',
    );
    return;
  }
  declared.cases.forEach((answers, index) => {
    const path: SourcePath = ['scoring', 'weights', 'cases', index];
    for (const [name, option] of Object.entries(answers)) {
      const node = names.get(name);
      const options = node?.kind === 'question' ? node.question.choices.map((choice) => choice.name) : [];
      if (!options.includes(option)) report([...path, name], null, `“${name}”没有选项“${option}”`, nearest(option, options));
    }
    const known = new Map(Object.entries(answers));
    for (const measure of weighted) {
      let sum = 0;
      for (const item of scoring.items) {
        if (item.measure !== measure.id) continue;
        const hidden = item.inputs.some((input) =>
          (conditions.get(input) ?? []).some((condition) => foldExpression(condition, known) === false),
        );
        if (!hidden) sum += item.weight;
      }
      const wanted = typeof declared.sum === 'number' ? declared.sum : declared.sum[measure.id];
      if (wanted === undefined) {
        if (index === 0) report(['scoring', 'weights', 'sum'], null, `没有写“${measure.id}”的权重合计`, '补上它');
        continue;
      }
      if (Math.abs(sum - wanted) > 1e-9) {
        const situation = Object.entries(answers)
          .map(([name, option]) => `${name}=${option}`)
          .join('、');
        report(
          path,
          null,
          `${situation === '' ? '' : `${situation} 时，`}“${measure.id}”的权重合计 ${String(sum)}，应为 ${String(wanted)}`,
          '调整该维度的权重',
        );
      }
    }
  });
}
