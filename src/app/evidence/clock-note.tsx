import ClockAlert from 'lucide-solid/icons/clock-alert';
import { Show, type JSX } from 'solid-js';
import type { TimeBracket } from '#proof/time-bracket.ts';
import { clockText } from './proof-text.ts';
import './evidence.css';

/** That the phone's clock was wrong, and by how much; nothing while it was not. */
export function ClockNote(props: { readonly bracket: TimeBracket }): JSX.Element {
  return (
    <Show when={clockText(props.bracket)}>
      {(text) => (
        <p class="clock-note">
          <ClockAlert size={16} aria-hidden="true" />
          {text()}
        </p>
      )}
    </Show>
  );
}
