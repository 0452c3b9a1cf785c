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
      /** One of several questions of the section with the same choices: less air between them. */
      readonly again: boolean;
      readonly computed: readonly Question[];
    }
  /** One subject that several questions describe: how deep a scene goes, whether it uses AI, what its instance is called. */
  | {
      readonly kind: 'scene';
      readonly path: string;
      readonly number: number;
      readonly label: string;
      readonly hint: string | null;
      readonly questions: readonly Question[];
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
  const repeated = repeatedChoices(questions);
  const cards: Card[] = [];
  const done = new Set<string>();
  let number = 0;
  const next = (): number => (number += 1);
  const addQuestion = (question: Question, title: GroupNode | null, after: FormNode | undefined): void => {
    const pair = pairs.get(question.name);
    const last = pair === undefined ? undefined : questions.get(pair.last);
    const previous = pair === undefined ? undefined : questions.get(pair.previous);
    const same = sameSubject(question, after);
    const own = { path: question.name, number: next(), computed: [] };
    if (pair !== undefined && last !== undefined && previous !== undefined) {
      done.add(last.name).add(previous.name);
      const label = pair.rule === null && title !== null ? title.label : pair.label;
      cards.push({ ...own, kind: 'pair', label, hint: title?.hint ?? null, last, previous, rule: pair.rule });
    } else if (same !== null) {
      done.add(same.question.name);
      cards.push({ ...own, kind: 'scene', label: same.subject, hint: null, questions: [question, same.question] });
    } else {
      const seen = seenOf(question, questions);
      if (seen !== null) done.add(seen.name);
      cards.push({ ...own, kind: 'question', question, seen, again: repeated.has(choicesKey(question)) });
    }
  };
  const walk = (nodes: readonly FormNode[], title: GroupNode | null): void => {
    for (const [index, node] of nodes.entries()) {
      if (node.kind === 'group' && isScene(node)) {
        const { name: path, label, hint } = node;
        cards.push({ kind: 'scene', path, number: next(), label, hint, questions: inputsIn(node), computed: [] });
        node.children.flatMap(computedOf).forEach((question) => addComputed(cards, question));
      } else if (node.kind === 'group') {
        // A group that only holds the two years of one quantity is that card's title, not a heading over it.
        const isTitle = isPairGroup(node, pairs);
        if (!isTitle) cards.push({ kind: 'heading', path: node.name, label: node.label, hint: node.hint });
        walk(node.children, isTitle ? node : null);
      } else if (node.kind === 'repeat') {
        cards.push({ kind: 'repeat', path: node.name, number: next(), repeat: node, computed: [] });
      } else if (node.question.type === 'calculate') {
        addComputed(cards, node.question);
      } else if (node.question.type === 'note') {
        cards.push({ kind: 'note', path: node.question.name, question: node.question });
      } else if (!done.has(node.question.name)) {
        addQuestion(node.question, title, nodes[index + 1]);
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
    case 'scene':
      return card.questions.map(({ name }) => name);
    case 'pair':
      return [card.last.name, card.previous.name];
    case 'heading':
    case 'note':
    case 'repeat':
      return [];
  }
}

/** The most questions that one card of a scene holds. */
const mostOfScene = 4;

/** A small group that asks different things of one subject. Clauses of a ladder all ask the same and stay apart. */
function isScene(group: GroupNode): boolean {
  const inputs = inputsIn(group);
  const plain = group.children.every((node) => node.kind === 'question' && node.question.type !== 'note');
  const kinds = new Set(inputs.map((question) => (question.choices.length > 0 ? choicesKey(question) : question.name)));
  const choice = inputs.some(({ type }) => type === 'select_one');
  return plain && choice && inputs.length > 1 && inputs.length <= mostOfScene && kinds.size === inputs.length;
}

/** The question after this one when it begins with the same subject: `智能研发：需要吗？`, `智能研发：现在做到哪？`. */
function sameSubject(
  question: Question,
  after: FormNode | undefined,
): { readonly subject: string; readonly question: Question } | null {
  if (after?.kind !== 'question' || question.type !== 'select_one' || after.question.type !== 'select_one') return null;
  const subject = subjectOf(question);
  return subject !== null && subject === subjectOf(after.question) ? { subject, question: after.question } : null;
}

function subjectOf({ label }: Question): string | null {
  const end = label.indexOf('：');
  return end > 0 ? label.slice(0, end) : null;
}

function inputsIn(group: GroupNode): readonly Question[] {
  return group.children.flatMap((node) =>
    node.kind === 'question' && node.question.type !== 'calculate' ? [node.question] : [],
  );
}

function computedOf(node: FormNode): readonly Question[] {
  return node.kind === 'question' && node.question.type === 'calculate' ? [node.question] : [];
}

/** So often the same choices are asked in a section before their cards take less room. */
const repeatedFrom = 3;

/** Choices that many questions of the section offer. */
function repeatedChoices(questions: ReadonlyMap<string, Question>): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (const question of questions.values()) {
    if (question.type !== 'select_one' || question.choices.length <= 2) continue;
    counts.set(choicesKey(question), (counts.get(choicesKey(question)) ?? 0) + 1);
  }
  return new Set([...counts].filter(([, count]) => count >= repeatedFrom).map(([key]) => key));
}

function choicesKey({ choices }: Question): string {
  return choices.map(({ name, label }) => `${name} ${label}`).join('\n');
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
