/** XForm → Enketo's HTML, once a form, as Enketo's server does. */
import { transform } from 'enketo-transformer/web';
import type { Form } from '../forms/form.ts';
import { toXForm } from '../forms/to-xform.ts';

declare global {
  // eslint-disable-next-line no-var
  var transformForEnketo: ((form: Form) => Promise<string>) | undefined;
}

globalThis.transformForEnketo = async (given) => {
  const { form, model } = await transform({ xform: toXForm(given), theme: 'formhub' });
  return JSON.stringify({ form, model });
};
