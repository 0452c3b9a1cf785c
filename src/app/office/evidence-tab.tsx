import Camera from 'lucide-solid/icons/camera';
import CloudUpload from 'lucide-solid/icons/cloud-upload';
import ShieldCheck from 'lucide-solid/icons/shield-check';
import { For, Show, type JSX } from 'solid-js';
import { isPicture } from '#domain/evidence.ts';
import type { OfficeDetail, OfficeEvidence } from '#protocol/office-wire.ts';
import { t } from '../i18n/t.ts';
import { ClockNote } from '../evidence/clock-note.tsx';
import { faceName } from '../evidence/file-face.tsx';
import { bracketText } from '../evidence/proof-text.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { EvidenceThumb } from './evidence-thumb.tsx';
import './evidence-tab.css';

/** Every piece of evidence with its caption, its question and whether the server has verified its bytes. */
export function EvidenceTab(props: {
  readonly detail: OfficeDetail;
  readonly onView: (evidenceId: string) => void;
}): JSX.Element {
  return (
    <Show
      when={props.detail.evidence.length > 0}
      fallback={<EmptyState icon={Camera} title={t('office.evidence.emptyTitle')} text={t('office.evidence.emptyText')} />}
    >
      <p class="soft small">
        {t('office.evidence.count', props.detail.photos)} · {t('shell.proof.claim')}
      </p>
      <ul class="evidence-grid">
        <For each={props.detail.evidence}>
          {(piece) => (
            <li class="evidence-card">
              <EvidenceThumb
                piece={piece}
                label={t('office.evidence.view', { caption: piece.caption ?? t('office.evidence.noCaption') })}
                onView={() => props.onView(piece.evidenceId)}
              />
              <div class="evidence-card-words">
                <p classList={{ soft: piece.caption === null }}>{piece.caption ?? nameOf(piece)}</p>
                <For each={piece.questions}>{(question) => <p class="soft">{question.label}</p>}</For>
                <p class="soft">{bracketText(piece.method, piece.bracket, piece.mime)}</p>
                <Show when={piece.method === 'file'}>
                  <p class="soft">{t('office.evidence.file')}</p>
                </Show>
                <ClockNote bracket={piece.bracket} />
                <CommitMark piece={piece} />
              </div>
            </li>
          )}
        </For>
      </ul>
    </Show>
  );
}

/** What a piece without words of its own is called. */
function nameOf(piece: OfficeEvidence): string {
  if (piece.signs !== null) return `${t('shell.proof.signatures')} · ${piece.signs.name}`;
  return isPicture(piece.mime) ? t('office.evidence.noCaption') : faceName(piece);
}

export function CommitMark(props: { readonly piece: OfficeEvidence }): JSX.Element {
  return (
    <Show
      when={props.piece.committedAt}
      fallback={
        <span class="status-mark status-mark-uploading commit-mark">
          <CloudUpload size={16} aria-hidden="true" />
          {t('office.evidence.waiting')}
        </span>
      }
    >
      <span class="status-mark status-mark-verified commit-mark">
        <ShieldCheck size={16} aria-hidden="true" />
        {t('office.evidence.verified')}
      </span>
    </Show>
  );
}
