/**
 * Our real two-integration definition with all its scoring, of which the peers get the neutral part: fixed answers, every choice of
 * every single choice tried in turn, the rows of its repeat. Checked against the form and the score computed from scratch after
 * every answer.
 */
import type { CompiledDefinition, FormNode, Question } from '../../../src/definition/compiled.ts';
import type { Answers, AnswerValue } from '../../../src/engine/answers.ts';
import { emptyAnswers, rowPath } from '../../../src/engine/answers.ts';
import { evaluateAll } from '../../../src/engine/evaluate-all.ts';
import type { Change } from '../../../src/engine/form-view.ts';
import { openSession } from '../../../src/engine/session.ts';
import type { Session } from '../../../src/engine/session.ts';
import { openScoreSession } from '../../../src/scoring/score-session.ts';
import type { ScoreSession } from '../../../src/scoring/score-session.ts';
import { scoreAll } from '../../../src/scoring/score.ts';
import type { ScoreResult } from '../../../src/scoring/score-result.ts';
import { calibrate } from './clock.ts';

type Living = { readonly compiled: CompiledDefinition; readonly form: Session; readonly score: ScoreSession };
type Metric = 'leaf' | 'text' | 'toggle' | 'row' | 'add-row';

let definition = '';
let draft = '';
let living: Living | null = null;

globalThis.bench = {
  async prepare() {
    definition = await (await fetch('/definitions/two-integration.json')).text();
    draft = await (await fetch('/definitions/two-integration-answers.json')).text();
  },
  open({ restore, ui }) {
    if (ui) throw new Error('the app is measured by itself');
    const calibration = calibrate();
    const began = performance.now();
    const compiled = JSON.parse(definition) as CompiledDefinition;
    const form = openSession(compiled, restore ? (JSON.parse(draft) as Answers) : emptyAnswers);
    living = { compiled, form, score: openScoreSession(compiled, form) };
    living.score.result();
    const open = performance.now() - began;
    return Promise.resolve({ open, firstQuestion: null, wrong: differences(living), calibration });
  },
  edit() {
    if (living === null) throw new Error('open first');
    return Promise.resolve(edit(living));
  },
  type: () => Promise.reject(new Error('the app is measured by itself')),
};

function edit(now: Living): { readonly samples: Readonly<Record<Metric, readonly number[]>>; readonly wrong: readonly string[] } {
  const { compiled, form } = now;
  const samples: Record<Metric, number[]> = { leaf: [], text: [], toggle: [], row: [], 'add-row': [] };
  const wrong: string[] = [];
  const time = (metric: Metric, act: () => Change): void => {
    const began = performance.now();
    now.score.apply(act());
    now.score.result();
    samples[metric].push(performance.now() - began);
    for (const difference of differences(now)) wrong.push(`${metric}: ${difference}`);
  };
  for (const question of topQuestions(compiled.sections)) {
    const before: AnswerValue = form.state(question.name).value;
    if (question.type === 'select_one') {
      const hides = readsOf(compiled).has(question.name);
      for (const { name } of question.choices) time(hides ? 'toggle' : 'leaf', () => form.set(question.name, name));
      time(hides ? 'toggle' : 'leaf', () => form.set(question.name, before));
    }
    if (question.type === 'text') time('text', () => form.set(question.name, `typed ${question.name}`));
  }
  const [repeat] = compiled.sections.flatMap((section) => repeatsOf(section.children));
  const yesNo = repeat?.children.find(({ question }) => question.type === 'select_one')?.question;
  if (repeat !== undefined && yesNo !== undefined) {
    for (let row = 1; row <= 5; row++) {
      const id = `new${String(row)}`;
      time('add-row', () => form.addRow(repeat.name, id));
      for (const { name } of yesNo.choices) time('row', () => form.set(rowPath(repeat.name, id, yesNo.name), name));
    }
  }
  return { samples, wrong };
}

function differences({ compiled, form, score }: Living): readonly string[] {
  const expected = evaluateAll(compiled, form.answers());
  const differing = expected.paths.filter((path) => JSON.stringify(form.state(path)) !== JSON.stringify(expected.state(path)));
  const scores = [score.result(), scoreAll(compiled, expected)].map(rounded);
  return [...differing.map((path) => `${path} differs`), ...(scores[0] === scores[1] ? [] : ['the score differs'])];
}

/** Sums in another order may differ in their last bits. */
function rounded({ level, measures, items }: ScoreResult): string {
  return JSON.stringify({ level, measures, items }, (_key, value: unknown) =>
    typeof value === 'number' ? Math.round(value * 1e9) / 1e9 : value,
  );
}

function topQuestions(nodes: readonly FormNode[]): readonly Question[] {
  return nodes.flatMap((node) =>
    node.kind === 'group' ? topQuestions(node.children) : node.kind === 'question' ? [node.question] : [],
  );
}

function repeatsOf(nodes: readonly FormNode[]): readonly Extract<FormNode, { readonly kind: 'repeat' }>[] {
  return nodes.flatMap((node) => (node.kind === 'repeat' ? [node] : node.kind === 'group' ? repeatsOf(node.children) : []));
}

/** Names that some question's or group's relevance reads. */
function readsOf(compiled: CompiledDefinition): ReadonlySet<string> {
  const names = new Set<string>();
  const walk = (nodes: readonly FormNode[]): void => {
    for (const node of nodes) {
      const relevant = node.kind === 'question' ? node.question.relevant : node.relevant;
      for (const match of JSON.stringify(relevant).matchAll(/"kind":"ref","name":"([^"]+)"/g)) names.add(match[1] ?? '');
      if (node.kind !== 'question') walk(node.children);
    }
  };
  walk(compiled.sections);
  return names;
}
