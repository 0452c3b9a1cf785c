/** How a section is laid out on a phone: which nodes of the definition make one card. Pure, so that a test can read a layout. */
import type { CompiledDefinition, FormNode, GroupNode, Question, RepeatNode, Section } from '#definition/compiled.ts';
import type { ItemRule } from '#definition/scoring.ts';

export type ChangeRuleOf = Extract<ItemRule, { readonly kind: 'change' }>;

/** `number` counts cards of the section from 1 whether they show or not, so that two people can speak of the same question. */
export type Card =
  | { readonly kind: 'heading'; readonly path: string; readonly label: string; readonly hint: string | null }
  | { readonly kind: 'note'; readonly path: string; readonly question: Question }
  | {
      readonly kind: 'question';
      readonly path: string;
      readonly number: number;
      readonly question: Question;
      /** What was seen, in words, beside the judgement that it belongs to. */
      readonly seen: Question | null;
      readonly computed: readonly Question[];
    }
  /** Two years of one quantity, side by side. */
  | {
      readonly kind: 'pair';
      readonly path: string;
      readonly number: number;
      readonly label: string;
      readonly hint: string | null;
      readonly last: Question;
      readonly previous: Question;
      /** Null where no score is made of the change. */
      readonly rule: ChangeRuleOf | null;
      readonly computed: readonly Question[];
    }
  | {
      readonly kind: 'repeat';
      readonly path: string;
      readonly number: number;
      readonly repeat: RepeatNode;
      readonly computed: readonly Question[];
    };

/** Cards of a section in document order. A computed value hangs on the card before it, where its inputs are. */
export function cardsOf(compiled: CompiledDefinition, section: Section): readonly Card[] {
  const questions = new Map(questionsOf(section).map((question) => [question.name, question]));
  const pairs = pairsOf(compiled, questions);
  const cards: Card[] = [];
  const done = new Set<string>();
  let number = 0;
  const walk = (nodes: readonly FormNode[], title: GroupNode | null): void => {
    for (const node of nodes) {
      if (node.kind === 'group') {
        // A group that only holds the two years of one quantity is that card's title, not a heading over it.
        const isTitle = isPairGroup(node, pairs);
        if (!isTitle) cards.push({ kind: 'heading', path: node.name, label: node.label, hint: node.hint });
        walk(node.children, isTitle ? node : null);
      } else if (node.kind === 'repeat') {
        number += 1;
        cards.push({ kind: 'repeat', path: node.name, number, repeat: node, computed: [] });
      } else if (node.question.type === 'calculate') {
        addComputed(cards, node.question);
      } else if (node.question.type === 'note') {
        cards.push({ kind: 'note', path: node.question.name, question: node.question });
      } else if (!done.has(node.question.name)) {
        const { question } = node;
        const pair = pairs.get(question.name);
        const last = pair === undefined ? undefined : questions.get(pair.last);
        const previous = pair === undefined ? undefined : questions.get(pair.previous);
        number += 1;
        if (pair !== undefined && last !== undefined && previous !== undefined) {
          done.add(last.name).add(previous.name);
          cards.push({
            kind: 'pair',
            path: question.name,
            number,
            label: pair.rule === null && title !== null ? title.label : pair.label,
            hint: title?.hint ?? null,
            last,
            previous,
            rule: pair.rule,
            computed: [],
          });
        } else {
          const seen = seenOf(question, questions);
          if (seen !== null) done.add(seen.name);
          cards.push({ kind: 'question', path: question.name, number, question, seen, computed: [] });
        }
      }
    }
  };
  walk(section.children, null);
  return cards;
}

/** The card that shows a path: rows of a repeat sit in its one card, both years in theirs. */
export function cardOf(cards: readonly Card[], path: string): Card | null {
  const name = path.split('/')[0] ?? path;
  return cards.find((card) => namesOf(card).includes(name)) ?? null;
}

/** Every question, input or computed, that a card shows, and its own path. */
export function namesOf(card: Card): readonly string[] {
  const computed = card.kind === 'heading' || card.kind === 'note' ? [] : card.computed.map((question) => question.name);
  return [card.path, ...inputsOf(card).filter((name) => name !== card.path), ...computed];
}

/** The input paths a card holds, without the rows of a repeat. */
export function inputsOf(card: Card): readonly string[] {
  switch (card.kind) {
    case 'question':
      return card.seen === null ? [card.path] : [card.path, card.seen.name];
    case 'pair':
      return [card.last.name, card.previous.name];
    case 'heading':
    case 'note':
    case 'repeat':
      return [];
  }
}

function isPairGroup(group: GroupNode, pairs: ReadonlyMap<string, unknown>): boolean {
  const inputs = group.children.filter((node) => node.kind !== 'question' || node.question.type !== 'calculate');
  return inputs.length === 2 && inputs.every((node) => node.kind === 'question' && pairs.has(node.question.name));
}

function addComputed(cards: Card[], question: Question): void {
  if (question.label === '') return;
  const card = cards.at(-1);
  if (card === undefined || card.kind === 'heading' || card.kind === 'note') {
    cards.push({ kind: 'note', path: question.name, question });
    return;
  }
  cards[cards.length - 1] = { ...card, computed: [...card.computed, question] };
}

type Pair = { readonly label: string; readonly last: string; readonly previous: string; readonly rule: ChangeRuleOf | null };

/** By either question: the years that a score compares, and those that the definition lays out as a table. */
function pairsOf(compiled: CompiledDefinition, questions: ReadonlyMap<string, Question>): ReadonlyMap<string, Pair> {
  const pairs = new Map<string, Pair>();
  const add = (pair: Pair): void => {
    pairs.set(pair.last, pair);
    pairs.set(pair.previous, pair);
  };
  for (const last of questions.values()) {
    const { name, label } = last;
    const previous = name.endsWith('_last') ? questions.get(`${name.slice(0, -'last'.length)}prev`) : undefined;
    if (previous === undefined || !areYears(last, previous)) continue;
    add({ label: commonTitle(label, previous.label), last: name, previous: previous.name, rule: null });
  }
  for (const { label, rule } of compiled.scoring.items) {
    if (rule.kind === 'change') add({ label, last: rule.last, previous: rule.previous, rule });
  }
  return pairs;
}

/** Laid out as a table by the definition, or the same fact of two years. */
function areYears(last: Question, previous: Question): boolean {
  if (last.appearance === 'two-year' && previous.appearance === 'two-year') return true;
  return last.fact !== null && last.fact === previous.fact && previous.factPeriod === 'year-before';
}

/** What both labels begin with: `主营收入：2024 年` and `主营收入：2023 年` are `主营收入`. */
function commonTitle(one: string, other: string): string {
  const length = Array.from(one).findIndex((character, index) => character !== other[index]);
  const common = length < 0 ? one : one.slice(0, length);
  return common.split(/[：:]/)[0] || one;
}

/** The text `<name>_seen` that goes with a judged choice. */
function seenOf(question: Question, questions: ReadonlyMap<string, Question>): Question | null {
  const seen = questions.get(`${question.name}_seen`);
  return question.type === 'select_one' && seen?.type === 'text' ? seen : null;
}

function questionsOf(section: Section): readonly Question[] {
  const found: Question[] = [];
  const walk = (nodes: readonly FormNode[]): void => {
    for (const node of nodes) {
      if (node.kind === 'question') found.push(node.question);
      else if (node.kind === 'group') walk(node.children);
    }
  };
  walk(section.children);
  return found;
}
