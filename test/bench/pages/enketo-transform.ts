/** XForm → Enketo's HTML, once a form, as Enketo's server does. */
import { transform } from 'enketo-transformer/web';
import { generateForm } from '../forms/generate-form.ts';
import { toXForm } from '../forms/to-xform.ts';

declare global {
  // eslint-disable-next-line no-var
  var transformForEnketo: ((questions: number, rows: number) => Promise<string>) | undefined;
}

globalThis.transformForEnketo = async (questions, rows) => {
  const { form, model } = await transform({ xform: toXForm(generateForm(questions, rows)), theme: 'formhub' });
  return JSON.stringify({ form, model });
};
