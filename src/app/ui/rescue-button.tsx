import LifeBuoy from 'lucide-solid/icons/life-buoy';
import { createSignal, Show, type JSX } from 'solid-js';
import { useField } from '#app/field-context.tsx';
import { t } from '#app/i18n/t.ts';
import { saveFile } from '#app/save-file.ts';
import { Button } from './button.tsx';
import { Notice } from './notice.tsx';
import { ShareFileButton } from './share-file-button.tsx';

type Rescue = { readonly kind: 'idle' | 'making' | 'failed' } | { readonly kind: 'done'; readonly file: File };

/**
 * Makes the rescue bundle and hands it to the downloads; its code loads when it is needed. Sharing is a tap of its own: by the time a
 * large bundle stands, the browser has forgotten the first.
 */
export function RescueButton(props: { readonly label: string }): JSX.Element {
  const field = useField();
  const [state, setState] = createSignal<Rescue>({ kind: 'idle' });
  const make = async (): Promise<void> => {
    setState({ kind: 'making' });
    try {
      const { makeRescueBundle } = await import('#sync/rescue.ts');
      const { fileName, blob } = await makeRescueBundle(field.store);
      saveFile(fileName, blob);
      setState({ kind: 'done', file: new File([blob], fileName, { type: 'text/plain' }) });
    } catch (error) {
      reportError(error);
      setState({ kind: 'failed' });
    }
  };
  const done = (): Extract<Rescue, { readonly kind: 'done' }> | null => {
    const now = state();
    return now.kind === 'done' ? now : null;
  };
  return (
    <div class="stack-tight">
      <Button wide icon={LifeBuoy} disabled={state().kind === 'making'} onClick={() => void make()}>
        {state().kind === 'making' ? t('shell.sync.rescueMaking') : props.label}
      </Button>
      <Show when={done()}>
        {(made) => (
          <Notice tone="green" actions={<ShareFileButton file={made().file} />}>
            {t('shell.sync.rescueDone', { name: made().file.name })}
          </Notice>
        )}
      </Show>
      <Show when={state().kind === 'failed'}>
        <Notice tone="red">{t('shell.sync.rescueFailed')}</Notice>
      </Show>
    </div>
  );
}
