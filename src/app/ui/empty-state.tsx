import type { JSX } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import type { Icon } from './button.tsx';
import './empty-state.css';

/** Nothing here yet: says so, and what to do next. */
export function EmptyState(props: {
  readonly icon: Icon;
  readonly title: string;
  readonly text: string;
  readonly action?: JSX.Element;
}): JSX.Element {
  return (
    <div class="empty-state">
      <span class="empty-state-icon">
        <Dynamic component={props.icon} size={28} aria-hidden="true" />
      </span>
      <h2>{props.title}</h2>
      <p>{props.text}</p>
      {props.action}
    </div>
  );
}
