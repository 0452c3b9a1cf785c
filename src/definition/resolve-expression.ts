/** Ties a parsed expression to the names of its form, and refuses what would never do what its author means. */
import type { Question } from './compiled.ts';
import type { Expression, FunctionName } from './expression.ts';

/** What a name stands for, as far as expressions care. */
export type NamedNode =
  | { readonly kind: 'question'; readonly question: Pick<Question, 'type' | 'choices'>; readonly repeat: string | null }
  | { readonly kind: 'group' }
  | { readonly kind: 'repeat' };

export type ResolveContext = {
  readonly names: ReadonlyMap<string, NamedNode>;
  /** The repeat whose row the expression runs in, null at the top level. */
  readonly repeat: string | null;
  /** `.` stands for something. */
  readonly self: boolean;
  /** Bare names are columns of a choice. */
  readonly columns: boolean;
  /** The expression is a condition: its value is taken as true or false. */
  readonly condition: boolean;
};

export type Resolved = {
  readonly expression: Expression;
  readonly faults: readonly { readonly message: string; readonly advice: string }[];
};

const aggregates: ReadonlySet<FunctionName> = new Set(['count', 'count-non-empty', 'sum', 'min', 'max']);

export function resolveExpression(parsed: Expression, context: ResolveContext): Resolved {
  const faults: { message: string; advice: string }[] = [];
  const fault = (message: string, advice: string): void => void faults.push({ message, advice });

  const visit = (expression: Expression, inAggregate: boolean, self: boolean): Expression => {
    switch (expression.kind) {
      case 'number':
      case 'string':
        return expression;
      case 'self':
        if (!self) fault('这里不能用“.”', '“.”只能写在 constraint 或行筛选 [ ] 里；其他地方写 ${题名}');
        return expression;
      case 'column':
        if (!context.columns)
          fault(`“${expression.name}”没有加 \${}`, `引用题目写 \${${expression.name}}，文字写 '${expression.name}'`);
        return expression;
      case 'ref':
      case 'rows':
        return reference(expression, inAggregate);
      case 'negate':
        return { ...expression, operand: visit(expression.operand, false, self) };
      case 'binary': {
        const left = visit(expression.left, false, self);
        const right = visit(expression.right, false, self);
        if (expression.operator === 'and' || expression.operator === 'or') [left, right].forEach(condition);
        if (expression.operator === '=' || expression.operator === '!=') checkOption(left, right);
        return { ...expression, left, right };
      }
      case 'call': {
        const args = expression.args.map((argument) => visit(argument, aggregates.has(expression.name), self));
        if (expression.name === 'not' || expression.name === 'if') args.slice(0, 1).forEach(condition);
        if (expression.name === 'selected') checkOption(args[0], args[1]);
        if ((expression.name === 'count' || expression.name === 'count-non-empty') && args[0]?.kind !== 'rows') {
          fault(`${expression.name}() 要的是重复组里的题`, '写 count(${重复组名}) 或 count-non-empty(${重复组里的题名})');
        }
        return { ...expression, args };
      }
    }
  };

  const reference = (expression: Expression & { kind: 'ref' | 'rows' }, inAggregate: boolean): Expression => {
    const { name } = expression;
    const node = context.names.get(name);
    const where = expression.kind === 'rows' ? expression.where : null;
    if (node === undefined) {
      fault(`引用了不存在的题“${name}”`, nearest(name, [...context.names.keys()]));
      return expression;
    }
    if (node.kind === 'group') {
      fault(`“${name}”是分组，没有值`, '引用组里的某一道题');
      return expression;
    }
    const inRows = node.kind === 'repeat' || (node.repeat !== null && node.repeat !== context.repeat);
    if (!inRows) {
      if (where !== null) fault(`“${name}”只有一个值，不能加 [ ] 筛选`, '去掉 [ ]，用 if() 或 and 写条件');
      if (node.question.type === 'note') fault(`“${name}”是说明，没有值`, '引用一道要填的题');
      return { kind: 'ref', name };
    }
    if (!inAggregate)
      fault(`“${name}”每行一个值，不能直接用`, `放进 sum()、count()、count-non-empty()、min() 或 max()，例如 sum(\${${name}})`);
    return { kind: 'rows', name, where: where === null ? null : visitWhere(where, node) };
  };

  const visitWhere = (where: Expression, node: NamedNode): Expression => {
    if (node.kind === 'repeat') fault('不能按整行筛选', "对行里的某一道题筛选，例如 count(${题名}[. = 'yes'])");
    const resolved = visit(where, false, true);
    condition(resolved);
    return resolved;
  };

  /** `${x}` alone is true as soon as the node exists (XPath), which is never what is meant. */
  const condition = (expression: Expression): void => {
    if (expression.kind === 'ref')
      fault(
        `不能把“${expression.name}”直接当条件`,
        `写明比较，例如 \${${expression.name}} != '' 或 \${${expression.name}} = 'yes'`,
      );
  };

  const checkOption = (left: Expression | undefined, right: Expression | undefined): void => {
    for (const [a, b] of [
      [left, right],
      [right, left],
    ]) {
      if (a?.kind !== 'ref' || b?.kind !== 'string' || b.value === '') continue;
      const node = context.names.get(a.name);
      if (node?.kind !== 'question' || (node.question.type !== 'select_one' && node.question.type !== 'select_multiple'))
        continue;
      const options = node.question.choices.map((choice) => choice.name);
      if (!options.includes(b.value)) fault(`“${a.name}”没有选项“${b.value}”`, `改为其中之一：${options.join('、')}`);
    }
  };

  const expression = visit(parsed, false, context.self);
  if (context.condition) condition(expression);
  return { expression, faults };
}

/** A hint that names the most alike of the known names. */
export function nearest(name: string, known: readonly string[]): string {
  let best: string | null = null;
  // Close enough: a third of the letters may differ, but never all of them.
  let least = Math.min(Math.max(2, Math.floor(name.length / 3)) + 1, name.length);
  for (const candidate of known) {
    const distance = editDistance(name, candidate, least);
    if (distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return best === null ? '检查拼写，或先定义它' : `是不是“${best}”？`;
}

function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same));
    }
    row = next;
  }
  return row[b.length] ?? limit;
}
