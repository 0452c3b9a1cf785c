/** Scoring part of a definition file → scoring data, with shared tables and curves put in place. */
import type { Provenance } from './compiled.ts';
import type { Report } from './build-survey.ts';
import { nearest } from './resolve-expression.ts';
import type { NamedNode } from './resolve-expression.ts';
import type { DefinitionSource, ItemSource, MeasureSource, ProvenanceSource } from './schema.ts';
import type { CurvePoint, ItemGroup, ItemRule, LevelRule, Measure, ScoredItem, Scoring } from './scoring.ts';
import type { SourcePath } from './source-text.ts';

type ScoringSource = DefinitionSource['scoring'];
type Scores = Readonly<Record<string, number | null>>;

export function buildScoring(
  source: ScoringSource,
  names: ReadonlyMap<string, NamedNode>,
  labelOf: (question: string) => string | null,
  report: Report,
): Scoring {
  const groups: ItemGroup[] = [];
  const groupId = (measure: string, name: string): string => {
    const known = groups.find((group) => group.measure === measure && group.name === name);
    if (known !== undefined) return known.id;
    const id = `${measure}-${String(groups.filter((group) => group.measure === measure).length + 1)}`;
    groups.push({ id, name, measure });
    return id;
  };

  const items = source.items.map((item, index): ScoredItem => {
    const path: SourcePath = ['scoring', 'items', index];
    const rule = buildRule(item, source, path, names, report);
    const inputs = inputsOf(rule);
    const label = item.label ?? labelOf(item.question ?? item.name);
    if (label === null) report(path, item.name, '这一项没有名称', '加 label，或让它与一道题同名');
    return {
      name: item.name,
      label: label ?? item.name,
      measure: item.measure,
      group: groupId(item.measure, item.group),
      weight: item.weight,
      rule,
      inputs,
      provenance: provenanceOr(item.provenance, source.provenance),
    };
  });

  return {
    measures: source.measures.map((measure, index) => buildMeasure(measure, source, ['scoring', 'measures', index], report)),
    groups,
    items,
    level: buildLevel(source),
  };
}

function buildRule(
  item: ItemSource,
  source: ScoringSource,
  path: SourcePath,
  names: ReadonlyMap<string, NamedNode>,
  report: Report,
): ItemRule {
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
    case 'ticks':
      return { kind: 'ticks', question, scores: tickScores(table(item.scores), path, item.name, report) };
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
    case 'ladder':
      return {
        kind: 'ladder',
        question,
        steps: item.steps.map((step) => ({ choice: step.choice, grade: step.grade, s: step.score })),
      };
    case 'satisfaction':
      return { kind: 'satisfaction', question, shares: item.shares };
  }
}

/** A shared table knows no 'not applicable'; the question's own option for it takes part as such. */
function notApplicableOf(question: string, names: ReadonlyMap<string, NamedNode>): Scores {
  const node = names.get(question);
  const choices = node?.kind === 'question' ? node.question.choices : [];
  return Object.fromEntries(choices.filter((choice) => choice.notApplicable).map((choice) => [choice.name, null]));
}

function tickScores(scores: Scores, path: SourcePath, item: string, report: Report): Readonly<Record<string, number>> {
  const numbers: Record<string, number> = {};
  for (const [choice, score] of Object.entries(scores)) {
    if (score === null) report([...path, 'scores', choice], item, `多选项“${choice}”没有分值`, '写 0 到 100 的分');
    else numbers[choice] = score;
  }
  return numbers;
}

export function inputsOf(rule: ItemRule): readonly string[] {
  return rule.kind === 'change' ? [rule.last, rule.previous] : [rule.question];
}

function buildMeasure(measure: MeasureSource, source: ScoringSource, path: SourcePath, report: Report): Measure {
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
    provenance: provenanceOr(measure.provenance, source.provenance),
  };
  if (measure.kind !== 'weighted-sum') return { ...base, kind: measure.kind, minAnswered: measure.min_answered };
  return {
    ...base,
    kind: 'weighted-sum',
    terms: Object.entries(measure.terms).map(([term, weight]) => ({ measure: term, weight })),
  };
}

function buildLevel(source: ScoringSource): LevelRule | null {
  if (source.level === undefined) return null;
  return {
    kind: 'gates',
    measures: source.level.measures,
    levels: source.level.levels.map(({ id, name, gates }) => ({
      id,
      name,
      gates: Object.entries(gates).map(([measure, min]) => ({ measure, min })),
    })),
    provenance: provenanceOr(source.level.provenance, source.provenance),
  };
}

function provenanceOr(own: ProvenanceSource | undefined, shared: ProvenanceSource): Provenance {
  const used = own ?? shared;
  return { fidelity: used.fidelity, basis: used.basis ?? [], note: used.note ?? null };
}
