import { createSignal, Show, type JSX } from 'solid-js';
import { createWrite } from '#app/create-write.ts';
import { useField } from '#app/field-context.tsx';
import { formatBytes } from '#app/i18n/format.ts';
import { t } from '#app/i18n/t.ts';
import { Button } from '#app/ui/button.tsx';
import { Notice, ProblemNotice } from '#app/ui/notice.tsx';
import type { SyncSummary } from '#store/views.ts';

/** Makes room by the originals that the server confirms it holds; thumbnails stay, and the desk shows the photo from the server. */
export function FreeSpaceButton(props: { readonly removable: SyncSummary['removable'] }): JSX.Element {
  const field = useField();
  const { busy, problem, run } = createWrite();
  const [freed, setFreed] = createSignal<number | null>(null);
  const free = (): Promise<boolean> => {
    setFreed(null);
    return run(async () => {
      const [{ freeSpace }, { browserPorts }] = await Promise.all([
        import('#sync/free-space.ts'),
        import('#sync/browser-ports.ts'),
      ]);
      return freeSpace(field.store, browserPorts(field.profile.personId));
    }, setFreed);
  };
  return (
    <div class="stack-tight">
      <Show when={props.removable.count > 0}>
        <Button wide disabled={busy()} onClick={() => void free()}>
          {busy()
            ? t('shell.sync.freeing')
            : t('shell.sync.free', { count: props.removable.count, size: formatBytes(props.removable.bytes) })}
        </Button>
        <p class="soft small">{t('shell.sync.freeText')}</p>
      </Show>
      <Show when={freed() !== null}>
        <Notice tone="green">{t('shell.sync.freed', { size: formatBytes(freed() ?? 0) })}</Notice>
      </Show>
      <Show when={problem()}>{(found) => <ProblemNotice problem={found()} />}</Show>
    </div>
  );
}
