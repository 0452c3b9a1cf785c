import { createUniqueId, For, type JSX } from 'solid-js';
import './segmented.css';

/** A few choices side by side, one of them taken. */
export function Segmented<T extends string>(props: {
  readonly label: string;
  /** Only for ears, where the choices explain themselves. */
  readonly quietLabel?: boolean | undefined;
  readonly options: readonly { readonly value: T; readonly label: string }[];
  readonly value: T;
  readonly onChange: (value: T) => void;
}): JSX.Element {
  const name = createUniqueId();
  return (
    <fieldset>
      <legend class={props.quietLabel === true ? 'visually-hidden' : 'segmented-label'}>{props.label}</legend>
      <div class="segmented">
        <For each={props.options}>
          {(option) => (
            <label>
              <input
                class="visually-hidden"
                type="radio"
                autocomplete="off"
                name={name}
                value={option.value}
                checked={props.value === option.value}
                onChange={() => props.onChange(option.value)}
              />
              {option.label}
            </label>
          )}
        </For>
      </div>
    </fieldset>
  );
}
