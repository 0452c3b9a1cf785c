/** What the tests of levels share: shipped rules, and measures given a score outright. */
import type { CompiledDefinition } from '../../src/definition/compiled.ts';
import type { LevelRule } from '../../src/definition/scoring.ts';
import type { MeasureScore } from '../../src/scoring/score-result.ts';
import { definitionsFolder } from '../../src/server/definitions/definitions-folder.ts';
import { latestEdition, loadDefinitions } from '../../src/server/definitions/load-definitions.ts';

const definitions = await loadDefinitions(definitionsFolder());

function shipped(id: string): CompiledDefinition {
  const found = latestEdition(definitions, id);
  if (found === null) throw new Error(`${id} is not there`);
  return found.compiled;
}

export function ruleOf<K extends LevelRule['kind']>(
  compiled: CompiledDefinition,
  kind: K,
): Extract<LevelRule, { readonly kind: K }> {
  const { level } = compiled.scoring;
  if (level?.kind !== kind) throw new Error(`not ${kind}`);
  return level as Extract<LevelRule, { readonly kind: K }>;
}

export function scored(values: Readonly<Record<string, number | null>>): Record<string, MeasureScore> {
  return Object.fromEntries(
    Object.entries(values).map(([id, score]) => [id, { score, grade: null, answeredWeight: score === null ? 0 : 1 }]),
  );
}

export const maturity = shipped('smart-manufacturing-maturity');
export const sme = shipped('sme-digital-level');
export const noDecision = (): boolean => true;

export const nestedMean = {
  kind: 'nested-mean',
  id: 'N',
  name: 'N',
  grades: [],
  axis: false,
  detail: false,
  full: 100,
  decimals: null,
  applies: null,
  provenance: { fidelity: 'tool-default', basis: [], note: null },
} as const;
