import CircleAlert from 'lucide-solid/icons/circle-alert';
import CircleCheck from 'lucide-solid/icons/circle-check';
import Undo2 from 'lucide-solid/icons/undo-2';
import { Show, type JSX } from 'solid-js';
import { formatClock } from '#app/i18n/format.ts';
import { problemText } from '#app/i18n/problem-text.ts';
import { t } from '#app/i18n/t.ts';
import type { Problem } from '#shared/problems.ts';
import { Button } from '#app/ui/button.tsx';
import type { Undo } from './create-undo.ts';
import { useForm } from './form-context.tsx';
import type { SaveState } from './save-queue.ts';
import './save-line.css';

/**
 * Whether what is on screen is kept. The stamp appears only after the store said so; a failure is loud and keeps the value.
 * `idle` and `failure` are the words of a page that has no phone's store behind it.
 */
export function SaveLine(props: {
  readonly idle?: string | undefined;
  readonly failure?: ((problem: Problem) => string) | undefined;
  /** No later try would be taken: none is offered. */
  readonly over?: boolean | undefined;
}): JSX.Element {
  const { form } = useForm();
  const failed = (): Extract<SaveState, { kind: 'failed' }> | null => {
    const state = form.saveState();
    return state.kind === 'failed' ? state : null;
  };
  // One text that changes in place: a tap meets it twice, and the save waits for whatever the screen does meanwhile.
  return (
    <>
      <p class="save-line" data-state={form.saveState().kind} role="status">
        <CircleCheck size={16} aria-hidden="true" />
        {stateText(form.saveState(), props.idle ?? t('form.save.idle'))}
      </p>
      <Show when={failed()}>
        {(state) => (
          <div class="save-failed" role="alert">
            <CircleAlert size={20} aria-hidden="true" />
            <p>
              <strong>{t('form.save.failed')}</strong> {(props.failure ?? failureText)(state().problem)}
            </p>
            <Show when={props.over !== true}>
              <Button variant="danger" onClick={() => void form.flush()}>
                {t('form.save.retry')}
              </Button>
            </Show>
          </div>
        )}
      </Show>
    </>
  );
}

function stateText(state: SaveState, idle: string): string {
  switch (state.kind) {
    case 'idle':
      return idle;
    case 'unsaved':
      return t('form.save.unsaved');
    case 'saving':
      return t('form.save.saving');
    case 'saved':
      return t('form.save.saved', { time: formatClock(state.at) });
    case 'failed':
      return '';
  }
}

/** The shared sentence about a full phone speaks of photos; here an answer could not be written. */
function failureText(problem: Problem): string {
  return problem.code === 'storage.full' ? t('form.save.full') : problemText(problem);
}

/** The last removal or adoption, as long as it can be taken back. */
export function UndoLine(): JSX.Element {
  const { form, evidence } = useForm();
  return (
    <div aria-live="polite">
      <Show when={form.undo()}>{(undo) => <UndoBar text={undoText(undo().kind)} onUndo={() => undo().run()} />}</Show>
      <Show when={evidence.undoRemove()}>{(run) => <UndoBar text={t('form.undo.photoRemoved')} onUndo={() => run()()} />}</Show>
    </div>
  );
}

function undoText(kind: Undo['kind']): string {
  switch (kind) {
    case 'cleared':
      return t('form.undo.cleared');
    case 'row-removed':
      return t('form.undo.rowRemoved');
    case 'adopted':
      return t('form.undo.adopted');
    case 'verified':
      return t('form.verify.undoConfirmed');
    case 'withdrawn':
      return t('form.verify.undoWithdrawn');
  }
}

export function UndoBar(props: { readonly text: string; readonly onUndo: () => void }): JSX.Element {
  return (
    <div class="undo-line">
      <span>{props.text}</span>
      <Button variant="quiet" icon={Undo2} onClick={() => props.onUndo()}>
        {t('form.undo.action')}
      </Button>
    </div>
  );
}
