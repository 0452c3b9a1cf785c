import type { ScoringContext } from './scoring-context.ts';
import type { LevelSource } from './scoring-schema.ts';
import type { Level, LevelRule, SceneGate } from './scoring.ts';

type ScenesSource = Extract<LevelSource, { readonly kind: 'score-and-scenes' }>;

/** Every level rule but that of a maturity model, whose measures come from its tree. */
export function buildLevel({ source, report, provenance }: ScoringContext): LevelRule | null {
  const { level } = source;
  if (level === undefined || level.kind === 'satisfied-levels') return null;
  const base = { provenance: provenance(level.provenance) };
  switch (level.kind) {
    case 'gates':
      return {
        ...base,
        kind: 'gates',
        measures: level.measures,
        levels: level.levels.map(({ id, name, gates }) => ({
          id,
          name,
          gates: Object.entries(gates).map(([measure, min]) => ({ measure, min })),
        })),
      };
    case 'thresholds':
      return {
        ...base,
        kind: 'thresholds',
        measures: [level.measure],
        levels: level.levels.map(({ id, name, score }): Level => ({
          id,
          name,
          gates: score === undefined ? [] : [{ measure: level.measure, min: score }],
        })),
      };
    case 'checklist':
      return { ...base, kind: 'checklist', measures: [], levels: level.levels.map(({ id, name }) => ({ id, name, gates: [] })) };
    case 'score-and-scenes': {
      const ids = level.levels.map(({ id }) => id);
      (level.readings ?? []).forEach((reading, index) => {
        for (const id of Object.keys(reading.levels ?? {})) {
          if (!ids.includes(id)) {
            report(['scoring', 'level', 'readings', index, 'levels', id], null, `没有等级“${id}”`, `可用：${ids.join('、')}`);
          }
        }
      });
      return {
        ...base,
        kind: 'score-and-scenes',
        measures: [level.measure],
        scenes: level.scenes,
        constraining: level.constraining,
        levels: scoreGates(level, {}),
        sceneGates: sceneGates(level, {}),
        readings: (level.readings ?? []).map((reading) => ({
          id: reading.id,
          name: reading.name,
          note: reading.note ?? null,
          levels: scoreGates(level, reading.levels ?? {}),
          sceneGates: sceneGates(level, reading.levels ?? {}),
        })),
      };
    }
  }
}

type Changes = NonNullable<NonNullable<ScenesSource['readings']>[number]['levels']>;

function scoreGates(source: ScenesSource, changes: Changes): readonly Level[] {
  return source.levels.map(({ id, name, score }) => {
    const min = changes[id]?.score ?? score;
    return { id, name, gates: min === undefined ? [] : [{ measure: source.measure, min }] };
  });
}

function sceneGates(source: ScenesSource, changes: Changes): readonly SceneGate[] {
  return source.levels.flatMap((level): readonly SceneGate[] => {
    const { grade, count, constraining } = { ...level, ...changes[level.id] };
    return grade === undefined ? [] : [{ level: level.id, grade, count: count ?? 0, constraining: constraining ?? 0 }];
  });
}
