import { For, Show, type JSX } from 'solid-js';
import type { DecisionItem } from '#oplog/decision-of.ts';
import { t } from '#app/i18n/t.ts';
import './returned.css';

/** The marked questions one after the other, over the form; the way to all others. */
export function ReturnedBar(props: {
  readonly items: readonly DecisionItem[];
  /** The form shows nothing else. */
  readonly only: boolean;
  readonly onOpen: (item: DecisionItem) => void;
  readonly isHere: (item: DecisionItem) => boolean;
  readonly onOnly: (only: boolean) => void;
}): JSX.Element {
  const left = (): number => props.items.filter(({ handled }) => !handled).length;
  return (
    <Show when={props.items.length > 0}>
      <section class="returned-bar" aria-label={t('workflow.phone.items')}>
        <div class="returned-line">
          <span class="strong">
            {left() === 0 ? t('workflow.phone.allHandled') : t('workflow.phone.left', { count: left() })}
          </span>
          <label class="returned-only">
            <input type="checkbox" checked={props.only} onChange={(event) => props.onOnly(event.currentTarget.checked)} />
            {t('workflow.phone.show')}
          </label>
        </div>
        <ol class="returned-steps">
          <For each={props.items}>
            {(item, index) => (
              <li>
                <button
                  type="button"
                  onClick={() => props.onOpen(item)}
                  class={`returned-step ${item.handled ? 'returned-done' : ''}`}
                  aria-current={props.isHere(item) ? 'step' : 'false'}
                  aria-label={`${String(index() + 1)} ${t(item.handled ? 'workflow.phone.handled' : 'workflow.phone.open')}`}
                >
                  {index() + 1}
                  {item.handled ? ' ✓' : ''}
                </button>
              </li>
            )}
          </For>
        </ol>
      </section>
    </Show>
  );
}
