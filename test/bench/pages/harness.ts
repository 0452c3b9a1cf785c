/** The measurements, inside the page, the same for every system. Every timed answer is checked against `expectedOf`. */
import { editsOf } from '../forms/edits.ts';
import type { Expected } from '../forms/expected.ts';
import { expectedOf } from '../forms/expected.ts';
import type { AnswerOf, Filled, Form, InputType, RowOf } from '../forms/form.ts';
import { blankForm, fillForm, filledRow } from '../forms/generate-form.ts';
import { median } from '../statistics.ts';
import { calibrate } from './clock.ts';
import type { Adapter, EditResult, Prepared, Shown } from './adapter.ts';

/** Rows added for the `add-row` metric. */
const addedRows = 5;

export function install<Session>(adapter: Adapter<Session>): void {
  let prepared: Prepared | null = null;
  let session: Session | null = null;
  const ready = (): Prepared => prepared ?? stop('prepare first');
  const living = (): Session => session ?? stop('open first');

  globalThis.bench = {
    async prepare({ form, edits }) {
      const filled = fillForm(form);
      prepared = {
        form,
        filled,
        edits: editsOf(form, edits),
        definition: await adapter.definition(form),
        draft: adapter.draft(form, filled, expectedOf(form, filled)),
      };
    },

    async open({ restore, ui }) {
      const { form, filled, definition, draft } = ready();
      const calibration = calibrate();
      const chosen = restore ? draft : null;
      const screens = ui ? (adapter.ui ?? stop('no user interface')) : null;
      const began = performance.now();
      let opened = 0;
      let firstQuestion: number | null = null;
      if (screens === null) {
        session = await adapter.open(form, definition, chosen);
        opened = performance.now() - began;
      } else {
        const place = host();
        if (screens.openMounted === undefined) {
          session = await adapter.open(form, definition, chosen);
          opened = performance.now() - began;
          await screens.mount?.(session, place, form);
        } else {
          session = await screens.openMounted(form, definition, chosen, place);
          opened = performance.now() - began;
        }
        await flush();
        layout();
        await paint();
        firstQuestion = performance.now() - began;
      }
      adapter.index(session, form);
      const wrong = differences(adapter.shown(session, form), expectedOf(form, restore ? filled : blankForm(form)), form);
      return { open: opened, firstQuestion, wrong, calibration };
    },

    edit({ budget }) {
      return Promise.resolve(runEdits(adapter, living(), ready(), budget));
    },

    async type({ strokes }) {
      const { textField, textValue } = adapter.ui ?? stop('no user interface');
      const question = 's0_q4';
      const samples: number[] = [];
      const wrong: string[] = [];
      for (let stroke = 0; stroke < strokes; stroke++) {
        const field = textField(question, host()) ?? stop(`no text field for ${question}`);
        const text = `typed ${String(stroke)}`;
        field.focus();
        await flush();
        layout();
        await paint();
        const began = performance.now();
        writeNatively(field, text);
        field.dispatchEvent(new InputEvent('input', { bubbles: true, data: text.slice(-1), inputType: 'insertText' }));
        // SurveyJS and Enketo take a text when its field is left, so leaving belongs to the stroke.
        field.dispatchEvent(new Event('change', { bubbles: true }));
        field.blur();
        await flush();
        layout();
        samples.push(performance.now() - began);
        const held = textValue(living(), question);
        if (held !== text) wrong.push(`typed “${text}”, held “${held}”`);
      }
      return { samples, wrong };
    },
  };
}

/**
 * `act` is timed; `record` brings the expectation up to date. Where hiding destroys answers, a step that shows them again is checked
 * once they are put back.
 */
type Step = { readonly act: () => void; readonly record: () => void; readonly restores: boolean };

