/** ODK Web Forms hides the engine inside its component: it is looked up in the Vue tree to read what was typed. */
import { OdkWebForm, webFormsPlugin } from '@getodk/web-forms';
import type { XFormsNode } from '@getodk/xforms-engine';
import { createApp, h } from 'vue';
import { toInstanceXml, toXForm } from '../forms/to-xform.ts';
import { install } from './harness.ts';
import { addRowTo, indexNodes, nodeAt, pathOf, rowPathOf, setNode, shownOf, totalOf, xformOf } from './xforms-nodes.ts';
import type { XForm } from './xforms-nodes.ts';

install<XForm>({
  name: '@getodk/web-forms',
  definition: toXForm,
  draft: toInstanceXml,
  open: () => Promise.reject(new Error('opens with its screens alone')),
  index: indexNodes,
  set: (xform, question, value) => setNode(xform, pathOf(question), value),
  setRow: (xform, row, field, value) => setNode(xform, rowPathOf(row, field), value),
  addRow: addRowTo,
  indexRow: indexNodes,
  total: totalOf,
  shown: shownOf,
  ui: {
    async openMounted(_form, definition, draft, host) {
      const properties = {
        formXml: definition,
        fetchFormAttachment: noAttachment,
        ...(draft === null
          ? {}
          : { editInstance: { resolveInstance: () => draft, attachmentFileNames: [], resolveAttachment: noAttachment } }),
      };
      const application = createApp({ render: () => h(OdkWebForm, properties) });
      application.use(webFormsPlugin);
      application.mount(host);
      await appearance(host, 'input[type=radio], input[type=text], input[type=number]');
      return xformOf(rootUnder(host));
    },
    // Controls carry ids of their own making; the first plain text is the first section's.
    textField: (_question, host) => host.querySelector('input.p-inputtext:not([inputmode])'),
    textValue: (xform, question) => String(nodeAt(xform, pathOf(question)).currentState.value),
  },
});

function noAttachment(): never {
  throw new Error('the form has no attachments');
}

function appearance(host: HTMLElement, selector: string): Promise<void> {
  return new Promise((resolve) => {
    const look = (): boolean => host.querySelector(selector) !== null;
    if (look()) {
      resolve();
      return;
    }
    const observer = new MutationObserver(() => {
      if (!look()) return;
      observer.disconnect();
      resolve();
    });
    observer.observe(host, { childList: true, subtree: true });
  });
}

/** A node of Vue's virtual tree, as far as the engine's root is looked for in it. */
type VueNode = {
  readonly component?: { readonly props: Readonly<Record<string, unknown>>; readonly subTree: VueNode } | null;
  readonly suspense?: { readonly activeBranch: VueNode } | null;
  readonly children?: unknown;
};

function rootUnder(host: HTMLElement): XFormsNode {
  const waiting: VueNode[] = [(host as unknown as { readonly _vnode: VueNode })._vnode];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    for (const property of Object.values(node.component?.props ?? {}).flat()) {
      const root = (property as { readonly root?: XFormsNode } | null)?.root;
      if (root?.currentState !== undefined) return root;
    }
    if (node.component) waiting.push(node.component.subTree);
    if (node.suspense) waiting.push(node.suspense.activeBranch);
    if (Array.isArray(node.children))
      waiting.push(...node.children.filter((child) => typeof child === 'object' && child !== null));
  }
  throw new Error("the engine's root is not in the Vue tree");
}
