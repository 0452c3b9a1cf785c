import Undo2 from 'lucide-solid/icons/undo-2';
import CircleCheck from 'lucide-solid/icons/circle-check';
import { For, Show, type JSX } from 'solid-js';
import { t } from '#app/i18n/t.ts';
import { shownName, useReturned } from './returned-context.tsx';
import './returned.css';

/** What the reviewer said of this question, on its card. */
export function ReturnedNote(props: { readonly names: readonly string[] }): JSX.Element {
  const returned = useReturned();
  const here = () => returned().filter(({ question }) => props.names.includes(shownName(question)));
  return (
    <For each={here()}>
      {(item) => (
        <div class={`returned-note ${item.handled ? 'returned-done' : ''}`}>
          <Show when={item.handled} fallback={<Undo2 size={18} aria-hidden="true" />}>
            <CircleCheck size={18} aria-hidden="true" />
          </Show>
          <p>
            <span class="strong">{t(item.handled ? 'workflow.phone.handled' : 'workflow.phone.items')}</span>{' '}
            {item.comment === '' ? t('workflow.phone.noComment') : t('workflow.phone.comment', { comment: item.comment })}
          </p>
        </div>
      )}
    </For>
  );
}
