import CircleAlert from 'lucide-solid/icons/circle-alert';
import CircleCheck from 'lucide-solid/icons/circle-check';
import Undo2 from 'lucide-solid/icons/undo-2';
import { Match, Show, Switch, type JSX } from 'solid-js';
import { formatClock } from '#app/i18n/format.ts';
import { problemText } from '#app/i18n/problem-text.ts';
import { t } from '#app/i18n/t.ts';
import type { Problem } from '#shared/problems.ts';
import { Button } from '#app/ui/button.tsx';
import type { Undo } from './create-undo.ts';
import { useForm } from './form-context.tsx';
import './save-line.css';

/** Whether what is on screen is on disk. The stamp appears only after the store said so; a failure is loud and keeps the value. */
export function SaveLine(): JSX.Element {
  const { form } = useForm();
  const failed = (): Extract<ReturnType<typeof form.saveState>, { kind: 'failed' }> | null => {
    const state = form.saveState();
    return state.kind === 'failed' ? state : null;
  };
  const savedAt = (): string | null => {
    const state = form.saveState();
    return state.kind === 'saved' ? state.at : null;
  };
  return (
    <>
      <p class="save-line" role="status">
        <Switch>
          <Match when={savedAt()}>
            {(at) => (
              <span class="save-line-saved">
                <CircleCheck size={16} aria-hidden="true" />
                {t('form.save.saved', { time: formatClock(at()) })}
              </span>
            )}
          </Match>
          <Match when={form.saveState().kind === 'idle'}>{t('form.save.idle')}</Match>
          <Match when={form.saveState().kind === 'saving'}>{t('form.save.saving')}</Match>
          <Match when={form.saveState().kind === 'unsaved'}>{t('form.save.unsaved')}</Match>
        </Switch>
      </p>
      <Show when={failed()}>
        {(state) => (
          <div class="save-failed" role="alert">
            <CircleAlert size={20} aria-hidden="true" />
            <p>
              <strong>{t('form.save.failed')}</strong> {failureText(state().problem)}
            </p>
            <Button variant="danger" onClick={() => void form.flush()}>
              {t('form.save.retry')}
            </Button>
          </div>
        )}
      </Show>
    </>
  );
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
  }
}

function UndoBar(props: { readonly text: string; readonly onUndo: () => void }): JSX.Element {
  return (
    <div class="undo-line">
      <span>{props.text}</span>
      <Button variant="quiet" icon={Undo2} onClick={() => props.onUndo()}>
        {t('form.undo.action')}
      </Button>
    </div>
  );
}
