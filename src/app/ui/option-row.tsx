import { Show, type JSX } from 'solid-js';
import './option-row.css';

/** One choice as a full-width row: the whole row is the target. Rows of one `name` inside a fieldset make a group. */
export function OptionRow(props: {
  readonly type: 'radio' | 'checkbox';
  readonly name: string;
  readonly value: string;
  readonly checked: boolean;
  readonly label: string;
  readonly detail?: string | null | undefined;
  readonly disabled?: boolean | undefined;
  /** `checked` is what the row now is. */
  readonly onSelect: (checked: boolean) => void;
  /** At the end of the row, such as a score or a mark. */
  readonly after?: JSX.Element;
}): JSX.Element {
  return (
    <label class="option-row">
      <input
        type={props.type}
        // Else the browser keeps the answer in its own files, to restore tabs with.
        autocomplete="off"
        name={props.name}
        value={props.value}
        checked={props.checked}
        disabled={props.disabled === true}
        onChange={(event) => props.onSelect(event.currentTarget.checked)}
      />
      <span class="option-row-text">
        <Words label={props.label} />
        <Show when={props.detail}>
          <span class="option-row-detail">{props.detail}</span>
        </Show>
      </span>
      {props.after}
    </label>
  );
}

/** `二级：用系统管` begins with its rung, which an eye looks for first. */
function Words(props: { readonly label: string }): JSX.Element {
  const rung = (): string | null => /^[^：，。]{1,5}：(?=.)/.exec(props.label)?.[0] ?? null;
  return (
    <Show when={rung()} fallback={props.label}>
      {(lead) => (
        <>
          <strong>{lead()}</strong>
          {props.label.slice(lead().length)}
        </>
      )}
    </Show>
  );
}
