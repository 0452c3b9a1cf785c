import CloudUpload from 'lucide-solid/icons/cloud-upload';
import ImageOff from 'lucide-solid/icons/image-off';
import { createSignal, Match, Switch, type JSX } from 'solid-js';
import { isPicture } from '#domain/evidence.ts';
import type { OfficeEvidence } from '#protocol/office-wire.ts';
import { FileFace } from '../evidence/file-face.tsx';
import { t } from '../i18n/t.ts';
import { previewAddress } from './office-api.ts';
import './evidence-thumb.css';

/** A small picture that opens the full one; a cloud where the bytes are still on the phone. */
export function EvidenceThumb(props: {
  readonly piece: OfficeEvidence;
  readonly label: string;
  readonly onView: () => void;
}): JSX.Element {
  const [broken, setBroken] = createSignal(false);
  return (
    <button
      type="button"
      class="evidence-thumb"
      aria-label={props.label}
      title={props.piece.caption ?? props.label}
      onClick={() => props.onView()}
    >
      <Switch
        fallback={
          <img
            src={previewAddress(props.piece.evidenceId, 'thumb')}
            alt=""
            loading="lazy"
            decoding="async"
            onError={() => setBroken(true)}
          />
        }
      >
        <Match when={props.piece.committedAt === null}>
          <span class="evidence-thumb-none evidence-thumb-waiting">
            <CloudUpload size={22} aria-hidden="true" />
            <span class="visually-hidden">{t('office.evidence.waiting')}</span>
          </span>
        </Match>
        <Match when={!isPicture(props.piece.mime)}>
          <FileFace piece={props.piece} />
        </Match>
        <Match when={broken()}>
          <span class="evidence-thumb-none">
            <ImageOff size={22} aria-hidden="true" />
            <span class="visually-hidden">{t('office.evidence.failed')}</span>
          </span>
        </Match>
      </Switch>
    </button>
  );
}
