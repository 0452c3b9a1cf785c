import ExternalLink from 'lucide-solid/icons/external-link';
import { createSignal, Show, type JSX } from 'solid-js';
import { isSound } from '#domain/evidence.ts';
import type { EvidenceView } from '#store/views.ts';
import { FileFace, type Faced } from '#app/evidence/file-face.tsx';
import { SoundPlayer } from '#app/evidence/sound-player.tsx';
import { formatBytes } from '#app/i18n/format.ts';
import { t } from '#app/i18n/t.ts';
import { saveFile } from '#app/save-file.ts';
import { Button } from '#app/ui/button.tsx';
import { useForm } from './form-context.tsx';
import './file-piece.css';

/** A piece that is no picture: a sound to hear, a document with its name, which another app opens. */
export function FilePiece(props: { readonly piece: EvidenceView }): JSX.Element {
  const { port } = useForm().evidence;
  const [failed, setFailed] = createSignal(false);
  const bytes = (): Promise<Blob | null> => port.bytes(props.piece.evidenceId);
  const open = async (): Promise<void> => {
    const file = await bytes();
    setFailed(file === null);
    if (file !== null) saveFile(props.piece.record.fileName ?? t('shell.proof.document'), file);
  };
  return (
    <Show
      when={!isSound(props.piece.record.mime)}
      fallback={<SoundPlayer duration={props.piece.record.duration ?? 0} load={bytes} />}
    >
      <div class="file-piece">
        <FileFace piece={facedOf(props.piece)} />
        <p class="soft small">{formatBytes(props.piece.record.size)}</p>
        <Button icon={ExternalLink} onClick={() => void open()}>
          {t('form.capture.openFile')}
        </Button>
        <Show when={failed()}>
          <p role="alert">{t('form.capture.openFileFailed')}</p>
        </Show>
      </div>
    </Show>
  );
}

export function facedOf({ record }: EvidenceView): Faced {
  return { mime: record.mime, fileName: record.fileName ?? null, duration: record.duration ?? null };
}
