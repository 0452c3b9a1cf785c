import type { CompiledDefinition } from '#definition/compiled.ts';
import { diagnose } from '#diagnosis/diagnose.ts';
import { ladderOf } from '#diagnosis/ladder-of.ts';
import { standingOf as standingOfResult, type Standing } from '#diagnosis/standing.ts';
import type { WorkflowRecord } from '#domain/assessment.ts';
import type { OfficeMeasure, OfficeScore } from '#protocol/office-wire.ts';
import type { ScoreResult } from '#scoring/score-result.ts';

/** The server's score of record beside the phone's preview, and the way to the next level. */
export function scoreSheet(
  compiled: CompiledDefinition,
  result: ScoreResult | null,
  phone: WorkflowRecord['phoneScore'],
  scoredAt: string | null,
  /** Only then do both speak of the same answers. */
  handedIn: boolean,
): OfficeScore {
  const { scoring } = compiled;
  const measureName = (id: string): string => scoring.measures.find((measure) => measure.id === id)?.name ?? id;
  const levels = scoring.level?.levels ?? [];
  const diagnosis = result === null ? null : diagnose(compiled, result);
  return {
    measures: scoring.measures
      .filter(({ detail, kind }) => !detail && kind !== 'unscored')
      .map((measure): OfficeMeasure => {
        const scored = result?.measures[measure.id] ?? null;
        const preview = phone?.measures[measure.id] ?? null;
        return {
          id: measure.id,
          name: measure.name,
          axis: measure.axis,
          full: measure.full,
          decimals: measure.decimals,
          score: scored?.score ?? null,
          grade: scored?.grade ?? null,
          answeredWeight: scored?.answeredWeight ?? null,
          phone: preview,
          differs: handedIn && phone !== null && measure.id in phone.measures && !sameScore(scored?.score ?? null, preview),
          fidelity: measure.provenance.fidelity,
        };
      }),
    levels: ladderOf(compiled).map(({ id, name, gates }) => ({
      id,
      name,
      gates: gates.map(({ measure, min }) => ({ measure, measureName: measureName(measure), min })),
    })),
    level: result?.level ?? null,
    nextLevel: diagnosis?.nextLevel ?? null,
    blocking: (diagnosis?.blocking ?? []).map(({ measure, measureName: name, required, actual, unit }) => ({
      measure,
      measureName: name,
      required,
      actual,
      unit,
    })),
    standing: result === null ? null : toWire(standingOfResult(compiled, result)),
    phoneSent: phone !== null,
    phoneLevel: phone?.level ?? null,
    phoneLevelName: levels.find(({ id }) => id === phone?.level)?.name ?? null,
    scoredAt,
    groups: (diagnosis?.groups ?? []).map(({ group, name, measureName: of, score }) => ({
      group,
      name,
      measureName: of,
      score,
      standing: standingOf(group, diagnosis),
    })),
  };
}

/** Both come from the same functions; what is left is how numbers travel. */
export function sameScore(one: number | null, other: number | null): boolean {
  return one === null || other === null ? one === other : Math.abs(one - other) < 1e-9;
}

function standingOf(group: string, diagnosis: ReturnType<typeof diagnose> | null): OfficeScore['groups'][number]['standing'] {
  if (diagnosis?.strongest.some((candidate) => candidate.group === group) === true) return 'strong';
  return diagnosis?.weakest.some((candidate) => candidate.group === group) === true ? 'weak' : 'middle';
}

/** The same lists, which the wire's own type may change. */
function toWire({ readings, scenes, tree, parts, attention }: Standing): NonNullable<OfficeScore['standing']> {
  return {
    readings: readings === null ? null : { mismatch: readings.mismatch, ways: [...readings.ways] },
    scenes: scenes === null ? null : { levels: [...scenes.levels], grades: [...scenes.grades] },
    tree:
      tree === null
        ? null
        : {
            levels: [...tree.levels],
            satisfiedAt: tree.satisfiedAt,
            rows: tree.rows.map((row) => ({ ...row, levels: [...row.levels] })),
          },
    parts: parts === null ? null : parts.map((part) => ({ ...part, conditions: [...part.conditions] })),
    attention:
      attention === null
        ? null
        : {
            missing: [...attention.missing],
            open: [...attention.open],
            doubted: [...attention.doubted],
            prerequisites: [...attention.prerequisites],
          },
  };
}
