import Trash2 from 'lucide-solid/icons/trash';
import RefreshCw from 'lucide-solid/icons/refresh-cw';
import Link from 'lucide-solid/icons/link';
import PenLine from 'lucide-solid/icons/pen-line';
import { createSignal, For, lazy, onCleanup, Show, Suspense, untrack, type JSX } from 'solid-js';
import { isPicture } from '#domain/evidence.ts';
import type { Json } from '#shared/json.ts';
import type { EvidenceView } from '#store/views.ts';
import { createKeptText } from '#app/drafts/create-kept-text.ts';
import { t } from '#app/i18n/t.ts';
import { Button } from '#app/ui/button.tsx';
import { Field } from '#app/ui/field.tsx';
import { Sheet } from '#app/ui/sheet.tsx';
import { createBlobUrl } from './create-blob-url.ts';
import { Dispute } from './dispute.tsx';
import { EvidenceFacts } from './evidence-facts.tsx';
import { FilePiece } from './file-piece.tsx';
import { PieceClauses } from './reuse-evidence.tsx';
import { useForm } from './form-context.tsx';
import { LinkSheet } from './link-sheet.tsx';
import './evidence-viewer.css';

// Drawing is rare and its chunk comes when it is wanted; the service worker keeps it.
const PictureEditor = lazy(async () => ({ default: (await import('./picture-editor.tsx')).PictureEditor }));

/** One photo large, with its caption and its facts; retake and removal with a reason. */
export function EvidenceViewer(props: {
  readonly piece: EvidenceView | null;
  readonly question: string;
  readonly onClose: () => void;
}): JSX.Element {
  const [editing, setEditing] = createSignal<EvidenceView | null>(null);
  const [linking, setLinking] = createSignal<readonly string[] | null>(null);
  return (
    <>
      <Sheet open={props.piece !== null} title={t('form.evidence.viewTitle')} onClose={() => props.onClose()}>
        <Show when={props.piece?.evidenceId} keyed>
          {(_id) => (
            <Show when={props.piece}>
              {(piece) => (
                <Piece
                  piece={piece()}
                  question={props.question}
                  onClose={() => props.onClose()}
                  onEdit={(edited) => {
                    props.onClose();
                    setEditing(edited);
                  }}
                  onLink={(evidenceId) => {
                    props.onClose();
                    setLinking([evidenceId]);
                  }}
                />
              )}
            </Show>
          )}
        </Show>
      </Sheet>
      <Show when={editing()} keyed>
        {(piece) => (
          <Suspense>
            <PictureEditor piece={piece} onClose={() => setEditing(null)} />
          </Suspense>
        )}
      </Show>
      <LinkSheet pieces={linking()} question={props.question} onClose={() => setLinking(null)} />
    </>
  );
}

