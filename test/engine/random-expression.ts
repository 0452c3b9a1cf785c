/** Text of random expressions over given names, in the syntax of a definition file. */
import type { Chance } from './random.ts';

export type Readable = {
  readonly name: string;
  readonly type: 'number' | 'select_one' | 'select_multiple' | 'text';
  /** Read from outside its repeat: only aggregates may. */
  readonly rows: boolean;
};

export const optionNames = ['a', 'b', 'c'] as const;

export type ExpressionOptions = {
  readonly names: readonly Readable[];
  /** Repeats that may be counted. */
  readonly repeats: readonly string[];
  readonly depth: number;
};

export function randomNumber(chance: Chance, options: ExpressionOptions): string {
  const { names, repeats, depth } = options;
  const deeper = { ...options, depth: depth - 1 };
  const numbers = names.filter((name) => name.type === 'number' && !name.rows);
  const columns = names.filter((name) => name.rows);
  const leaves = [
    () => String(chance.pick([0, 1, 2, 3, 5, 10, 100, 0.5, 2.25])),
    ...(numbers.length > 0 ? [() => `\${${chance.pick(numbers).name}}`, () => `\${${chance.pick(numbers).name}}`] : []),
  ];
  if (depth <= 0) return chance.pick(leaves)();
  return chance.pick([
    ...leaves,
    () => `(${randomNumber(chance, deeper)} ${chance.pick(['+', '-', '*', 'div', 'mod'])} ${randomNumber(chance, deeper)})`,
    () =>
      `${randomNumber(chance, deeper)} ${chance.pick(['+', '-', '*', 'div'])} ${randomNumber(chance, deeper)} ${chance.pick(['+', '-', '*'])} 2`,
    () => `-${randomNumber(chance, { ...options, depth: 0 })}`,
    () => `if(${randomCondition(chance, deeper)}, ${randomNumber(chance, deeper)}, ${randomNumber(chance, deeper)})`,
    () => `round(${randomNumber(chance, deeper)}, ${chance.pick(['0', '1', '2'])})`,
    () => `round(${randomNumber(chance, deeper)})`,
    () => `int(${randomNumber(chance, deeper)})`,
    () => `abs(${randomNumber(chance, deeper)})`,
    () => `number(coalesce(${randomNumber(chance, deeper)}, ${randomNumber(chance, deeper)}))`,
    () => `${chance.pick(['min', 'max'])}(${randomNumber(chance, deeper)}, ${randomNumber(chance, deeper)})`,
    () => `string-length(${randomText(chance, deeper)})`,
    () => `count-selected(${randomText(chance, deeper)})`,
    ...(repeats.length > 0 ? [() => `count(\${${chance.pick(repeats)}})`] : []),
    ...(columns.length > 0 ? [() => randomAggregate(chance, columns), () => randomAggregate(chance, columns)] : []),
  ])();
}

function randomAggregate(chance: Chance, columns: readonly Readable[]): string {
  const column = chance.pick(columns);
  const filters =
    column.type === 'number'
      ? ['', '[. > 1]', "[. != '']", '[. = 2]']
      : ['', "[. = 'a']", "[. != '']", "[. != 'b']", "[selected(., 'a')]"];
  const rows = `\${${column.name}}${chance.pick(filters)}`;
  const plain = chance.pick(['count', 'count-non-empty']);
  return `${column.type === 'number' ? chance.pick([plain, 'sum', 'min', 'max', 'sum']) : plain}(${rows})`;
}

export function randomText(chance: Chance, options: ExpressionOptions): string {
  const { names, depth } = options;
  const deeper = { ...options, depth: depth - 1 };
  const single = names.filter((name) => !name.rows);
  const leaves = [
    () => chance.pick(["'a'", "'b'", "''", "'a b'", "'甲乙'", "'10'"]),
    ...(single.length > 0 ? [() => `\${${chance.pick(single).name}}`, () => `\${${chance.pick(single).name}}`] : []),
  ];
  if (depth <= 0) return chance.pick(leaves)();
  return chance.pick([
    ...leaves,
    () => `concat(${randomText(chance, deeper)}, ${randomText(chance, deeper)})`,
    () => `concat(${randomText(chance, deeper)}, '-', ${randomNumber(chance, deeper)})`,
    () => `string(${randomNumber(chance, deeper)})`,
    () => `if(${randomCondition(chance, deeper)}, ${randomText(chance, deeper)}, ${randomText(chance, deeper)})`,
    () => `coalesce(${randomText(chance, deeper)}, ${randomText(chance, deeper)})`,
    () => `substr(${randomText(chance, deeper)}, ${chance.pick(['0', '1', '-1'])}, ${chance.pick(['1', '2', '5', '-1'])})`,
    () => `substr(${randomText(chance, deeper)}, 1)`,
  ])();
}

export function randomCondition(chance: Chance, options: ExpressionOptions): string {
  const { names, depth } = options;
  const deeper = { ...options, depth: depth - 1 };
  const ones = names.filter((name) => name.type === 'select_one' && !name.rows);
  const manys = names.filter((name) => name.type === 'select_multiple' && !name.rows);
  const single = names.filter((name) => !name.rows);
  const option = (): string => `'${chance.pick(optionNames)}'`;
  const leaves = [
    ...(ones.length > 0 ? [() => `\${${chance.pick(ones).name}} ${chance.pick(['=', '!='])} ${option()}`] : []),
    ...(manys.length > 0 ? [() => `selected(\${${chance.pick(manys).name}}, ${option()})`] : []),
    ...(single.length > 0 ? [() => `\${${chance.pick(single).name}} ${chance.pick(['=', '!='])} ''`] : []),
    ...(single.length > 0
      ? [() => `\${${chance.pick(single).name}} ${chance.pick(['=', '!='])} \${${chance.pick(single).name}}`]
      : []),
    () => chance.pick(['true()', 'false()']),
  ];
  if (depth <= 0) return chance.pick(leaves)();
  return chance.pick([
    ...leaves,
    () => `${randomNumber(chance, deeper)} ${chance.pick(['<', '<=', '>', '>=', '=', '!='])} ${randomNumber(chance, deeper)}`,
    () => `${randomText(chance, deeper)} ${chance.pick(['=', '!='])} ${randomText(chance, deeper)}`,
    () => `(${randomCondition(chance, deeper)} ${chance.pick(['and', 'or'])} ${randomCondition(chance, deeper)})`,
    () => `${randomCondition(chance, deeper)} ${chance.pick(['and', 'or'])} ${randomCondition(chance, { ...options, depth: 0 })}`,
    () => `not(${randomCondition(chance, deeper)})`,
    () => `contains(${randomText(chance, deeper)}, ${randomText(chance, deeper)})`,
    () => `starts-with(${randomText(chance, deeper)}, ${randomText(chance, deeper)})`,
    () => `if(${randomCondition(chance, deeper)}, ${randomCondition(chance, deeper)}, ${randomCondition(chance, deeper)})`,
  ])();
}