function runEdits<Session>(
  adapter: Adapter<Session>,
  session: Session,
  { form, filled, edits }: Prepared,
  budget: number,
): EditResult {
  const values: Record<string, AnswerOf> = { ...filled.values };
  const rows: (RowOf | null)[] = [...filled.rows];
  const current: Filled = { values, rows };
  const wrong: string[] = [];
  const setting = (question: string, value: AnswerOf, type: InputType): Step => ({
    act: () => adapter.set(session, question, value, type),
    record: () => (values[question] = value),
    restores: false,
  });

  const run = (kind: string, steps: readonly Step[]): readonly number[] => {
    const samples: number[] = [];
    const end = performance.now() + budget;
    for (let next = 0; next < steps.length;) {
      // At least one sample of a kind, then as many as fit.
      if (next > 0 && performance.now() > end) break;
      const batch = steps.slice(next, next + (adapter.restoreHidden === undefined ? batchSize(samples) : 1));
      next += batch.length;
      const totals: number[] = [];
      const began = performance.now();
      for (const { act } of batch) {
        act();
        totals.push(adapter.total(session));
      }
      samples.push((performance.now() - began) / batch.length);
      for (const [index, { record, restores }] of batch.entries()) {
        record();
        if (restores) continue;
        const { total } = expectedOf(form, current);
        if (!near(totals[index] ?? Number.NaN, total))
          wrong.push(`${kind}: total ${String(totals[index])}, not ${String(total)}`);
      }
      for (const difference of differences(adapter.shown(session, form), expectedOf(form, current), form))
        wrong.push(`${kind}: ${difference}`);
    }
    return samples;
  };

  const leaf = run(
    'leaf',
    edits.leaf.map((edit) => setting(edit.question, edit.value, edit.type)),
  );
  const text = run(
    'text',
    edits.text.map((edit) => setting(edit.question, edit.value, edit.type)),
  );
  const toggle = run(
    'toggle',
    edits.toggle.flatMap(({ question, off, on }) => {
      const show = setting(question, on, 'select_one');
      const restore = (): void => {
        show.record();
        adapter.restoreHidden?.(session, form, current);
      };
      return [setting(question, off, 'select_one'), { ...show, record: restore, restores: adapter.restoreHidden !== undefined }];
    }),
  );
  const row = run(
    'row',
    edits.row.map(({ row, field, value }) => ({
      act: () => adapter.setRow(session, row, field, value),
      record: () => {
        const before = rows[row];
        if (before !== null && before !== undefined) rows[row] = { ...before, [field]: value };
      },
      restores: false,
    })),
  );
  return { samples: { leaf, text, toggle, row, 'add-row': addRows() }, wrong };

  function addRows(): readonly number[] {
    const samples: number[] = [];
    for (let index = form.repeat.count; index < form.repeat.count + addedRows; index++) {
      const began = performance.now();
      adapter.addRow(session);
      adapter.total(session);
      samples.push(performance.now() - began);
      // A blank row has no value to check, so it is filled first.
      adapter.indexRow(session, index);
      const filling = filledRow(index);
      for (const field of ['kind', 'serial', 'qty', 'price', 'works'] as const)
        adapter.setRow(session, index, field, filling[field]);
      rows.push(filling);
      for (const difference of differences(adapter.shown(session, form), expectedOf(form, current), form))
        wrong.push(`add-row: ${difference}`);
    }
    return samples;
  }
}

/** The page's clock ticks in steps of 5 µs: answers much faster than that are timed several at once, after the first three. */
function batchSize(samples: readonly number[]): number {
  return samples.length >= 3 && median(samples) < 0.5 ? 8 : 1;
}

function near(a: number, b: number): boolean {
  return Math.abs(a - b) < 1e-6 * Math.max(1, Math.abs(b));
}

function differences(shown: Shown, expected: Expected, form: Form): readonly string[] {
  const found: string[] = [];
  if (!near(shown.total, expected.total)) found.push(`total ${String(shown.total)}, not ${String(expected.total)}`);
  if (shown.level !== expected.level) found.push(`level ${shown.level}, not ${expected.level}`);
  if (!near(shown.value, expected.value)) found.push(`value of rows ${String(shown.value)}, not ${String(expected.value)}`);
  if (shown.relevantCount !== expected.relevantCount) {
    found.push(`${String(shown.relevantCount)} questions show, not ${String(expected.relevantCount)} (${form.id})`);
  }
  return found;
}

function host(): HTMLElement {
  const existing = document.getElementById('host');
  if (existing !== null) return existing;
  const made = document.createElement('div');
  made.id = 'host';
  document.body.append(made);
  return made;
}

/** React and others watch the value property of the element itself. */
function writeNatively(field: HTMLInputElement | HTMLTextAreaElement, text: string): void {
  const prototype = field instanceof HTMLTextAreaElement ? HTMLTextAreaElement.prototype : HTMLInputElement.prototype;
  Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(field, text);
}

function macrotask(): Promise<void> {
  return new Promise((resolve) => {
    const channel = new MessageChannel();
    channel.port1.addEventListener('message', () => {
      channel.port1.close();
      resolve();
    });
    channel.port1.start();
    channel.port2.postMessage(0);
  });
}

/** Lets every framework's queue run: microtasks, then two tasks. */
async function flush(): Promise<void> {
  await Promise.resolve();
  await Promise.resolve();
  await macrotask();
  await macrotask();
}

/** Forces style and layout, the part of the next frame that grows with the page. */
function layout(): number {
  return document.body.offsetHeight + document.documentElement.scrollHeight;
}

function paint(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => void macrotask().then(resolve)));
}

function stop(message: string): never {
  throw new Error(message);
}
