/** The floor: the same dependency graph written by hand in bare Solid signals. No engine, no expression language, no validation. */
import { createMemo, createRenderEffect, createRoot, createSignal } from 'solid-js';
import type { Accessor, Signal } from 'solid-js';
import type { AnswerOf, Filled, Form, InputQuestion, RowOf } from '../forms/form.ts';
import { inputsOf, questionsById, scoresOf } from '../forms/form.ts';
import { blankForm } from '../forms/generate-form.ts';
import { install } from './harness.ts';

type Value = AnswerOf | undefined;

type FloorRow = { readonly inputs: ReadonlyMap<string, Signal<Value>>; readonly value: Accessor<number> };

type Floor = {
  readonly form: Form;
  readonly values: ReadonlyMap<string, Signal<Value>>;
  readonly relevant: ReadonlyMap<string, Accessor<boolean>>;
  readonly total: Accessor<number>;
  readonly level: Accessor<string>;
  readonly rows: Signal<readonly FloorRow[]>;
  readonly value: Accessor<number>;
  readonly run: <T>(act: () => T) => T;
};

install<Floor>({
  name: 'bare Solid signals',
  definition: (form) => JSON.stringify(form),
  draft: (_form, filled) => JSON.stringify(filled),
  open(_form, definition, draft) {
    const form = JSON.parse(definition) as Form;
    return build(form, draft === null ? blankForm(form) : (JSON.parse(draft) as Filled));
  },
  index: () => undefined,
  set: (floor, question, value) => void signalOf(floor.values, question)[1](() => value),
  setRow: (floor, row, field, value) => void signalOf(floor.rows[0]()[row]?.inputs, field)[1](() => value),
  addRow: (floor) => void floor.rows[1]((rows) => [...rows, floor.run(() => buildRow(floor.form, null))]),
  indexRow: () => undefined,
  total: (floor) => floor.total(),
  shown: (floor, form) => ({
    total: floor.total(),
    level: floor.level(),
    value: floor.value(),
    relevantCount:
      inputsOf(form).filter((question) => floor.relevant.get(question.id)?.() ?? true).length + scoresOf(form).length,
  }),
  ui: {
    mount: (floor, host, form) => floor.run(() => host.replaceChildren(...firstSection(floor, form))),
    textField: (question, host) => host.querySelector(`input[name="${question}"]`),
    textValue: (floor, question) => String(signalOf(floor.values, question)[0]()),
  },
});

function build(form: Form, filled: Filled): Floor {
  return createRoot(() => {
    const questions = questionsById(form);
    const values = new Map<string, Signal<Value>>();
    for (const question of inputsOf(form)) values.set(question.id, createSignal<Value>(filled.values[question.id]));
    const relevant = new Map<string, Accessor<boolean>>();
    for (const question of inputsOf(form)) {
      const condition = question.relevant;
      if (condition === null) continue;
      const shown = relevant.get(condition.question) ?? (() => true);
      const [answer] = signalOf(values, condition.question);
      relevant.set(
        question.id,
        createMemo(() => shown() && condition.anyOf.includes(String(answer()))),
      );
    }
    const scores = form.sections.map((section) => {
      const scored = section.questions.flatMap((question) => (question.type === 'score' ? question.scoreOf : []));
      const parts = scored.map((id) => {
        const question = questions.get(id);
        const options = question?.type === 'select_one' ? question.options : [];
        const points = new Map<Value, number>(options.map((option) => [option.name, option.score]));
        return { shown: relevant.get(id) ?? (() => true), answer: signalOf(values, id)[0], points };
      });
      return createMemo(() => {
        let sum = 0;
        for (const { shown, answer, points } of parts) if (shown()) sum += points.get(answer()) ?? 0;
        return sum;
      });
    });
    const total = createMemo(() => {
      let sum = 0;
      for (const score of scores) sum += score();
      return sum;
    });
    const level = createMemo(() => form.level.steps.find(([least]) => total() >= least)?.[1] ?? form.level.otherwise);
    const rows = createSignal<readonly FloorRow[]>(filled.rows.map((row) => buildRow(form, row)));
    const value = createMemo(() => {
      let sum = 0;
      for (const row of rows[0]()) sum += row.value();
      return sum;
    });
    const run = <T>(act: () => T): T => createRoot(act);
    return { form, values, relevant, total, level, rows, value, run };
  });
}

function buildRow(form: Form, row: RowOf | null): FloorRow {
  const inputs = new Map<string, Signal<Value>>();
  for (const field of form.repeat.fields)
    if (field.type !== 'product') inputs.set(field.id, createSignal<Value>(row?.[field.id]));
  const [quantity] = signalOf(inputs, 'qty');
  const [price] = signalOf(inputs, 'price');
  return { inputs, value: createMemo(() => (Number(quantity()) || 0) * (Number(price()) || 0)) };
}

function signalOf(signals: ReadonlyMap<string, Signal<Value>> | undefined, id: string): Signal<Value> {
  const found = signals?.get(id);
  if (found === undefined) throw new Error(`no signal for ${id}`);
  return found;
}

/** Hand-written elements, every binding live. */
function firstSection(floor: Floor, form: Form): readonly Node[] {
  const result = document.createElement('output');
  createRenderEffect(() => (result.textContent = `${String(floor.total())} ${floor.level()}`));
  const section = form.sections[0];
  return [
    result,
    ...(section?.questions ?? []).flatMap((question) => (question.type === 'score' ? [] : [control(floor, question)])),
  ];
}

function control(floor: Floor, question: InputQuestion): HTMLElement {
  const box = document.createElement('div');
  const label = document.createElement('label');
  label.textContent = question.label;
  box.append(label);
  const [answer, write] = signalOf(floor.values, question.id);
  if (question.type === 'select_one' || question.type === 'select_multiple') {
    for (const option of question.options) {
      const tick = document.createElement('label');
      const input = document.createElement('input');
      input.type = question.type === 'select_one' ? 'radio' : 'checkbox';
      input.name = question.id;
      createRenderEffect(() => {
        const value = answer();
        input.checked = typeof value === 'object' ? value.includes(option.name) : value === option.name;
      });
      input.addEventListener('change', () => write(() => option.name));
      tick.append(input, option.label);
      box.append(tick);
    }
  } else {
    const input = document.createElement('input');
    input.type = question.type === 'text' ? 'text' : 'number';
    input.name = question.id;
    createRenderEffect(() => (input.value = String(answer() ?? '')));
    input.addEventListener('input', () => write(() => (question.type === 'text' ? input.value : Number(input.value))));
    box.append(input);
  }
  createRenderEffect(() => (box.style.display = (floor.relevant.get(question.id)?.() ?? true) ? '' : 'none'));
  return box;
}
