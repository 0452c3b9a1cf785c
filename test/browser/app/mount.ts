import { MemoryRouter, Route } from '@solidjs/router';
import axe from 'axe-core';
import { createComponent, type JSX } from 'solid-js';
import { render } from 'solid-js/web';
import '../../../src/app/ui/tokens.css';
import '../../../src/app/ui/base.css';

/** Puts something on the page inside a router; call the returned function to take it away. */
export function mount(show: () => JSX.Element): { readonly root: HTMLElement; readonly unmount: () => void } {
  const root = document.createElement('main');
  document.body.append(root);
  const dispose = render(
    () =>
      createComponent(MemoryRouter, {
        get children() {
          return createComponent(Route, { path: '*', component: show });
        },
      }),
    root,
  );
  return {
    root,
    unmount: () => {
      dispose();
      root.remove();
    },
  };
}

/** Waits until something holds; a test that never sees it fails by its own time limit. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 10));
}

/** Names of axe's violations, with the element they are about. */
export async function violations(root: HTMLElement): Promise<readonly string[]> {
  // A colour on its way to another has the contrast of neither.
  const moving = root.getAnimations({ subtree: true }).filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
  await Promise.allSettled(moving.map(({ finished }) => finished));
  const result = await axe.run(root, { rules: { region: { enabled: false } } });
  return result.violations.flatMap((violation) => violation.nodes.map((node) => `${violation.id}: ${node.html}`));
}
