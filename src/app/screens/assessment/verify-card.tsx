import { For, Show, untrack, type Accessor, type JSX } from 'solid-js';
import { isVerified, measuresOf, type Coverage } from '#diagnosis/verification.ts';
import type { VisitPurpose } from '#domain/visit.ts';
import type { ScoreResult } from '#scoring/score-result.ts';
import { readVisit } from '#store/queries/read-visit.ts';
import { useField } from '#app/field-context.tsx';
import type { Evaluation } from '#app/form/create-evaluation.ts';
import { formatScore } from '#app/form/format-score.ts';
import { mayVerify, verifiesFirst } from '#app/form/may-verify.ts';
import { t } from '#app/i18n/t.ts';
import { ButtonLink } from '#app/ui/button.tsx';
import { Card } from '#app/ui/card.tsx';
import { fromLive } from '#app/ui/from-live.ts';
import { ProgressLine } from '#app/ui/progress-line.tsx';

/** How far the verification is, with both scores; where it begins. */
export function VerifyCard(props: { readonly evaluation: Evaluation }): JSX.Element {
  const { profile } = useField();
  const may = (): boolean => mayVerify(profile, props.evaluation.view);
  const first = createVerifiesFirst(props);
  /** There is something to verify, or somebody came for it. */
  const asks = (): boolean => first() || props.evaluation.progress.answered > 0;
  return (
    <Show when={props.evaluation.verified !== null || (may() && asks())}>
      <Card title={t('form.verify.card.title')}>
        <div class="stack-tight">
          <Show when={props.evaluation.verified} fallback={<p class="soft">{t('form.verify.card.none')}</p>}>
            {(side) => <Standing evaluation={props.evaluation} coverage={side().coverage} result={side().result} />}
          </Show>
          <Show when={may() && props.evaluation.view.state === 'submitted'}>
            <p class="small">{t('form.verify.card.reopens')}</p>
          </Show>
          <div>
            <ButtonLink href={verifyRoute(props.evaluation)}>
              {may() ? verifyWord(props.evaluation) : t('form.verify.card.look')}
            </ButtonLink>
          </div>
        </div>
      </Card>
    </Show>
  );
}

function Standing(props: {
  readonly evaluation: Evaluation;
  readonly coverage: Coverage;
  readonly result: ScoreResult;
}): JSX.Element {
  const score = (result: ScoreResult, id: string, decimals: number | null): string => {
    const found = result.measures[id]?.score ?? null;
    return found === null ? t('form.overview.insufficient') : formatScore(found, decimals);
  };
  return (
    <>
      <ProgressLine
        value={props.coverage.verified}
        max={props.coverage.total}
        label={t('form.verify.progressLabel', { verified: props.coverage.verified, total: props.coverage.total })}
      />
      <p>
        <span class="strong">
          {t('form.verify.progress', { verified: props.coverage.verified, total: props.coverage.total })}
        </span>{' '}
        · {t('form.verify.differing', { count: props.coverage.differing })}
        <Show when={props.coverage.reasonMissing > 0}>
          {' '}
          · {t('form.verify.reasonsOpen', { count: props.coverage.reasonMissing })}
        </Show>
      </p>
      <table class="score-table">
        <thead>
          <tr>
            <td />
            <th scope="col">{t('form.verify.self')}</th>
            <th scope="col">{t('form.verify.verified')}</th>
          </tr>
        </thead>
        <tbody>
          <Show when={props.evaluation.compiled.scoring.level !== null}>
            <tr>
              <th scope="row">{t('form.verify.level')}</th>
              <td>{props.evaluation.result.levelName ?? t('form.overview.insufficient')}</td>
              <td>{props.result.levelName ?? t('form.overview.insufficient')}</td>
            </tr>
          </Show>
          <For each={measuresOf(props.evaluation.compiled)}>
            {({ id, name, decimals }) => (
              <tr>
                <th scope="row">{name}</th>
                <td>{score(props.evaluation.result, id, decimals)}</td>
                <td>{score(props.result, id, decimals)}</td>
              </tr>
            )}
          </For>
        </tbody>
      </table>
      <Show when={props.coverage.evidenceMissing > 0}>
        <p class="section-evidence small">{t('form.verify.card.missing', { count: props.coverage.evidenceMissing })}</p>
      </Show>
    </>
  );
}

/** Who came to verify goes on with that; the firm's own answers stay a tap away in the list of sections. */
export function VerifyLink(props: { readonly evaluation: Evaluation; readonly children: JSX.Element }): JSX.Element {
  const { profile } = useField();
  const first = createVerifiesFirst(props);
  return (
    <Show when={first() && mayVerify(profile, props.evaluation.view)} fallback={props.children}>
      <ButtonLink variant="primary" href={verifyRoute(props.evaluation)}>
        {verifyWord(props.evaluation)}
      </ButtonLink>
    </Show>
  );
}

function createVerifiesFirst(props: { readonly evaluation: Evaluation }): Accessor<boolean> {
  const { store, profile } = useField();
  // An assessment belongs to one visit, or to none, all its life.
  const visit = untrack(() => props.evaluation.view.record.visit);
  const purpose = fromLive<VisitPurpose | null>(
    async () => (visit === null ? null : ((await readVisit(store, visit))?.record.purpose ?? null)),
    null,
  );
  return () => verifiesFirst(profile, purpose());
}

/** The first section with something that nobody verified. */
function verifyRoute({ view, verified, progress }: Evaluation): string {
  const open = verified?.coverage.sections.find(({ clauses }) =>
    clauses.some((clause) => clause.standing !== 'blank' && !isVerified(clause)),
  );
  const first = open?.section ?? progress.sections.find(({ relevant, answered }) => relevant && answered > 0)?.section;
  return `/assessments/${view.assessmentId}/v/${first ?? progress.sections.find(({ relevant }) => relevant)?.section ?? ''}`;
}

function verifyWord({ verified }: Evaluation): string {
  return verified === null ? t('form.verify.card.start') : t('form.verify.card.go');
}
