import type { CompiledDefinition } from '#definition/compiled.ts';
import type { FormView } from '#engine/form-view.ts';
import { reachLevel, reachSatisfied, reachWithScenes } from './reach-level.ts';
import type { LevelReached } from './reach-level.ts';
import { scoreChecklist } from './score-checklist.ts';
import type { MeasureScore, ScoreResult } from './score-result.ts';

type LevelPart = Pick<ScoreResult, 'level' | 'levelName' | 'blocking' | 'readings' | 'scenes' | 'checklist'>;

/** All that stands above items and measures: level, readings, scenes, conditions. */
export function decideLevel(
  compiled: CompiledDefinition,
  measures: Readonly<Record<string, MeasureScore>>,
  form: FormView,
): LevelPart {
  const { level: rule, checklist, items } = compiled.scoring;
  const checked = checklist === null ? null : scoreChecklist(compiled, checklist, form);
  const none = { readings: null, scenes: null, checklist: checked?.result ?? null };
  if (rule === null) return { ...none, ...reachLevel(null, measures) };
  switch (rule.kind) {
    case 'gates':
    case 'thresholds':
      return { ...none, ...reachLevel(rule, measures) };
    case 'score-and-scenes':
      return { ...none, ...reachWithScenes(rule, measures, (name) => gradeOf(compiled, name, form), items) };
    case 'satisfied-levels':
      return { ...none, ...reachSatisfied(rule, measures) };
    case 'checklist': {
      const reached: LevelReached = { level: checked?.level ?? null, levelName: checked?.levelName ?? null, blocking: [] };
      return { ...none, ...reached };
    }
  }
}

/** The grade of the ladder step chosen; null while nothing valid is, or the scene is hidden. */
function gradeOf({ scoring }: CompiledDefinition, name: string, form: FormView): number | null {
  const rule = scoring.items.find((item) => item.name === name)?.rule;
  if (rule?.kind !== 'ladder') return null;
  const { relevant, effective, problem } = form.state(rule.question);
  if (!relevant || problem !== null) return null;
  return rule.steps.find((step) => step.choice === effective)?.grade ?? null;
}
