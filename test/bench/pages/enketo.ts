/**
 * Enketo keeps view and model together: there is no engine without screens, so every figure of it includes them. The transformation
 * of the XForm, which its server does and caches, is done beforehand.
 */
import { Form as EnketoForm } from 'enketo-core/src/js/form.js';
import 'enketo-css';
import type { Form } from '../forms/form.ts';
import { inputsOf, scoresOf } from '../forms/form.ts';
import { toInstanceXml } from '../forms/to-xform.ts';
import { install } from './harness.ts';

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

type Enketo = { readonly form: EnketoForm; readonly fields: Map<string, Field[]>; readonly rows: Element[] };

/** Made by `enketo-transform.ts`. */
type Transformed = { readonly form: string; readonly model: string };

install<Enketo>({
  name: 'enketo-core',
  definition: async (form) => (await fetch(`/enketo/${form.id}.json`)).text(),
  draft: toInstanceXml,
  open: (_form, definition, draft) => open(definition, draft, document.body.appendChild(document.createElement('div'))),
  index(enketo) {
    for (const field of enketo.form.view.html.querySelectorAll<Field>('input[name], textarea[name], select[name]')) {
      if (field.closest('.or-repeat') !== null) continue;
      const path = field.dataset['name'] ?? field.name;
      enketo.fields.set(path, [...(enketo.fields.get(path) ?? []), field]);
    }
    indexRows(enketo);
  },
  set(enketo, question, value, type) {
    const fields = enketo.fields.get(`/data/${question.split('_')[0] ?? ''}/${question}`) ?? [];
    write(fields, String(value), type === 'select_one');
  },
  setRow(enketo, row, field, value) {
    const [first, ...more] =
      enketo.rows[row]?.querySelectorAll<Field>(`[name="/data/equip/${field}"], [data-name="/data/equip/${field}"]`) ?? [];
    if (first === undefined) throw new Error(`no field ${field} in row ${String(row)}`);
    write([first, ...more], String(value), first.type === 'radio');
  },
  addRow(enketo) {
    const button = enketo.form.view.html.querySelector<HTMLButtonElement>(
      '.or-repeat-info[data-name="/data/equip"] .add-repeat-btn',
    );
    if (button === null) throw new Error('no button that adds a row');
    button.click();
  },
  indexRow: indexRows,
  total: (enketo) => Number(modelText(enketo, 'total')),
  shown: (enketo, form) => ({
    total: Number(modelText(enketo, 'total')),
    level: modelText(enketo, 'level'),
    value: Number(modelText(enketo, 'equip_value') || 0),
    relevantCount: countRelevant(enketo, form),
  }),
  ui: {
    openMounted: (_form, definition, draft, host) => open(definition, draft, host),
    textField: (question, host) => host.querySelector(`[name="/data/${question.split('_')[0] ?? ''}/${question}"]`),
    textValue: (enketo, question) => modelText(enketo, question),
  },
});

function open(definition: string, draft: string | null, host: HTMLElement): Enketo {
  const { form: html, model } = JSON.parse(definition) as Transformed;
  host.innerHTML = html;
  const element = host.querySelector<HTMLFormElement>('form.or');
  if (element === null) throw new Error('no form in the transformed text');
  const form = new EnketoForm(
    element,
    { modelStr: model, ...(draft === null ? {} : { instanceStr: draft, submitted: false }) },
    {},
  );
  const problems = form.init();
  if (problems.length > 0) throw new Error(problems.join('; '));
  return { form, fields: new Map(), rows: [] };
}

function indexRows(enketo: Enketo): void {
  enketo.rows.splice(0, enketo.rows.length, ...enketo.form.view.html.querySelectorAll('.or-repeat[name="/data/equip"]'));
}

function write(fields: readonly Field[], value: string, choice: boolean): void {
  const field = choice ? fields.find((each) => each.value === value) : fields[0];
  if (field === undefined) throw new Error(`no field for ${value}`);
  if (choice && field instanceof HTMLInputElement) field.checked = true;
  else field.value = value;
  field.dispatchEvent(new Event('change', { bubbles: true }));
}

function modelText(enketo: Enketo, name: string): string {
  return enketo.form.model.xml.querySelector(`instance > data ${name}`)?.textContent ?? '';
}

function countRelevant(enketo: Enketo, form: Form): number {
  const isRelevant = (path: string): boolean => enketo.fields.get(path)?.[0]?.closest('.or-branch.disabled') === null;
  return (
    inputsOf(form).filter((question) => isRelevant(`/data/${question.section}/${question.id}`)).length + scoresOf(form).length
  );
}
