import Check from 'lucide-solid/icons/check';
import { createEffect, For, Show, type JSX } from 'solid-js';
import type { FieldWork } from '#app/field-context.tsx';
import { t } from '#app/i18n/t.ts';
import { Button } from '#app/ui/button.tsx';
import { Card } from '#app/ui/card.tsx';
import { fromLive } from '#app/ui/from-live.ts';
import { Notice } from '#app/ui/notice.tsx';
import { ProgressLine } from '#app/ui/progress-line.tsx';
import { setupProgress } from '#store/queries/setup-progress.ts';
import { isPrepared } from './is-prepared.ts';

type Step = { readonly label: string; readonly done: number; readonly total: number | null };

/** The first download with its numbers. Nobody has to wait for it: what is missing comes in the background. */
export function SetupPanel(props: { readonly field: FieldWork; readonly onDone: () => void }): JSX.Element {
  // The panel lives and dies with one open store.
  // oxlint-disable-next-line solid/reactivity
  const store = props.field.store;
  const progress = fromLive(() => setupProgress(store), null);
  const steps = (): readonly Step[] => {
    const now = progress();
    return [
      { label: t('shell.setup.keys'), done: 1, total: 1 },
      { label: t('shell.setup.definitions'), done: now?.definitions.done ?? 0, total: now?.definitions.total ?? null },
      { label: t('shell.setup.pull'), done: now?.firstPullDone === true ? 1 : 0, total: 1 },
      { label: t('shell.setup.registry'), done: now?.registryPacks.done ?? 0, total: now?.registryPacks.total ?? null },
    ];
  };
  const isDone = (step: Step): boolean => step.total !== null && step.done >= step.total;
  const current = (): number => steps().findIndex((step) => !isDone(step));
  const stuck = (): boolean => props.field.syncState().phase === 'offline';
  createEffect(() => {
    const now = progress();
    if (now !== null && isPrepared(now)) props.onDone();
  });
  return (
    <Card>
      <div class="stack">
        <div>
          <h2>{t('shell.setup.title')}</h2>
          <p class="soft">{t('shell.setup.lead')}</p>
        </div>
        <p class="strong" role="status">
          {t('shell.setup.step', { done: current() === -1 ? steps().length : current() + 1, total: steps().length })}
        </p>
        <ol class="setup-steps stack-tight">
          <For each={steps()}>
            {(step, index) => (
              <li classList={{ 'setup-done': isDone(step), 'setup-now': index() === current() }}>
                <span class="setup-mark" aria-hidden="true">
                  <Show when={isDone(step)} fallback={index() + 1}>
                    <Check size={16} />
                  </Show>
                </span>
                <span>{step.label}</span>
                <span class="soft small">
                  {step.total === null ? (step.done === 0 ? '' : step.done) : `${String(step.done)}/${String(step.total)}`}
                </span>
                <Show when={index() === current() && step.total !== null && step.total > 1}>
                  <ProgressLine value={step.done} max={step.total ?? 1} label={step.label} />
                </Show>
              </li>
            )}
          </For>
        </ol>
        <Show when={stuck()}>
          <Notice tone="amber">{t('shell.setup.waiting')}</Notice>
        </Show>
        <Button wide onClick={() => props.onDone()}>
          {t('shell.setup.enterNow')}
        </Button>
        <p class="soft small">{t('shell.setup.enterNowText')}</p>
      </div>
    </Card>
  );
}
