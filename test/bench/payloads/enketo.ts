/** Without its widgets: see `bundle.ts`. */
export { Form } from 'enketo-core/src/js/form.js';
