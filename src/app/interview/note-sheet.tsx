import CircleAlert from 'lucide-solid/icons/circle-alert';
import CircleCheck from 'lucide-solid/icons/circle-check';
import { createUniqueId, For, Show, type JSX } from 'solid-js';
import { noteLimit } from '#store/commands/set-note.ts';
import type { DisputedValue } from '#store/views.ts';
import type { SaveState } from '#app/form/save-queue.ts';
import { formatClock, formatMoment } from '#app/i18n/format.ts';
import { problemText } from '#app/i18n/problem-text.ts';
import { t } from '#app/i18n/t.ts';
import { Button } from '#app/ui/button.tsx';
import { Notice } from '#app/ui/notice.tsx';
import { Sheet } from '#app/ui/sheet.tsx';
import '#app/form/save-line.css';
import '#app/ui/field.css';
import type { NotesWork } from './create-notes.ts';
import './notes.css';

/** What the firm says in a section, typed or dictated while the questions stay where they are. */
export function NoteSheet(props: {
  readonly open: boolean;
  readonly section: { readonly name: string; readonly label: string };
  readonly notes: NotesWork;
  readonly onClose: () => void;
}): JSX.Element {
  const id = createUniqueId();
  const close = (): void => {
    props.notes.leave(props.section.name);
    props.onClose();
  };
  const take = (event: { readonly currentTarget: HTMLTextAreaElement }): void => {
    // Dictation is one long composition: what it has so far counts, should the page die before its end.
    if (event.currentTarget.value !== props.notes.text(props.section.name))
      props.notes.type(props.section.name, event.currentTarget.value);
  };
  return (
    <Sheet open={props.open} title={t('form.interview.notesOf', { section: props.section.label })} onClose={close}>
      <div class="stack note-sheet">
        <Show
          when={props.notes.disputed(props.section.name).length < 2}
          fallback={
            <Contradicting
              values={props.notes.disputed(props.section.name)}
              onJoin={() => props.notes.join(props.section.name)}
            />
          }
        >
          <div class="field">
            <label for={id} class="field-label">
              {t('form.interview.noteLabel')}
            </label>
            <div class="field-box">
              <textarea
                id={id}
                class="note-text"
                rows={8}
                maxLength={noteLimit}
                autocomplete="off"
                autocapitalize="sentences"
                autocorrect="on"
                spellcheck={false}
                value={props.notes.text(props.section.name)}
                onInput={take}
                onCompositionEnd={take}
                onBlur={(event) => {
                  take(event);
                  props.notes.leave(props.section.name);
                }}
              />
            </div>
          </div>
        </Show>
        <NoteState state={props.notes.saveState()} onRetry={() => void props.notes.flush()} />
        <p class="soft small">{t('form.interview.notesHint')}</p>
      </div>
    </Sheet>
  );
}

/** Two people's notes: both stand, and one tap makes a text of both. */
function Contradicting(props: { readonly values: readonly DisputedValue[]; readonly onJoin: () => void }): JSX.Element {
  const textOf = ({ value }: DisputedValue): string => (typeof value === 'string' ? value : '');
  return (
    <Notice
      tone="amber"
      title={t('form.interview.noteDispute', { count: props.values.length })}
      actions={<Button onClick={() => props.onJoin()}>{t('form.interview.noteJoin')}</Button>}
    >
      <ul class="note-others">
        <For each={props.values}>
          {(each) => (
            <li>
              <p class="small strong">
                {t('form.interview.noteBy', { name: each.name ?? each.author, time: formatMoment(each.wallTime) })}
              </p>
              <p class="note-other">{textOf(each)}</p>
            </li>
          )}
        </For>
      </ul>
    </Notice>
  );
}

function NoteState(props: { readonly state: SaveState; readonly onRetry: () => void }): JSX.Element {
  const failed = (): Extract<SaveState, { kind: 'failed' }> | null => (props.state.kind === 'failed' ? props.state : null);
  return (
    <>
      <p class="save-line" data-state={props.state.kind} role="status">
        <CircleCheck size={16} aria-hidden="true" />
        {stateWords(props.state)}
      </p>
      <Show when={failed()}>
        {(state) => (
          <div class="save-failed" role="alert">
            <CircleAlert size={20} aria-hidden="true" />
            <p>
              <strong>{t('form.interview.noteFailed')}</strong> {problemText(state().problem)}
            </p>
            <Button variant="danger" onClick={() => props.onRetry()}>
              {t('form.interview.noteRetry')}
            </Button>
          </div>
        )}
      </Show>
    </>
  );
}

function stateWords(state: SaveState): string {
  switch (state.kind) {
    case 'idle':
      return t('form.interview.noteIdle');
    case 'unsaved':
    case 'saving':
      return t('form.interview.noteSaving');
    case 'saved':
      return t('form.interview.noteSaved', { time: formatClock(state.at) });
    case 'failed':
      return '';
  }
}
