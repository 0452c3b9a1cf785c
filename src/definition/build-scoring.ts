/** Scoring part of a definition file → scoring data, with shared tables and curves put in place. */
import type { Report } from './report.ts';
import { buildChecklist } from './build-checklist.ts';
import { buildItemRule, inputsOf } from './build-item-rule.ts';
import { buildLevel } from './build-level.ts';
import { buildMaturity } from './build-maturity.ts';
import type { Provenance } from './provenance.ts';
import { readExpression } from './read-expression.ts';
import { nearest } from './resolve-expression.ts';
import type { NamedNode } from './resolve-expression.ts';
import type { ProvenanceSource } from './schema-parts.ts';
import type { ItemSource, MeasureSource, ScoringSource } from './scoring-schema.ts';
import type { ItemGroup, Measure, ScoredItem, Scoring } from './scoring.ts';
import type { ScoringContext } from './scoring-context.ts';
import type { SourcePath } from './source-text.ts';

export function buildScoring(
  source: ScoringSource,
  names: ReadonlyMap<string, NamedNode>,
  labelOf: (question: string) => string | null,
  report: Report,
): Scoring {
  const groups: ItemGroup[] = [];
  const context: ScoringContext = {
    source,
    names,
    report,
    labelOf,
    groupId(measure, name) {
      const known = groups.find((group) => group.measure === measure && group.name === name);
      if (known !== undefined) return known.id;
      const id = `${measure}-${String(groups.filter((group) => group.measure === measure).length + 1)}`;
      groups.push({ id, name, measure });
      return id;
    },
    condition: (text, path, of) =>
      readExpression(text, path, of, { names, repeat: null, self: false, columns: false, condition: true }, report),
    provenance: (own) => provenanceOr(own, source.provenance),
  };
  const items = source.items.map((item, index) => buildItem(item, ['scoring', 'items', index], context));
  const measures = source.measures.map((measure, index) => buildMeasure(measure, ['scoring', 'measures', index], items, context));
  const maturity = source.level?.kind === 'satisfied-levels' ? buildMaturity(source.level, context) : null;
  return {
    measures: [...measures, ...(maturity?.measures ?? [])],
    groups,
    items: [...items, ...(maturity?.items ?? [])],
    level: maturity === null ? buildLevel(context) : maturity.level,
    checklist: buildChecklist(context),
  };
}

function buildItem(item: ItemSource, path: SourcePath, context: ScoringContext): ScoredItem {
  const rule = buildItemRule(item, path, context);
  const label = item.label ?? context.labelOf(item.question ?? item.name);
  if (label === null) context.report(path, item.name, '这一项没有名称', '加 label，或让它与一道题同名');
  return {
    name: item.name,
    label: label ?? item.name,
    measure: item.measure,
    group: context.groupId(item.measure, item.group),
    weight: item.weight,
    rule,
    inputs: inputsOf(rule),
    provenance: context.provenance(item.provenance),
  };
}

function buildMeasure(measure: MeasureSource, path: SourcePath, items: readonly ScoredItem[], context: ScoringContext): Measure {
  const { source, report } = context;
  const grades = measure.grades === undefined ? [] : source.grades?.[measure.grades];
  if (grades === undefined) {
    report(
      [...path, 'grades'],
      null,
      `没有等级表“${measure.grades ?? ''}”`,
      nearest(measure.grades ?? '', Object.keys(source.grades ?? {})),
    );
  }
  const base = {
    id: measure.id,
    name: measure.name,
    grades: grades ?? [],
    axis: measure.axis ?? false,
    detail: measure.detail ?? false,
    full: measure.full ?? 100,
    decimals: measure.decimals ?? null,
    applies: context.condition(measure.applies, [...path, 'applies'], null),
    provenance: context.provenance(measure.provenance),
  };
  switch (measure.kind) {
    case 'weighted-sum':
      return {
        ...base,
        kind: 'weighted-sum',
        terms: Object.entries(measure.terms).map(([term, weight]) => ({ measure: term, weight })),
      };
    case 'total':
      return { ...base, kind: 'weighted-sum', terms: measure.of.map((part) => ({ measure: part, weight: 1 })) };
    case 'nested-mean':
      return {
        ...base,
        kind: 'nested-mean',
        minAnswered: measure.min_answered,
        terms: measure.terms.map((term, index) => ({
          measure: term.measure,
          weight: term.weight,
          when: context.condition(term.when, [...path, 'terms', index, 'when'], null),
          fidelity: term.fidelity ?? null,
        })),
      };
    case 'sum':
      return {
        ...base,
        kind: 'sum',
        full: measure.full ?? sumOfWeights(measure.id, items),
        minAnswered: measure.min_answered,
        hiddenCounts: false,
      };
    case 'unscored':
      return { ...base, kind: 'unscored', detail: measure.detail ?? true, minAnswered: 0, hiddenCounts: false };
    case 'weighted-mean':
    case 'mean':
      return { ...base, kind: measure.kind, minAnswered: measure.min_answered, hiddenCounts: false };
  }
}

function sumOfWeights(measure: string, items: readonly ScoredItem[]): number {
  return items.reduce((sum, item) => sum + (item.measure === measure ? item.weight : 0), 0);
}

function provenanceOr(own: ProvenanceSource | undefined, shared: ProvenanceSource): Provenance {
  const used = own ?? shared;
  return { fidelity: used.fidelity, basis: used.basis ?? [], note: used.note ?? null };
}
