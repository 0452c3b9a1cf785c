import { useBeforeLeave } from '@solidjs/router';
import { createEffect, onCleanup, type Accessor } from 'solid-js';
import { beforeLock } from '#app/before-lock.ts';
import type { FormWork } from './form-context.tsx';
import type { OpenForm } from './open-form.ts';

const retryMs = 5_000;

/** Whatever leads away from the form first writes what waits. `stays`: addresses that begin so are still this form. */
export function keepFormSafe(state: Accessor<OpenForm>, stays: string): void {
  const work = (): FormWork | null => {
    const current = state();
    return current.kind === 'open' ? current.work : null;
  };
  const flushAll = async (open: FormWork): Promise<boolean> => {
    const saved = await open.form.flush();
    await open.evidence.flush();
    return saved;
  };
  onCleanup(
    beforeLock(async () => {
      const open = work();
      return open === null || flushAll(open);
    }),
  );
  useBeforeLeave((event) => {
    const open = work();
    if (open === null || (!open.form.busy() && !open.evidence.busy())) return;
    // Another section, or the same one at another question: the form stays open, and so does the time to undo.
    if (typeof event.to === 'string' && (event.to.startsWith('?') || event.to.startsWith(stays))) return;
    event.preventDefault();
    // What cannot be saved keeps the person here: the red line says so, and the value is still in its field.
    void flushAll(open).then((saved) => saved && event.retry(true));
  });
  const onVisibility = (): void => {
    const open = work();
    if (open !== null) void open.form.flush();
  };
  // Phones freeze pages without any unload event; hidden is the last one that is sure to come.
  document.addEventListener('visibilitychange', onVisibility);
  window.addEventListener('pagehide', onVisibility);
  const onUnload = (event: BeforeUnloadEvent): void => {
    if (work()?.form.saveState().kind === 'failed') event.preventDefault();
  };
  window.addEventListener('beforeunload', onUnload);
  createEffect(() => {
    const open = work();
    if (open === null || open.form.saveState().kind !== 'failed') return;
    const timer = setTimeout(() => void open.form.flush(), retryMs);
    onCleanup(() => clearTimeout(timer));
  });
  onCleanup(() => {
    document.removeEventListener('visibilitychange', onVisibility);
    window.removeEventListener('pagehide', onVisibility);
    window.removeEventListener('beforeunload', onUnload);
  });
}
