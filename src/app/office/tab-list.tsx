import { For, type JSX } from 'solid-js';
import './tab-list.css';

/** Tabs as the ARIA practices want them: one stop for the Tab key, arrows between them. Panels are `detail-<id>`. */
export function TabList<T extends string>(props: {
  readonly label: string;
  readonly tabs: readonly { readonly id: T; readonly label: string }[];
  readonly chosen: T;
  readonly onChoose: (id: T) => void;
}): JSX.Element {
  const move = (event: KeyboardEvent): void => {
    const at = props.tabs.findIndex(({ id }) => id === props.chosen);
    const last = props.tabs.length - 1;
    const next = { ArrowRight: at === last ? 0 : at + 1, ArrowLeft: at === 0 ? last : at - 1, Home: 0, End: last }[event.key];
    const target = next === undefined ? undefined : props.tabs[next];
    if (target === undefined) return;
    event.preventDefault();
    props.onChoose(target.id);
    document.getElementById(`tab-${target.id}`)?.focus();
  };
  return (
    <div class="tab-list no-print" role="tablist" aria-label={props.label} onKeyDown={move}>
      <For each={props.tabs.map(({ id }) => id)}>
        {(id) => (
          <button
            type="button"
            role="tab"
            id={`tab-${id}`}
            aria-selected={props.chosen === id}
            aria-controls={props.chosen === id ? `detail-${id}` : undefined}
            tabIndex={props.chosen === id ? 0 : -1}
            onClick={() => props.onChoose(id)}
          >
            {props.tabs.find((tab) => tab.id === id)?.label}
          </button>
        )}
      </For>
    </div>
  );
}
