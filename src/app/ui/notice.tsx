import CircleAlert from 'lucide-solid/icons/circle-alert';
import CircleCheck from 'lucide-solid/icons/circle-check';
import Info from 'lucide-solid/icons/info';
import TriangleAlert from 'lucide-solid/icons/triangle-alert';
import { Show, type JSX } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import { problemText } from '#app/i18n/problem-text.ts';
import type { Problem } from '#shared/problems.ts';
import type { Icon } from './button.tsx';
import './notice.css';

/** `amber`: still on this phone or needs you. `red`: refused or in conflict. `green`: done, verified. `info`: good to know. */
export type NoticeTone = 'info' | 'amber' | 'red' | 'green';

const icons: Readonly<Record<NoticeTone, Icon>> = { info: Info, amber: TriangleAlert, red: CircleAlert, green: CircleCheck };

/** A message in its place on the page. Red ones are read out at once. */
export function Notice(props: {
  readonly tone: NoticeTone;
  readonly title?: string | undefined;
  readonly children?: JSX.Element;
  readonly actions?: JSX.Element;
}): JSX.Element {
  return (
    <div class={`notice notice-${props.tone}`} role={props.tone === 'red' ? 'alert' : 'status'}>
      <Dynamic component={icons[props.tone]} size={20} aria-hidden="true" />
      <div class="notice-body">
        <Show when={props.title}>
          <p class="notice-title">{props.title}</p>
        </Show>
        <div>{props.children}</div>
        <Show when={props.actions}>
          <div class="notice-actions">{props.actions}</div>
        </Show>
      </div>
    </div>
  );
}

/** A problem with its sentence. */
export function ProblemNotice(props: { readonly problem: Problem; readonly actions?: JSX.Element }): JSX.Element {
  return (
    <Notice tone="red" actions={props.actions}>
      {problemText(props.problem)}
    </Notice>
  );
}
