import { createSignal, For, Match, Show, Switch, type JSX } from 'solid-js';
import type { ReviewReply } from '#protocol/review-wire.ts';
import { formatMoment } from '../../i18n/format.ts';
import { t } from '../../i18n/t.ts';
import { Button } from '../../ui/button.tsx';
import { QuarantinedStepCard } from '../quarantine-screen.tsx';
import { VersionSheet } from './version-sheet.tsx';

/** What concerns the assessment as a whole. */
export function CaseFacts(props: {
  readonly id: string;
  readonly review: ReviewReply;
  readonly mayReview: boolean;
  readonly onChanged: () => void;
}): JSX.Element {
  /** What was approved or sealed is returned or amended first. */
  const mayRelease = (): boolean => props.mayReview && !props.review.may.some((kind) => kind === 'seal' || kind === 'amend');
  const [version, setVersion] = createSignal<number | null>(null);
  return (
    <aside class="case">
      <Show when={props.review.decision}>{(decision) => <Decided decision={decision()} />}</Show>
      <Show when={props.review.may.includes('approve')}>
        <section class="case-part">
          <h3>{t('workflow.review.unclean')}</h3>
          <Show when={props.review.unclean.length > 0} fallback={<p class="case-good">{t('workflow.review.clean')}</p>}>
            <ul class="case-list">
              <For each={props.review.unclean}>
                {(reason) => <li class="queue-late">{t(`workflow.desk.reason.${reason}`)}</li>}
              </For>
            </ul>
          </Show>
        </section>
      </Show>
      <Show when={props.review.may.includes('seal') && props.review.obstacles.length > 0}>
        <section class="case-part">
          <h3>{t('workflow.review.obstacles')}</h3>
          <ul class="case-list">
            <For each={props.review.obstacles}>
              {({ kind, label }) => <li class="queue-late">{t(`workflow.review.obstacle.${kind}`, { label })}</li>}
            </For>
          </ul>
        </section>
      </Show>
      <section class="case-part">
        <h3>{t('workflow.review.signatures')}</h3>
        <Show when={props.review.signatures.length > 0} fallback={<p class="soft">{t('workflow.review.noSignatures')}</p>}>
          <ul class="case-list">
            <For each={props.review.signatures}>
              {({ side, name, at, holds }) => (
                <li>
                  {t('workflow.review.signed', { name, side: t(`workflow.review.side.${side}`), time: formatMoment(at) })}{' '}
                  <span class={holds ? 'case-good' : 'queue-late'}>
                    {t(holds ? 'workflow.review.signatureHolds' : 'workflow.review.signatureVoid')}
                  </span>
                </li>
              )}
            </For>
          </ul>
        </Show>
      </section>
      <Show when={props.review.versions.length > 0}>
        <section class="case-part">
          <h3>{t('workflow.review.versions')}</h3>
          <ul class="case-list">
            <For each={props.review.versions}>
              {(sealed) => (
                <li>
                  <p>
                    {t('workflow.review.versionLine', {
                      version: sealed.version,
                      by: sealed.by,
                      time: formatMoment(sealed.at),
                      evidence: sealed.evidence,
                    })}
                  </p>
                  <p class="case-hash">{sealed.root}</p>
                  <Button onClick={() => setVersion(sealed.version)}>{t('workflow.review.versionOpen')}</Button>
                </li>
              )}
            </For>
          </ul>
        </section>
      </Show>
      <Show when={props.review.proposals.length > 0}>
        <section class="case-part">
          <h3>{t('workflow.review.proposals', { count: props.review.proposals.length })}</h3>
          <p class="soft small">{t('workflow.review.proposalsText')}</p>
          <ul class="quarantine-list">
            <For each={props.review.proposals}>
              {(step) => <QuarantinedStepCard step={step} mayRelease={mayRelease()} onReleased={props.onChanged} />}
            </For>
          </ul>
        </section>
      </Show>
      <VersionSheet id={props.id} version={version()} onClose={() => setVersion(null)} />
    </aside>
  );
}

function Decided(props: { readonly decision: NonNullable<ReviewReply['decision']> }): JSX.Element {
  const open = (): number => props.decision.items.filter(({ handled }) => !handled).length;
  return (
    <section class="case-part">
      <h3>
        {t(`workflow.review.decided.${props.decision.kind}`, { by: props.decision.by, time: formatMoment(props.decision.at) })}
      </h3>
      <Show when={props.decision.reason}>{(reason) => <p>{reason()}</p>}</Show>
      <Show when={props.decision.kind === 'return'}>
        <p class="soft small">
          <Switch fallback={t('workflow.desk.noDeadline')}>
            <Match when={props.decision.deadline}>{(day) => t('workflow.desk.deadline', { day: day() })}</Match>
          </Switch>
          {' · '}
          {t('workflow.phone.returned', { count: props.decision.items.length })}
          {open() === 0 ? '' : ` · ${t('workflow.phone.left', { count: open() })}`}
        </p>
      </Show>
    </section>
  );
}
