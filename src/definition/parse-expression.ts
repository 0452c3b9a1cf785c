/**
 * Text of an XLSForm expression → syntax tree. Runs where definitions are compiled, never on phones.
 *
 * Precedence, loosest first, as in XPath 1.0: or; and; = !=; < <= > >=; + -; * div mod; unary minus. `${name}` may carry one row
 * filter in brackets, in which `.` is the row's value: `count(${step_controlled}[. = 'yes'])`.
 */
import { functionNames } from './expression.ts';
import type { BinaryOperator, Expression, FunctionName } from './expression.ts';

export type ParsedExpression =
  | { readonly kind: 'ok'; readonly expression: Expression }
  /** `at` is the offset in the text where reading failed. */
  | { readonly kind: 'invalid'; readonly at: number; readonly message: string };

export function parseExpression(text: string): ParsedExpression {
  try {
    const reader = new Reader(tokenize(text));
    const expression = readBinary(reader, 0);
    const rest = reader.peek();
    if (rest.kind !== 'end') throw new SyntaxFault(rest.at, `多余的内容“${rest.text}”`);
    return { kind: 'ok', expression };
  } catch (fault) {
    if (fault instanceof SyntaxFault) return { kind: 'invalid', at: fault.at, message: fault.message };
    throw fault;
  }
}

class SyntaxFault extends Error {
  readonly at: number;
  constructor(at: number, message: string) {
    super(message);
    this.at = at;
  }
}

type TokenKind = 'number' | 'string' | 'reference' | 'name' | 'symbol' | 'end';
type Token = { readonly kind: TokenKind; readonly text: string; readonly at: number };

const tokenPattern =
  /\s+|(?<number>\d+(?:\.\d*)?|\.\d+)|(?<string>'[^']*'|"[^"]*")|\$\{\s*(?<reference>[A-Za-z_][A-Za-z0-9_]*)\s*\}|(?<name>[A-Za-z_][A-Za-z0-9_]*(?:-[A-Za-z0-9_]+)*)|(?<symbol><=|>=|!=|[-+*=<>()[\],.])/gy;

function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  tokenPattern.lastIndex = 0;
  while (tokenPattern.lastIndex < text.length) {
    const at = tokenPattern.lastIndex;
    const match = tokenPattern.exec(text);
    if (match === null) throw new SyntaxFault(at, `看不懂“${text.slice(at, at + 8)}”${hintOf(text.slice(at))}`);
    for (const [kind, found] of Object.entries(match.groups ?? {})) {
      if (found !== undefined) tokens.push({ kind: kind as TokenKind, text: found, at });
    }
  }
  tokens.push({ kind: 'end', text: '', at: text.length });
  return tokens;
}

/** What people who write other languages, or with a Chinese keyboard, meant. */
function hintOf(rest: string): string {
  if (/^[‘’“”（），．＝＞＜]/.test(rest)) return '，符号要用半角';
  if (rest.startsWith('&&')) return '，并且写 and';
  return rest.startsWith('||') ? '，或者写 or' : '';
}

class Reader {
  private readonly tokens: readonly Token[];
  private position = 0;
  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }
  peek(): Token {
    return this.tokens[Math.min(this.position, this.tokens.length - 1)] as Token;
  }
  next(): Token {
    const token = this.peek();
    this.position += 1;
    return token;
  }
  take(text: string): boolean {
    const token = this.peek();
    if (token.kind !== 'symbol' || token.text !== text) return false;
    this.position += 1;
    return true;
  }
  expect(text: string): void {
    const token = this.peek();
    if (!this.take(text)) throw new SyntaxFault(token.at, `这里应当是“${text}”`);
  }
}

/** Operators by precedence, loosest first; all bind to the left. */
const levels: readonly (readonly BinaryOperator[])[] = [
  ['or'],
  ['and'],
  ['=', '!='],
  ['<', '<=', '>', '>='],
  ['+', '-'],
  ['*', 'div', 'mod'],
];

function readBinary(reader: Reader, level: number): Expression {
  const operators = levels[level];
  if (operators === undefined) return readUnary(reader);
  let left = readBinary(reader, level + 1);
  for (;;) {
    const token = reader.peek();
    const operator =
      token.kind === 'symbol' || token.kind === 'name' ? operators.find((known) => known === token.text) : undefined;
    if (operator === undefined) return left;
    reader.next();
    left = { kind: 'binary', operator, left, right: readBinary(reader, level + 1) };
  }
}

function readUnary(reader: Reader): Expression {
  if (reader.take('-')) return { kind: 'negate', operand: readUnary(reader) };
  return readPrimary(reader);
}

function readPrimary(reader: Reader): Expression {
  const token = reader.next();
  switch (token.kind) {
    case 'number':
      return { kind: 'number', value: Number(token.text) };
    case 'string':
      return { kind: 'string', value: token.text.slice(1, -1) };
    case 'reference': {
      if (!reader.take('[')) return { kind: 'ref', name: token.text };
      const where = readBinary(reader, 0);
      reader.expect(']');
      return { kind: 'rows', name: token.text, where };
    }
    case 'name':
      return reader.take('(') ? readCall(reader, token) : { kind: 'column', name: token.text };
    case 'symbol':
      if (token.text === '.') return { kind: 'self' };
      if (token.text === '(') {
        const inner = readBinary(reader, 0);
        reader.expect(')');
        return inner;
      }
      throw new SyntaxFault(token.at, `“${token.text}”前面缺少内容`);
    case 'end':
      throw new SyntaxFault(token.at, '表达式没有写完');
  }
}

/** Fewest and most arguments of each function. */
const arity: Readonly<Record<FunctionName, readonly [number, number]>> = {
  if: [3, 3],
  coalesce: [2, 2],
  selected: [2, 2],
  'count-selected': [1, 1],
  count: [1, 1],
  'count-non-empty': [1, 1],
  sum: [1, 1],
  min: [1, 99],
  max: [1, 99],
  round: [1, 2],
  int: [1, 1],
  abs: [1, 1],
  number: [1, 1],
  string: [1, 1],
  'string-length': [1, 1],
  concat: [1, 99],
  contains: [2, 2],
  'starts-with': [2, 2],
  substr: [2, 3],
  not: [1, 1],
  true: [0, 0],
  false: [0, 0],
};

function readCall(reader: Reader, token: Token): Expression {
  const name = functionNames.find((known) => known === token.text);
  if (name === undefined) throw new SyntaxFault(token.at, `没有函数“${token.text}”；可用：${functionNames.join('、')}`);
  const args: Expression[] = [];
  if (!reader.take(')')) {
    do args.push(readBinary(reader, 0));
    while (reader.take(','));
    reader.expect(')');
  }
  const [fewest, most] = arity[name];
  if (args.length < fewest || args.length > most) {
    const expected = fewest === most ? String(fewest) : `${String(fewest)}–${String(most)}`;
    throw new SyntaxFault(token.at, `函数“${name}”要 ${expected} 个参数，这里有 ${String(args.length)} 个`);
  }
  return { kind: 'call', name, args };
}
