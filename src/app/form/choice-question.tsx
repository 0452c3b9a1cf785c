import { For, Show, type JSX } from 'solid-js';
import type { Choice, Question } from '#definition/compiled.ts';
import { t } from '#app/i18n/t.ts';
import { OptionRow } from '#app/ui/option-row.tsx';
import { useForm } from './form-context.tsx';
import './choice-question.css';

type ChoiceProps = { readonly question: Question; readonly path: string; readonly describedBy: string | undefined };

/** One of several: full-width rows with the level's words. Tapping the chosen row again takes the answer back. */
export function SelectOne(props: ChoiceProps): JSX.Element {
  const { form, editable } = useForm();
  const chosen = (): string | null => {
    const { value } = form.node(props.path);
    return typeof value === 'string' ? value : null;
  };
  const takeBack = (event: MouseEvent): void => {
    const { target } = event;
    // A click on another row comes before its change event, so only the chosen row meets its own value here.
    if (target instanceof HTMLInputElement && target.value === chosen()) form.clear(props.path);
  };
  return (
    <Options {...props} class={optionsClass(form.choices(props.path))} onClick={takeBack}>
      <For each={form.choices(props.path)}>
        {(choice) => (
          <OptionRow
            type="radio"
            name={props.path}
            value={choice.name}
            checked={chosen() === choice.name}
            label={choice.label}
            detail={choice.notApplicable ? t('form.question.naMeaning') : null}
            disabled={!editable()}
            onSelect={(checked) => {
              if (checked) form.set(props.path, choice.name, 'tap');
            }}
          />
        )}
      </For>
    </Options>
  );
}

/** Any of several; an exclusive choice (none of these) and the others put each other out. */
export function SelectMultiple(props: ChoiceProps): JSX.Element {
  const { form, editable } = useForm();
  const ticked = (): readonly string[] => {
    const { value } = form.node(props.path);
    return Array.isArray(value) ? value : [];
  };
  const tick = (choice: Choice, checked: boolean): void => {
    const choices = form.choices(props.path);
    const next = checked ? withTick(choices, ticked(), choice) : ticked().filter((name) => name !== choice.name);
    // An empty list and no answer are the same thing: 'none' has a row of its own.
    form.set(props.path, next.length === 0 ? null : next, 'tap');
  };
  return (
    <Options {...props} class="options">
      <Show when={!props.question.label.includes(t('form.question.several'))}>
        <p class="soft small">{t('form.question.several')}</p>
      </Show>
      <For each={form.choices(props.path)}>
        {(choice) => (
          <OptionRow
            type="checkbox"
            name={props.path}
            value={choice.name}
            checked={ticked().includes(choice.name)}
            label={choice.label}
            detail={choice.notApplicable ? t('form.question.naMeaning') : null}
            disabled={!editable()}
            onSelect={(checked) => tick(choice, checked)}
          />
        )}
      </For>
    </Options>
  );
}

/** Ticks in the order of the definition, so that the same choice always is the same value. */
function withTick(choices: readonly Choice[], ticked: readonly string[], added: Choice): readonly string[] {
  const alone = added.exclusive || added.notApplicable;
  const kept = alone
    ? []
    : choices
        .filter((choice) => ticked.includes(choice.name) && !choice.exclusive && !choice.notApplicable)
        .map(({ name }) => name);
  const names = new Set([...kept, added.name]);
  return choices.filter((choice) => names.has(choice.name)).map(({ name }) => name);
}

function Options(
  props: ChoiceProps & { readonly class: string; readonly children: JSX.Element; readonly onClick?: (event: MouseEvent) => void },
): JSX.Element {
  return (
    <fieldset class={props.class} aria-describedby={props.describedBy} onClick={(event) => props.onClick?.(event)}>
      <legend class="visually-hidden">{props.question.label}</legend>
      <Show when={props.children}>{props.children}</Show>
    </fieldset>
  );
}

/** Short words (yes, no) stand side by side, sentences one under the other. */
function optionsClass(choices: readonly Choice[]): string {
  const room = choices.length <= 2 ? 5 : 2;
  const short = choices.length <= 3 && choices.every((choice) => choice.label.length <= room && !choice.notApplicable);
  return short ? 'options options-side' : 'options';
}
