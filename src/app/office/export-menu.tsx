import Download from 'lucide-solid/icons/download';
import { createSignal, For, onCleanup, Show, type JSX } from 'solid-js';
import { formatBytes } from '../i18n/format.ts';
import { t } from '../i18n/t.ts';
import { Button } from '../ui/button.tsx';
import { downloadExport } from './download-export.ts';
import { officeProblemText } from './office-problem-text.ts';
import { Popover } from './popover.tsx';
import './export-menu.css';

export type ExportEntry = { readonly label: string; readonly address: string; readonly disabled: string | null };

type Progress =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly bytes: number; readonly stop: () => void }
  | { readonly kind: 'done'; readonly name: string }
  | { readonly kind: 'failed'; readonly reason: string };

/** What can be taken along, with what is happening to it said beside the button. */
export function ExportMenu(props: {
  readonly label: string;
  readonly title: string;
  readonly entries: readonly ExportEntry[];
}): JSX.Element {
  const [progress, setProgress] = createSignal<Progress>({ kind: 'idle' });
  let stop = (): void => undefined;
  onCleanup(() => stop());
  const start = async (address: string): Promise<void> => {
    stop();
    const abort = new AbortController();
    stop = () => abort.abort();
    setProgress({ kind: 'running', bytes: 0, stop });
    const saved = await downloadExport(address, abort.signal, (bytes) => setProgress({ kind: 'running', bytes, stop }));
    if (abort.signal.aborted) setProgress({ kind: 'idle' });
    else if (saved.kind === 'ok') setProgress({ kind: 'done', name: saved.value });
    else setProgress({ kind: 'failed', reason: officeProblemText(saved.problem) });
  };
  return (
    <div class="export-menu no-print">
      <ExportProgress progress={progress()} />
      <Popover label={props.label} title={props.title} icon={Download} align="end">
        {(close) => (
          <>
            <p class="popover-title">{props.title}</p>
            <For each={props.entries}>
              {(entry) => (
                <>
                  <Button
                    variant="quiet"
                    class="export-entry"
                    disabled={entry.disabled !== null}
                    onClick={() => {
                      close();
                      void start(entry.address);
                    }}
                  >
                    {entry.label}
                  </Button>
                  <Show when={entry.disabled}>{(why) => <p class="popover-note">{why()}</p>}</Show>
                </>
              )}
            </For>
            <p class="popover-note">{t('office.export.note')}</p>
          </>
        )}
      </Popover>
    </div>
  );
}

function ExportProgress(props: { readonly progress: Progress }): JSX.Element {
  const text = (): string => {
    const now = props.progress;
    switch (now.kind) {
      case 'idle':
        return '';
      case 'running':
        return now.bytes === 0 ? t('office.export.preparing') : t('office.export.receiving', { size: formatBytes(now.bytes) });
      case 'done':
        return t('office.export.done', { name: now.name });
      case 'failed':
        return t('office.export.failed', { reason: now.reason });
    }
  };
  const running = () => (props.progress.kind === 'running' ? props.progress : null);
  return (
    <>
      <span class="export-progress" classList={{ 'export-failed': props.progress.kind === 'failed' }} role="status">
        {text()}
      </span>
      <Show when={running()}>
        {(now) => (
          <Button variant="quiet" onClick={() => now().stop()}>
            {t('office.export.cancel')}
          </Button>
        )}
      </Show>
    </>
  );
}
