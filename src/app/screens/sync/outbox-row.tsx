import { Show, type JSX } from 'solid-js';
import { t } from '#app/i18n/t.ts';
import { LinkRow } from '#app/ui/card.tsx';
import { StatusMark } from '#app/ui/status-mark.tsx';
import type { OutboxItem } from '#store/views.ts';

/** One record with something unsent: what, how much, where. */
export function OutboxRow(props: { readonly item: OutboxItem }): JSX.Element {
  const href = (): string => {
    switch (props.item.kind) {
      case 'assessment':
        return `/assessments/${props.item.id}`;
      case 'enterprise':
        return `/enterprises/${props.item.id}`;
      case 'visit':
        return '/visits';
    }
  };
  return (
    <LinkRow href={href()} class="sync-item">
      <span class="strong">{props.item.title}</span>
      <span class="row small soft">
        <Show when={props.item.kind !== 'assessment'}>
          <span>{props.item.kind === 'enterprise' ? t('shell.sync.enterprise') : t('shell.sync.visit')}</span>
        </Show>
        <Show when={props.item.pendingOps > 0}>
          <span>{t('shell.sync.itemOps', { count: props.item.pendingOps })}</span>
        </Show>
        <Show when={props.item.photos.total > 0}>
          <span>{t('shell.sync.itemPhotos', { done: props.item.photos.verified, total: props.item.photos.total })}</span>
        </Show>
      </span>
      <StatusMark
        status={props.item.location}
        progress={
          props.item.location === 'uploading' ? { done: props.item.photos.verified, total: props.item.photos.total } : null
        }
      />
    </LinkRow>
  );
}
