import Trash2 from 'lucide-solid/icons/trash';
import RefreshCw from 'lucide-solid/icons/refresh-cw';
import { createSignal, For, Show, type JSX } from 'solid-js';
import type { EvidenceView } from '#store/views.ts';
import { t } from '#app/i18n/t.ts';
import { Button } from '#app/ui/button.tsx';
import { Field } from '#app/ui/field.tsx';
import { Sheet } from '#app/ui/sheet.tsx';
import { createBlobUrl } from './create-blob-url.ts';
import { Dispute } from './dispute.tsx';
import { EvidenceFacts } from './evidence-facts.tsx';
import { useForm } from './form-context.tsx';
import './evidence-viewer.css';

/** One photo large, with its caption and its facts; retake and removal with a reason. */
export function EvidenceViewer(props: {
  readonly piece: EvidenceView | null;
  readonly question: string;
  readonly onClose: () => void;
}): JSX.Element {
  return (
    <Sheet open={props.piece !== null} title={t('form.evidence.viewTitle')} onClose={() => props.onClose()}>
      <Show when={props.piece?.evidenceId} keyed>
        {(_id) => (
          <Show when={props.piece}>
            {(piece) => <Piece piece={piece()} question={props.question} onClose={() => props.onClose()} />}
          </Show>
        )}
      </Show>
    </Sheet>
  );
}

function Piece(props: { readonly piece: EvidenceView; readonly question: string; readonly onClose: () => void }): JSX.Element {
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
    evidence.remove(evidenceId, reason);
  };
  const retake = (): void => {
    const { evidenceId } = props.piece;
    const { question } = props;
    props.onClose();
    void evidence.open(question, evidenceId);
  };
  return (
    <div class="stack">
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
      <Caption piece={props.piece} />
      <EvidenceFacts piece={props.piece} />
      <Show when={editable()}>
        <Show
          when={asking()}
          fallback={
            <div class="row">
              <Button icon={RefreshCw} onClick={retake}>
                {t('form.evidence.retake')}
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

function Caption(props: { readonly piece: EvidenceView }): JSX.Element {
  const { evidence, editable, settling } = useForm();
  const [reason, setReason] = createSignal<string | null>(null);
  const write = (text: string): void => void evidence.setCaption(props.piece.evidenceId, text.trim(), reason());
  return (
    <>
      <Dispute
        title={t('form.disputed.caption', { count: props.piece.disputed.length })}
        values={props.piece.disputed}
        words={(value) => (typeof value === 'string' && value !== '' ? value : t('form.disputed.blank'))}
        settling={settling()}
        third={t('form.disputed.third')}
        onReason={setReason}
        onChoose={(value) => write(typeof value === 'string' ? value : '')}
      />
      <Field
        label={t('form.evidence.caption')}
        value={props.piece.caption ?? ''}
        maxLength={120}
        readOnly={!editable()}
        placeholder={t('form.evidence.captionHint')}
        onCommit={write}
      />
    </>
  );
}
