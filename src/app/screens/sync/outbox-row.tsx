import ChevronDown from 'lucide-solid/icons/chevron-down';
import { createSignal, For, Show, type JSX } from 'solid-js';
import { A } from '@solidjs/router';
import { problemText } from '#app/i18n/problem-text.ts';
import { t } from '#app/i18n/t.ts';
import { ProgressLine } from '#app/ui/progress-line.tsx';
import { StatusMark } from '#app/ui/status-mark.tsx';
import type { EvidenceView, OutboxItem } from '#store/views.ts';
import { createRecordPhotos } from './create-sync.ts';
import { knownProblem } from './known-problem.ts';

const kindText = {
  assessment: null,
  enterprise: 'shell.sync.enterprise',
  visit: 'shell.sync.visit',
  action: 'shell.sync.action',
} as const;

/** One record with something unsent: what, how much, where; opened, each photo with its place and why it waits. */
export function OutboxRow(props: { readonly item: OutboxItem }): JSX.Element {
  const [open, setOpen] = createSignal(false);
  const href = (): string => {
    switch (props.item.kind) {
      case 'assessment':
        return `/assessments/${props.item.id}`;
      case 'enterprise':
        return `/enterprises/${props.item.id}`;
      case 'visit':
        return `/visits/${props.item.id}`;
      case 'action':
        return '/actions';
    }
  };
  return (
    <details class="sync-item" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <span class="sync-item-text">
          <span class="strong">{props.item.title}</span>
          <span class="row small soft">
            <Show when={kindText[props.item.kind]}>{(kind) => <span>{t(kind())}</span>}</Show>
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
        </span>
        <ChevronDown size={20} aria-hidden="true" />
      </summary>
      <div class="sync-item-more stack-tight">
        <p class="small">
          {props.item.pendingOps > 0
            ? t('shell.sync.answersHere', { count: props.item.pendingOps })
            : t('shell.sync.answersThere')}
        </p>
        <Show when={open() && props.item.kind === 'assessment' && props.item.photos.total > 0}>
          <Photos assessmentId={props.item.id} />
        </Show>
        <A href={href()}>{t('shell.sync.openRecord')}</A>
      </div>
    </details>
  );
}

function Photos(props: { readonly assessmentId: string }): JSX.Element {
  const photos = createRecordPhotos(() => props.assessmentId);
  return (
    <ol class="sync-photos">
      <For each={photos()}>{(piece, index) => <Photo piece={piece} number={index() + 1} />}</For>
    </ol>
  );
}

function Photo(props: { readonly piece: EvidenceView; readonly number: number }): JSX.Element {
  const name = (): string => props.piece.caption ?? t('shell.sync.photoNumber', { number: props.number });
  return (
    <li class="stack-tight">
      <span class="spread">
        <span class="sync-photo-name">{name()}</span>
        <StatusMark status={props.piece.status} />
      </span>
      <Show when={props.piece.status === 'uploading'}>
        <ProgressLine value={props.piece.progress} max={1} label={name()} />
      </Show>
      <Show when={props.piece.problem}>{(code) => <span class="small soft">{problemText(knownProblem(code()))}</span>}</Show>
    </li>
  );
}
