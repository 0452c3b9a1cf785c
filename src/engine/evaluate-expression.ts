import type { CompiledDefinition } from '#definition/compiled.ts';
import { referencesOf } from '#definition/expression.ts';
import type { Expression } from '#definition/expression.ts';
import { indexDefinition } from '#definition/index-definition.ts';
import type { AnswerValue } from './answers.ts';
import { rowPath } from './answers.ts';
import type { FormView } from './form-view.ts';
import { booleanOf } from './run-expression.ts';
import type { Place, RowState, Scope } from './scope.ts';

/** True, false, or null while what would decide it is shown and blank. */
export type Decided = boolean | null;

/**
 * A condition of the scoring block over a filled form, decided three-valued: `and`, `or` and `not` look past a blank part that cannot
 * change the outcome; any other part is undecided while a shown question it reads is blank. Hidden questions are blank and decide.
 */
export function decide(compiled: CompiledDefinition, expression: Expression, form: FormView): Decided {
  if (expression.kind === 'binary' && (expression.operator === 'and' || expression.operator === 'or')) {
    const left = decide(compiled, expression.left, form);
    const settles = expression.operator === 'or';
    if (left === settles) return settles;
    const right = decide(compiled, expression.right, form);
    if (right === settles) return settles;
    return left === null || right === null ? null : !settles;
  }
  if (expression.kind === 'call' && expression.name === 'not') {
    const [operand] = expression.args;
    const inner = operand === undefined ? false : decide(compiled, operand, form);
    return inner === null ? null : !inner;
  }
  const leaf = leafOf(compiled, expression);
  if (!testsBlank(expression) && leaf.names.some((name) => isOpen(compiled, name, form))) return null;
  return booleanOf(expression, leaf.scope(form));
}

function isOpen(compiled: CompiledDefinition, name: string, form: FormView): boolean {
  const { questions, repeats } = indexDefinition(compiled);
  const repeat = repeats.has(name) ? name : (questions.get(name)?.repeat ?? null);
  if (repeat !== null) return form.state(repeat).relevant && form.rows(repeat).length === 0;
  const state = form.state(name);
  return state.relevant && (state.effective === null || state.problem !== null);
}

/** `${x} = ''` asks for blankness itself. */
function testsBlank(expression: Expression): boolean {
  if (expression.kind !== 'binary' || expression.operator !== '=') return false;
  return [expression.left, expression.right].some((side) => side.kind === 'string' && side.value === '');
}

type Leaf = { readonly names: readonly string[]; scope(form: FormView): Scope };

const leaves = new WeakMap<Expression, Leaf>();

function leafOf(compiled: CompiledDefinition, expression: Expression): Leaf {
  let leaf = leaves.get(expression);
  if (leaf === undefined) {
    leaf = findLeaf(compiled, expression);
    leaves.set(expression, leaf);
  }
  return leaf;
}

function findLeaf(compiled: CompiledDefinition, expression: Expression): Leaf {
  const { questions, repeats } = indexDefinition(compiled);
  const names = referencesOf(expression);
  const top: string[] = [];
  const repeatNames: string[] = [];
  const columns: string[][] = [];
  const places = new Map<string, Place>();
  const repeatNumber = (name: string): number => {
    const known = repeatNames.indexOf(name);
    if (known >= 0) return known;
    columns.push([]);
    return repeatNames.push(name) - 1;
  };
  for (const name of names) {
    const repeat = questions.get(name)?.repeat ?? null;
    if (repeats.has(name)) places.set(name, { id: -1, repeat: repeatNumber(name), slot: -1 });
    else if (repeat === null) places.set(name, { id: top.push(name) - 1, repeat: -1, slot: -1 });
    else {
      const number = repeatNumber(repeat);
      places.set(name, { id: -1, repeat: number, slot: (columns[number]?.push(name) ?? 1) - 1 });
    }
  }
  return {
    names,
    scope: (form) => ({
      places,
      effective: top.map((name) => form.state(name).effective),
      rows: repeatNames.map((repeat, number) => form.rows(repeat).map((id) => rowState(form, repeat, id, columns[number] ?? []))),
      repeatRelevant: Uint8Array.from(repeatNames, (repeat) => (form.state(repeat).relevant ? 1 : 0)),
      row: null,
      self: null,
      columns: {},
    }),
  };
}

function rowState(form: FormView, repeat: string, id: string, columns: readonly string[]): RowState {
  const effective: AnswerValue[] = columns.map((column) => form.state(rowPath(repeat, id, column)).effective);
  return { id, value: effective, effective, relevant: columns.map(() => true), problem: columns.map(() => 0) };
}
