import Stamp from 'lucide-solid/icons/stamp';
import { createSignal, Show, type JSX } from 'solid-js';
import { t } from '#app/i18n/t.ts';
import { saveFile } from '#app/save-file.ts';
import { Button } from '#app/ui/button.tsx';
import { ShareFileButton } from '#app/ui/share-file-button.tsx';

/** Makes a copy with the facts drawn on it, saves it, and offers to share it. */
export function WatermarkedCopy(props: {
  readonly firm: string;
  readonly lines: readonly string[];
  readonly picture: () => Promise<Blob | null>;
}): JSX.Element {
  const [working, setWorking] = createSignal(false);
  const [copy, setCopy] = createSignal<File | 'failed' | null>(null);
  const made = (): File | null => {
    const file = copy();
    return file === 'failed' ? null : file;
  };
  const make = async (): Promise<void> => {
    setWorking(true);
    const { drawWatermark } = await import('./watermark.ts');
    const picture = await props.picture().catch(() => null);
    const drawn = picture === null ? null : await drawWatermark(picture, props.lines);
    setWorking(false);
    if (drawn === null) {
      setCopy('failed');
      return;
    }
    const name = t('shell.proof.copyName', { firm: props.firm.replaceAll(/[\\/:*?"<>|]/gu, ' ') });
    setCopy(new File([drawn], name, { type: drawn.type }));
    saveFile(name, drawn);
  };
  return (
    <div class="stack-tight">
      <Button icon={Stamp} disabled={working()} onClick={() => void make()}>
        {t('shell.proof.copy')}
      </Button>
      <Show when={made()}>{(file) => <ShareFileButton file={file()} />}</Show>
      <p class="soft small">{t('shell.proof.copyNote')}</p>
      <Show when={copy() === 'failed'}>
        <p role="alert">{t('shell.proof.copyFailed')}</p>
      </Show>
    </div>
  );
}
