import type { CompiledDefinition, Fidelity, FormNode } from './compiled.ts';

/** Strongest first. */
export const fidelities: readonly Fidelity[] = ['official', 'secondary', 'recalled', 'tool-default'];

/** What rests on several sources is as good as the weakest; what rests on none is ours. */
export function weakest(of: readonly Fidelity[]): Fidelity {
  return fidelities.findLast((fidelity) => of.includes(fidelity)) ?? 'tool-default';
}

export type FidelityCounts = Readonly<Record<Fidelity, number>>;

/** How many wordings, weights and rules of a definition stand on what ground. */
export function countFidelity(compiled: CompiledDefinition): {
  readonly questions: FidelityCounts;
  readonly scoring: FidelityCounts;
} {
  const questions = zero();
  const scoring = zero();
  const walk = (nodes: readonly FormNode[]): void => {
    for (const node of nodes) {
      if (node.kind !== 'question') walk(node.children);
      else if (node.question.type !== 'note') questions[node.question.provenance.fidelity] += 1;
    }
  };
  walk(compiled.sections);
  for (const item of compiled.scoring.items) scoring[item.provenance.fidelity] += 1;
  for (const measure of compiled.scoring.measures) scoring[measure.provenance.fidelity] += 1;
  for (const condition of compiled.scoring.checklist?.conditions ?? []) scoring[condition.provenance.fidelity] += 1;
  if (compiled.scoring.level !== null) scoring[compiled.scoring.level.provenance.fidelity] += 1;
  return { questions, scoring };
}

function zero(): Record<Fidelity, number> {
  return { official: 0, secondary: 0, recalled: 0, 'tool-default': 0 };
}
