import type { CompiledDefinition } from '#definition/compiled.ts';
import type { Level } from '#definition/scoring.ts';

/** The levels one can stand on, lowest first. Where the rule's first level only means 'below the first real one', it is no step. */
export function ladderOf({ scoring }: CompiledDefinition): readonly Level[] {
  const { level } = scoring;
  if (level === null) return [];
  return level.kind === 'gates' ? level.levels : level.levels.slice(1);
}
