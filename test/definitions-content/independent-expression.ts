/** XLSForm expressions read anew from `how_to_read` of a description: this file imports nothing. */
export type Value = string | number | boolean | readonly string[];
export type Tree =
  | { readonly is: 'literal'; readonly value: string | number }
  | { readonly is: 'ref'; readonly name: string }
  | { readonly is: 'rows'; readonly name: string; readonly where: Tree }
  | { readonly is: 'self' }
  | { readonly is: 'column'; readonly name: string }
  | { readonly is: 'operation'; readonly operator: string; readonly sides: readonly [Tree, Tree] }
  | { readonly is: 'call'; readonly name: string; readonly args: readonly Tree[] };

export type World = {
  get(name: string): Value;
  rows(name: string): readonly Value[];
  readonly self: Value;
  readonly columns: Readonly<Record<string, string>>;
  /** Shown and blank, or a shown repeat without rows. */
  open(name: string): boolean;
};

const trees = new Map<string, Tree>();

export function read(text: string): Tree {
  let tree = trees.get(text);
  if (tree === undefined) {
    tree = parse(text);
    trees.set(text, tree);
  }
  return tree;
}

const looseFirst = [['or'], ['and'], ['=', '!='], ['<', '<=', '>', '>='], ['+', '-'], ['*', 'div', 'mod']];

function parse(text: string): Tree {
  const tokens = text.match(/\$\{[^}]+\}|'[^']*'|"[^"]*"|\d+(?:\.\d+)?|<=|>=|!=|[A-Za-z_][\w-]*|\S/g) ?? [];
  let at = 0;
  const take = (wanted?: string): string => {
    const token = tokens[at] ?? '';
    if (wanted !== undefined && token !== wanted) throw new Error(`${text}: ${wanted} expected, ${token} found`);
    at += 1;
    return token;
  };
  const level = (depth: number): Tree => {
    const operators = looseFirst[depth];
    if (operators === undefined) return primary();
    let left = level(depth + 1);
    while (operators.includes(tokens[at] ?? '')) {
      const operator = take();
      left = { is: 'operation', operator, sides: [left, level(depth + 1)] };
    }
    return left;
  };
  const primary = (): Tree => {
    const token = take();
    if (token === '-') return { is: 'operation', operator: '-', sides: [{ is: 'literal', value: 0 }, primary()] };
    if (token === '.') return { is: 'self' };
    if (token === '(') {
      const inner = level(0);
      take(')');
      return inner;
    }
    if (/^['"]/.test(token)) return { is: 'literal', value: token.slice(1, -1) };
    if (/^\d/.test(token)) return { is: 'literal', value: Number(token) };
    if (token.startsWith('$')) {
      const name = token.slice(2, -1);
      if (tokens[at] !== '[') return { is: 'ref', name };
      take('[');
      const where = level(0);
      take(']');
      return { is: 'rows', name, where };
    }
    if (tokens[at] !== '(') return { is: 'column', name: token };
    take('(');
    const args: Tree[] = [];
    while (tokens[at] !== ')') {
      if (args.length > 0) take(',');
      args.push(level(0));
    }
    take(')');
    return { is: 'call', name: token, args };
  };
  const tree = level(0);
  if (at !== tokens.length) throw new Error(`${text}: more than an expression`);
  return tree;
}

export function holds(tree: Tree, world: World): boolean {
  return truth(evaluate(tree, world));
}

export function evaluate(tree: Tree, world: World): Value {
  switch (tree.is) {
    case 'literal':
      return tree.value;
    case 'ref':
      return world.get(tree.name);
    case 'self':
      return world.self;
    case 'column':
      return world.columns[tree.name] ?? '';
    case 'rows':
      throw new Error('rows are read by count alone');
    case 'operation':
      return operate(tree.operator, tree.sides, world);
    case 'call':
      return call(tree.name, tree.args, world);
  }
}

function operate(operator: string, [a, b]: readonly [Tree, Tree], world: World): Value {
  if (operator === 'or') return holds(a, world) || holds(b, world);
  if (operator === 'and') return holds(a, world) && holds(b, world);
  const [left, right] = [evaluate(a, world), evaluate(b, world)];
  if (operator === '=' || operator === '!=') {
    const numeric = typeof left === 'number' || typeof right === 'number';
    const same = numeric ? number(left) === number(right) : text(left) === text(right);
    return operator === '=' ? same : !same;
  }
  const [x, y] = [number(left), number(right)];
  switch (operator) {
    case '<':
      return x < y;
    case '<=':
      return x <= y;
    case '>':
      return x > y;
    case '>=':
      return x >= y;
    case '+':
      return x + y;
    case '-':
      return x - y;
    case '*':
      return x * y;
    case 'div':
      return x / y;
    default:
      return x % y;
  }
}

function call(name: string, args: readonly Tree[], world: World): Value {
  const [first, second, third] = args;
  if (first === undefined) throw new Error(`${name} without an argument`);
  if (name === 'count') {
    if (first.is !== 'rows') throw new Error('count of what?');
    return world.rows(first.name).filter((self) => holds(first.where, { ...world, self })).length;
  }
  if (name === 'if') {
    const branch = holds(first, world) ? second : third;
    if (branch === undefined) throw new Error('if without a branch');
    return evaluate(branch, world);
  }
  const value = evaluate(first, world);
  const items = text(value)
    .split(' ')
    .filter((item) => item !== '');
  switch (name) {
    case 'selected':
      return second !== undefined && items.includes(text(evaluate(second, world)));
    case 'count-selected':
      return items.length;
    case 'not':
      return !truth(value);
    case 'number':
      return number(value);
    case 'string-length':
      return Array.from(text(value)).length;
    default:
      throw new Error(`${name} is new here`);
  }
}

/** Three-valued: null while what would decide it is shown and blank. */
export function decide(tree: Tree, world: World): boolean | null {
  if (tree.is === 'operation' && (tree.operator === 'and' || tree.operator === 'or')) {
    const sides = tree.sides.map((side) => decide(side, world));
    const settles = tree.operator === 'or';
    return sides.includes(settles) ? settles : sides.includes(null) ? null : !settles;
  }
  if (tree.is === 'call' && tree.name === 'not' && tree.args[0] !== undefined) {
    const inner = decide(tree.args[0], world);
    return inner === null ? null : !inner;
  }
  const asksForBlank =
    tree.is === 'operation' && tree.operator === '=' && tree.sides.some((side) => side.is === 'literal' && side.value === '');
  if (!asksForBlank && reads(tree).some((name) => world.open(name))) return null;
  return holds(tree, world);
}

export function reads(tree: Tree): readonly string[] {
  if (tree.is === 'ref') return [tree.name];
  if (tree.is === 'rows') return [tree.name, ...reads(tree.where)];
  return tree.is === 'operation' ? tree.sides.flatMap(reads) : tree.is === 'call' ? tree.args.flatMap(reads) : [];
}

function number(value: Value): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  return text(value) === '' ? Number.NaN : Number(text(value));
}

function text(value: Value): string {
  if (typeof value === 'object') return value.join(' ');
  return typeof value === 'number' && Number.isNaN(value) ? '' : String(value);
}

function truth(value: Value): boolean {
  if (typeof value === 'boolean') return value;
  return typeof value === 'number' ? value !== 0 && !Number.isNaN(value) : text(value) !== '';
}
