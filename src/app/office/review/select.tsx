import { createUniqueId, For, type JSX } from 'solid-js';
import '../filter-box.css';

/** A labelled choice of one; goes back to `value` when it was only a command. */
export function Select(props: {
  readonly label: string;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly disabled?: boolean | undefined;
  readonly onChoose: (value: string) => void;
}): JSX.Element {
  const id = createUniqueId();
  return (
    <div class="filter-box">
      <label for={id}>{props.label}</label>
      <select
        id={id}
        disabled={props.disabled}
        onChange={(event) => {
          const { value } = event.currentTarget;
          props.onChoose(value);
          if (value !== props.value) event.currentTarget.value = props.value;
        }}
      >
        <For each={props.options}>
          {(option) => (
            <option value={option.value} selected={option.value === props.value}>
              {option.label}
            </option>
          )}
        </For>
      </select>
    </div>
  );
}
