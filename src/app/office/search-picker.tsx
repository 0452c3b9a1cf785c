import Search from 'lucide-solid/icons/search';
import X from 'lucide-solid/icons/x';
import { createEffect, createSignal, For, onCleanup, Show, type JSX } from 'solid-js';
import { t } from '../i18n/t.ts';
import { IconButton } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { problemOf } from './office-api.ts';
import { officeProblemText } from './office-problem-text.ts';

export type Choice = { readonly id: string; readonly name: string; readonly detail: string };

const pauseMilliseconds = 200;

/** One of many that the server searches: typed, then tapped. */
export function SearchPicker(props: {
  readonly label: string;
  readonly hint: string;
  readonly chosen: Pick<Choice, 'id' | 'name'> | null;
  readonly onChoose: (choice: Choice | null) => void;
  readonly search: (text: string, signal: AbortSignal) => Promise<readonly Choice[]>;
}): JSX.Element {
  return (
    <Show when={props.chosen} fallback={<Finder {...props} />}>
      {(choice) => (
        <div class="field">
          <span class="field-label">{props.label}</span>
          <div class="picked">
            <strong>{choice().name}</strong>
            <IconButton icon={X} label={t('office.assignments.other')} onClick={() => props.onChoose(null)} />
          </div>
        </div>
      )}
    </Show>
  );
}

function Finder(props: Parameters<typeof SearchPicker>[0]): JSX.Element {
  const [text, setText] = createSignal('');
  const [found, setFound] = createSignal<readonly Choice[] | null>(null);
  const [fault, setFault] = createSignal<string | null>(null);
  createEffect(() => {
    const asking = new AbortController();
    const ask = async (wanted: string): Promise<void> => {
      try {
        const choices = await props.search(wanted, asking.signal);
        if (asking.signal.aborted) return;
        setFault(null);
        setFound(choices);
      } catch (error) {
        if (asking.signal.aborted) return;
        setFault(officeProblemText(problemOf(error)));
      }
    };
    const timer = setTimeout(ask, pauseMilliseconds, text().trim());
    onCleanup(() => {
      clearTimeout(timer);
      asking.abort();
    });
  });
  return (
    <div class="stack-tight">
      <Field
        type="search"
        label={props.label}
        hint={props.hint}
        problem={fault()}
        before={<Search size={18} aria-hidden="true" />}
        value={text()}
        maxLength={100}
        onType={setText}
      />
      <ul class="picker-list" aria-label={props.label}>
        <For
          each={found()}
          fallback={<Show when={found()}>{<li class="soft small">{t('office.assignments.noMatch')}</li>}</Show>}
        >
          {(choice) => (
            <li>
              <button type="button" class="picker-choice" onClick={() => props.onChoose(choice)}>
                <span>{choice.name}</span>
                <span class="soft small">{choice.detail}</span>
              </button>
            </li>
          )}
        </For>
      </ul>
    </div>
  );
}
