import { loadForm } from '@getodk/xforms-engine';
import { toInstanceXml, toXForm } from '../forms/to-xform.ts';
import { install } from './harness.ts';
import { addRowTo, indexNodes, pathOf, rowPathOf, setNode, shownOf, totalOf, xformOf } from './xforms-nodes.ts';
import type { XForm } from './xforms-nodes.ts';

install<XForm>({
  name: '@getodk/xforms-engine',
  definition: toXForm,
  draft: toInstanceXml,
  async open(_form, definition, draft) {
    const loaded = await loadForm(definition);
    if (loaded.status === 'failure') throw loaded.error;
    if (draft === null) return xformOf(loaded.createInstance().root);
    const data = new FormData();
    data.set('xml_submission_file', new File([draft], 'xml_submission_file', { type: 'text/xml' }));
    return xformOf((await loaded.restoreInstance({ data: [data] })).root);
  },
  index: indexNodes,
  set: (xform, question, value) => setNode(xform, pathOf(question), value),
  setRow: (xform, row, field, value) => setNode(xform, rowPathOf(row, field), value),
  addRow: addRowTo,
  indexRow: indexNodes,
  total: totalOf,
  shown: shownOf,
});
