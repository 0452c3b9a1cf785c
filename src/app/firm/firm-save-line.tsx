import CircleAlert from 'lucide-solid/icons/circle-alert';
import CircleCheck from 'lucide-solid/icons/circle-check';
import { Show, type JSX } from 'solid-js';
import { useForm } from '#app/form/form-context.tsx';
import type { SaveState } from '#app/form/save-queue.ts';
import { formatClock } from '#app/i18n/format.ts';
import { problemText } from '#app/i18n/problem-text.ts';
import { t } from '#app/i18n/t.ts';
import type { Problem } from '#shared/problems.ts';
import { Button } from '#app/ui/button.tsx';
import '#app/form/save-line.css';

/** Whether what is on screen is at the station: there is no phone's store behind this page. */
export function FirmSaveLine(): JSX.Element {
  const { form } = useForm();
  const failed = (): Extract<SaveState, { kind: 'failed' }> | null => {
    const state = form.saveState();
    return state.kind === 'failed' ? state : null;
  };
  return (
    <>
      <p class="save-line" data-state={form.saveState().kind} role="status">
        <CircleCheck size={16} aria-hidden="true" />
        {stateText(form.saveState())}
      </p>
      <Show when={failed()}>
        {(state) => (
          <div class="save-failed" role="alert">
            <CircleAlert size={20} aria-hidden="true" />
            <p>
              <strong>{t('firm.saveFailed')}</strong> {failureText(state().problem)}
              {isNetwork(state().problem) ? t('firm.saveKept') : ''}
            </p>
            <Button variant="danger" onClick={() => void form.flush()}>
              {t('firm.retry')}
            </Button>
          </div>
        )}
      </Show>
    </>
  );
}

/** The shared sentences speak of a phone that keeps everything; nothing is kept here but on screen. */
export function failureText(problem: Problem): string {
  switch (problem.code) {
    case 'network.unreachable':
    case 'storage.unavailable':
      return t('firm.offline');
    case 'network.not-ours':
      return t('firm.portal');
    case 'server.failed':
    case 'server.full':
    case 'sync.too-many':
    case 'definition.unknown':
      return t('firm.server');
    default:
      return problemText(problem);
  }
}

function isNetwork({ code }: Problem): boolean {
  return code.startsWith('network.') || code.startsWith('server.') || code === 'storage.unavailable';
}

function stateText(state: SaveState): string {
  switch (state.kind) {
    case 'idle':
      return t('firm.saveIdle');
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
