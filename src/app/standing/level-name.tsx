import { Show, type JSX } from 'solid-js';
import './standing.css';

/** `三级（集成级）` breaks before its bracket, nowhere else. */
export function LevelName(props: { readonly name: string }): JSX.Element {
  const bracket = (): number => props.name.indexOf('（');
  return (
    <Show when={bracket() > 0} fallback={props.name}>
      <span class="level-name">{props.name.slice(0, bracket())}</span>
      <span class="level-name">{props.name.slice(bracket())}</span>
    </Show>
  );
}
