import Share2 from 'lucide-solid/icons/share-2';
import { Show, type JSX } from 'solid-js';
import { t } from '#app/i18n/t.ts';
import { Button } from './button.tsx';

/** Hands a file to the phone's share sheet, where there is one. A tap of its own: browsers forget the one that began the file. */
export function ShareFileButton(props: { readonly file: File }): JSX.Element {
  return (
    <Show when={canShare(props.file)}>
      <Button icon={Share2} onClick={() => void share(props.file)}>
        {t('shell.sync.rescueShare')}
      </Button>
    </Show>
  );
}

function canShare(file: File): boolean {
  return typeof navigator.canShare === 'function' && navigator.canShare({ files: [file] });
}

/** Somebody who closes the sheet has the file in the downloads all the same. */
async function share(file: File): Promise<void> {
  await navigator.share({ files: [file], title: file.name }).catch(() => undefined);
}
