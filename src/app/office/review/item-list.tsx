import MessageSquare from 'lucide-solid/icons/message-square';
import Undo2 from 'lucide-solid/icons/undo-2';
import TriangleAlert from 'lucide-solid/icons/triangle-alert';
import { createEffect, For, Show, type JSX } from 'solid-js';
import { t } from '../../i18n/t.ts';
import { itemFilters, type ItemFilter, type ReviewItem } from './review-items.ts';
import { Select } from './select.tsx';

export function ItemList(props: {
  readonly items: readonly ReviewItem[];
  readonly current: string | null;
  readonly marked: ReadonlySet<string>;
  readonly filter: ItemFilter;
  readonly onFilter: (filter: ItemFilter) => void;
  readonly onChoose: (path: string) => void;
}): JSX.Element {
  let list: HTMLOListElement | undefined;
  createEffect(() => {
    if (props.current !== null) list?.querySelector('[aria-current="true"]')?.scrollIntoView({ block: 'nearest' });
  });
  return (
    <div class="items">
      <Select
        label={t('workflow.review.items')}
        value={props.filter}
        options={itemFilters.map((filter) => ({ value: filter, label: t(`workflow.review.filter.${filter}`) }))}
        onChoose={(value) => props.onFilter(itemFilters.find((filter) => filter === value) ?? 'all')}
      />
      <ol class="items-list" ref={(element) => (list = element)}>
        <For each={props.items}>
          {(item, index) => (
            <>
              <Show when={props.items[index() - 1]?.section !== item.section}>
                <li class="items-section">{item.section}</li>
              </Show>
              <li>
                <button
                  type="button"
                  class="items-row"
                  aria-current={item.path === props.current ? 'true' : 'false'}
                  onClick={() => props.onChoose(item.path)}
                >
                  <span class="items-label">{item.answer.label}</span>
                  <span class="items-value">{valueOf(item)}</span>
                  <span class="items-signs">
                    <Show when={props.marked.has(item.path)}>
                      <span class="items-marked">
                        <Undo2 size={14} aria-hidden="true" /> {t('workflow.review.return')}
                      </span>
                    </Show>
                    <Show when={item.remark !== ''}>
                      <span>
                        <MessageSquare size={14} aria-hidden="true" /> {t('workflow.review.comment')}
                      </span>
                    </Show>
                    <Show when={item.lacksEvidence || item.answer.conflict.length > 0}>
                      <span class="queue-late">
                        <TriangleAlert size={14} aria-hidden="true" />{' '}
                        {t(item.lacksEvidence ? 'workflow.review.filter.evidence' : 'workflow.desk.reason.conflict')}
                      </span>
                    </Show>
                    <Show when={item.returned}>
                      <span>{t(item.handled ? 'workflow.review.handled' : 'workflow.review.open')}</span>
                    </Show>
                  </span>
                </button>
              </li>
            </>
          )}
        </For>
      </ol>
    </div>
  );
}

/** What counts: what was found, else what was answered, with its unit. */
function valueOf({ verified, answer }: ReviewItem): string {
  const text = verified?.text ?? answer.text;
  return text === null ? t('workflow.review.blank') : `${text} ${answer.unit ?? ''}`;
}
