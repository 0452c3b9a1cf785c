import type { ScoringContext } from './scoring-context.ts';
import { referencesOf } from './expression.ts';
import type { Expression } from './expression.ts';
import type { ChecklistSource, ConditionSource } from './scoring-schema.ts';
import type { Checklist, Condition, ConditionTest } from './scoring.ts';
import type { SourcePath } from './source-text.ts';

export function buildChecklist(context: ScoringContext): Checklist | null {
  const source = context.source.checklist;
  if (source === undefined) return null;
  const path: SourcePath = ['scoring', 'checklist'];
  const parts = source.parts.map(({ id, name, applies }, index) => ({
    id,
    name,
    applies: context.condition(applies, [...path, 'parts', index, 'applies'], null),
  }));
  const conditions = source.conditions.map((condition, index) =>
    buildCondition(condition, [...path, 'conditions', index], source, parts, context),
  );
  return { parts, conditions };
}

function buildCondition(
  source: ConditionSource,
  path: SourcePath,
  checklist: ChecklistSource,
  parts: Checklist['parts'],
  context: ScoringContext,
): Condition {
  const test = buildTest(source, path, context);
  const label = source.label ?? ('question' in source ? context.labelOf(source.question) : null);
  if (label === null) context.report(path, source.name, '这一条没有名称', '加 label');
  if (!checklist.parts.some(({ id }) => id === source.part)) {
    context.report([...path, 'part'], source.name, `没有部分“${source.part}”`, '先在 checklist.parts 里写它');
  }
  const applies = context.condition(source.applies, [...path, 'applies'], source.name);
  const ofPart = parts.find(({ id }) => id === source.part)?.applies ?? null;
  const reads = (expression: Expression | null): readonly string[] => referencesOf(expression);
  const tested = test.kind === 'expression' ? reads(test.met) : [test.question];
  return {
    name: source.name,
    label: label ?? source.name,
    part: source.part,
    level: source.level ?? null,
    prerequisite: source.prerequisite ?? false,
    test,
    applies,
    needs: source.needs ?? null,
    inputs: [...new Set([...tested, ...reads(applies), ...reads(ofPart)])],
    provenance: context.provenance(source.provenance),
  };
}

function buildTest(source: ConditionSource, path: SourcePath, context: ScoringContext): ConditionTest {
  switch (source.kind) {
    case 'at-least':
    case 'at-most':
      return { kind: source.kind, question: source.question, value: source.value };
    case 'chosen':
      return { kind: 'chosen', question: source.question, met: source.met };
    case 'ticked':
      return { kind: 'ticked', question: source.question, value: source.value, of: source.of ?? [] };
    case 'judged': {
      const met = source.met ?? [];
      const node = context.names.get(source.question);
      const others =
        node?.kind === 'question'
          ? node.question.choices.filter((choice) => !choice.notApplicable && !met.includes(choice.name))
          : [];
      const notMet = source.not_met ?? (met.length === 0 ? [] : others.map((choice) => choice.name));
      return { kind: 'judged', question: source.question, met, notMet };
    }
    case 'expression': {
      const met = context.condition(source.met, [...path, 'met'], source.name);
      return { kind: 'expression', met: met ?? { kind: 'call', name: 'false', args: [] } };
    }
  }
}