function Piece(props: {
  readonly piece: EvidenceView;
  readonly question: string;
  readonly onClose: () => void;
  readonly onEdit: (piece: EvidenceView) => void;
  readonly onLink: (evidenceId: string) => void;
}): JSX.Element {
  const { evidence, editable } = useForm();
  const [asking, setAsking] = createSignal(false);
  const source = createBlobUrl(() => evidence.port.bytes(props.piece.evidenceId));
  const reasons = (): readonly string[] => [
    t('form.evidence.reasonWrongQuestion'),
    t('form.evidence.reasonUnclear'),
    t('form.evidence.reasonPrivate'),
    t('form.evidence.reasonOther'),
  ];
  // Closing ends this component: what it acts on is read before.
  const remove = (reason: string): void => {
    const { evidenceId } = props.piece;
    props.onClose();
    void evidence.remove(evidenceId, reason);
  };
  const retake = (): void => {
    const { evidenceId } = props.piece;
    const { question } = props;
    props.onClose();
    void evidence.open(question, evidenceId);
  };
  return (
    <div class="stack">
      <Show when={isPicture(props.piece.record.mime)} fallback={<FilePiece piece={props.piece} />}>
        <div class="evidence-large">
          <Show
            when={source()}
            fallback={<p class="soft">{props.piece.here ? t('form.evidence.loading') : t('form.evidence.notHere')}</p>}
          >
            {(url) => (
              <a href={url()} target="_blank" rel="noopener" aria-label={t('form.evidence.fullSize')}>
                <img src={url()} alt={props.piece.caption ?? t('form.evidence.viewTitle')} />
              </a>
            )}
          </Show>
        </div>
      </Show>
      <Caption piece={props.piece} />
      <PieceClauses piece={props.piece} question={props.question} onRelease={props.onClose} />
      <EvidenceFacts piece={props.piece} />
      <Show when={editable()}>
        <Show
          when={asking()}
          fallback={
            <div class="row">
              <Show when={isPicture(props.piece.record.mime) && props.piece.record.method !== 'derived'}>
                <Button icon={RefreshCw} onClick={retake}>
                  {t('form.evidence.retake')}
                </Button>
              </Show>
              {/* Drawn on are the stored bytes themselves, never a copy that the server made for the eye. */}
              <Show when={isPicture(props.piece.record.mime) && props.piece.here}>
                <Button icon={PenLine} onClick={() => props.onEdit(props.piece)}>
                  {t('form.capture.edit')}
                </Button>
              </Show>
              <Button icon={Link} onClick={() => props.onLink(props.piece.evidenceId)}>
                {t('form.capture.link')}
              </Button>
              <Button variant="danger" icon={Trash2} onClick={() => setAsking(true)}>
                {t('form.evidence.remove')}
              </Button>
            </div>
          }
        >
          <div class="stack-tight">
            <p class="strong">{t('form.evidence.why')}</p>
            <For each={reasons()}>
              {(reason) => (
                <Button wide onClick={() => remove(reason)}>
                  {reason}
                </Button>
              )}
            </For>
            <Button variant="quiet" wide onClick={() => setAsking(false)}>
              {t('form.evidence.keep')}
            </Button>
          </div>
        </Show>
      </Show>
    </div>
  );
}

/** Written on leaving the box and on closing; until then kept as it is typed. */
function Caption(props: { readonly piece: EvidenceView }): JSX.Element {
  const { evidence, editable, settling, keep, keepReason } = useForm();
  const [reason, setReason] = createSignal<string | null>(null);
  /** Closing ends this component: what it acts on is read before. */
  const id = untrack(() => props.piece.evidenceId);
  const [touched, setTouched] = createSignal(false);
  let waits = false;
  const touch = (): void => {
    waits = true;
    setTouched(true);
  };
  const typed = createKeptText(keep?.(`caption/${id}`) ?? null, touch);
  const write = async (text: string): Promise<void> => {
    waits = false;
    if (!(await evidence.setCaption(id, text.trim(), reason()))) {
      waits = true;
      return;
    }
    setReason(null);
    // What was typed on meanwhile is not in it.
    if (typed.text() === text) typed.sent();
  };
  /** What was typed beside gives way to it, once it is written. */
  const choose = async (value: Json, why: string | null): Promise<boolean> => {
    if (!(await evidence.setCaption(id, typeof value === 'string' ? value : '', why))) return false;
    waits = false;
    setReason(null);
    setTouched(false);
    typed.sent();
    return true;
  };
  const finish = (): void => {
    if (waits && editable()) void write(typed.text());
  };
  onCleanup(finish);
  return (
    <>
      <Dispute
        title={t('form.disputed.caption', { count: props.piece.disputed.length })}
        values={props.piece.disputed}
        words={(value) => (typeof value === 'string' && value !== '' ? value : t('form.disputed.blank'))}
        settling={settling()}
        third={t('form.disputed.third')}
        keep={keepReason?.({ caption: id }) ?? null}
        onReason={setReason}
        onChoose={choose}
      />
      <Field
        label={t('form.evidence.caption')}
        value={touched() ? typed.text() : (props.piece.caption ?? '')}
        maxLength={120}
        readOnly={!editable()}
        placeholder={t('form.evidence.captionHint')}
        onType={(text) => {
          touch();
          typed.type(text);
        }}
        onCommit={finish}
      />
    </>
  );
}
