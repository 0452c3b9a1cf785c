import { createUniqueId, For, Show, type JSX } from 'solid-js';
import type { OfficeDetail } from '#protocol/office-wire.ts';
import { formatMoment } from '../../i18n/format.ts';
import { t } from '../../i18n/t.ts';
import { EvidenceThumb } from '../evidence-thumb.tsx';
import { oneDecimal } from '../score-text.ts';
import type { ReviewItem } from './review-items.ts';

/** What was answered beside what was found, the clause, its evidence, its history, and the reviewer's word. */
export function ItemDetail(props: {
  readonly item: ReviewItem;
  readonly detail: OfficeDetail;
  readonly comment: string;
  readonly marked: boolean;
  readonly mayReview: boolean;
  readonly onComment: (text: string) => void;
  readonly onMark: (marked: boolean) => void;
  readonly onView: (evidenceId: string) => void;
}): JSX.Element {
  const answer = () => props.item.answer;
  const pieces = () => props.detail.evidence.filter(({ evidenceId }) => answer().evidence.includes(evidenceId));
  return (
    <div class="item">
      <h2 class="item-label">{answer().label}</h2>
      <Sides item={props.item} />
      <section>
        <h3>{t('workflow.review.clause')}</h3>
        <p class="item-clause">{answer().guidance ?? t('workflow.review.noClause')}</p>
      </section>
      <section>
        <h3>{t('workflow.review.evidence')}</h3>
        <Show
          when={pieces().length > 0}
          fallback={
            <p classList={{ soft: !props.item.lacksEvidence, 'queue-late': props.item.lacksEvidence }}>
              {t(props.item.lacksEvidence ? 'workflow.review.evidenceMissing' : 'workflow.review.noEvidence')}
            </p>
          }
        >
          <div class="item-evidence">
            <For each={pieces()}>
              {(piece) => (
                <EvidenceThumb
                  piece={piece}
                  label={piece.caption ?? answer().label}
                  onView={() => props.onView(piece.evidenceId)}
                />
              )}
            </For>
          </div>
        </Show>
      </section>
      <Show when={props.mayReview || props.comment !== ''}>
        <Comment {...props} />
      </Show>
      <History item={props.item} detail={props.detail} />
    </div>
  );
}

function Comment(props: {
  readonly item: ReviewItem;
  readonly comment: string;
  readonly marked: boolean;
  readonly mayReview: boolean;
  readonly onComment: (text: string) => void;
  readonly onMark: (marked: boolean) => void;
}): JSX.Element {
  const hint = createUniqueId();
  return (
    <section class="item-comment">
      <label for="review-comment">
        <h3>{t('workflow.review.comment')}</h3>
      </label>
      <textarea
        id="review-comment"
        rows={3}
        maxLength={2000}
        readOnly={!props.mayReview}
        aria-describedby={hint}
        value={props.comment}
        onInput={(event) => props.onComment(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') event.currentTarget.blur();
        }}
      />
      <Show when={props.mayReview}>
        <p class="soft small" id={hint}>
          {t('workflow.review.commentHint')}
        </p>
        <label class="queue-check">
          <input type="checkbox" checked={props.marked} onChange={(event) => props.onMark(event.currentTarget.checked)} />
          {t('workflow.review.mark')}
        </label>
      </Show>
    </section>
  );
}

function Sides(props: { readonly item: ReviewItem }): JSX.Element {
  const answer = () => props.item.answer;
  const score = (): number | null => answer().items[0]?.score ?? null;
  return (
    <div class="item-sides">
      <section class="item-side">
        <h3>{t('workflow.review.self')}</h3>
        <Show
          when={answer().conflict.length > 0}
          fallback={
            <p class="item-value">
              {answer().text ?? t('workflow.review.blank')} {answer().text === null ? '' : (answer().unit ?? '')}
            </p>
          }
        >
          <ul class="item-conflict">
            <For each={answer().conflict}>
              {(head) => (
                <li>
                  <strong>{head.text ?? t('workflow.review.blank')}</strong>{' '}
                  <span class="soft small">
                    {t('workflow.review.verifiedBy', { author: head.author, time: formatMoment(head.wallTime) })}
                  </span>
                </li>
              )}
            </For>
          </ul>
        </Show>
        <Show when={score() !== null}>
          <p class="soft small">{t('workflow.review.score', { score: oneDecimal(score() ?? 0) })}</p>
        </Show>
      </section>
      <section class="item-side" classList={{ 'item-differs': props.item.differs }}>
        <h3>{t('workflow.review.verified')}</h3>
        <Show when={props.item.verified} fallback={<p class="soft">{t('workflow.review.notVerified')}</p>}>
          {(found) => (
            <>
              <p class="item-value">
                {found().text ?? t('workflow.review.blank')} {found().text === null ? '' : (answer().unit ?? '')}
              </p>
              <Show when={found().reason}>{(reason) => <p>{t('workflow.review.why', { reason: reason() })}</p>}</Show>
              <p class="soft small">
                {t('workflow.review.verifiedBy', { author: found().author, time: formatMoment(found().at) })}
              </p>
            </>
          )}
        </Show>
      </section>
    </div>
  );
}

function History(props: { readonly item: ReviewItem; readonly detail: OfficeDetail }): JSX.Element {
  const history = () => {
    const registers = new Set([`self/${props.item.path}`, `verified/${props.item.path}`]);
    return props.detail.history.filter(({ register, entity }) => entity === 'assessment' && registers.has(register));
  };
  return (
    <section>
      <h3>{t('workflow.review.history')}</h3>
      <Show when={history().length > 0} fallback={<p class="soft">{t('workflow.review.noHistory')}</p>}>
        <ul class="item-history">
          <For each={history()}>
            {(entry) => (
              <li>
                <span>
                  {entry.value ?? t('workflow.review.blank')} {entry.value === null ? '' : (props.item.answer.unit ?? '')}
                </span>
                <span class="soft small">
                  {entry.register.startsWith('verified/') ? `${t('workflow.review.verified')} · ` : ''}
                  {t('workflow.review.verifiedBy', { author: entry.author, time: formatMoment(entry.serverTime) })}
                  {entry.reason === null ? '' : ` · ${entry.reason}`}
                </span>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </section>
  );
}
