import type { CompiledDefinition } from '#definition/compiled.ts';
import type { Answers } from './answers.ts';
import { checkCell, checkNode, computeCell, computeNode, createStore, readState, rowPaths, unchanged } from './form-store.ts';
import type { FormState } from './form-view.ts';
import { programOf } from './program.ts';

/**
 * The whole form computed from scratch: the oracle of the incremental session. It trusts neither evaluation order nor dependency
 * lists: every node is computed again and again, last first, until nothing changes. Definitions have no cycles, so that ends.
 */
export function evaluateAll(compiled: CompiledDefinition, answers: Answers): FormState {
  const program = programOf(compiled);
  const store = createStore(program, answers);
  const { nodes, repeats } = program;
  let settled = false;
  while (!settled) {
    settled = true;
    for (const node of nodes.toReversed()) {
      if (node.slot < 0) {
        if (computeNode(store, node) !== unchanged) settled = false;
      } else {
        for (const row of store.scope.rows[node.repeat] ?? []) {
          if (computeCell(store, node, row) !== unchanged) settled = false;
        }
      }
    }
  }
  for (const node of nodes) {
    if (node.slot < 0) checkNode(store, node);
    else for (const row of store.scope.rows[node.repeat] ?? []) checkCell(store, node, row);
  }
  const ownPaths = nodes.filter((node) => node.slot < 0).map((node) => node.name);
  const allRowPaths = repeats.flatMap((_, index) =>
    (store.scope.rows[index] ?? []).flatMap((row) => rowPaths(program, index, row.id)),
  );
  return {
    paths: [...ownPaths, ...allRowPaths],
    state: (path) => readState(store, path),
    rows: (repeat) => (store.scope.rows[repeats.findIndex(({ node }) => node.name === repeat)] ?? []).map((row) => row.id),
  };
}
