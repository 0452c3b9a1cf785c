import { For, Show, type JSX } from 'solid-js';
import { measuresOf } from '#diagnosis/verification.ts';
import type { ScoreResult } from '#scoring/score-result.ts';
import type { VerifyDesk } from '#app/form/create-verify-desk.ts';
import { useForm } from '#app/form/form-context.tsx';
import { formatScore } from '#app/form/format-score.ts';
import { t } from '#app/i18n/t.ts';
import { ProgressLine } from '#app/ui/progress-line.tsx';
import './verify-strip.css';

/** How far the verification is, and both scores as they stand at this moment. */
export function VerifyStrip(props: { readonly desk: VerifyDesk }): JSX.Element {
  const { form } = useForm();
  const coverage = (): ReturnType<VerifyDesk['coverage']> => props.desk.coverage();
  /** Every edit moves it at once; only what counts over the whole form waits. */
  const verified = (): ScoreResult => {
    form.version();
    return form.score();
  };
  const score = (result: ScoreResult, id: string, decimals: number | null): string => {
    const found = result.measures[id]?.score ?? null;
    return found === null ? t('shell.standing.none') : formatScore(found, decimals);
  };
  const counts = (): readonly string[] => {
    const { differing, evidenceMissing, reasonMissing } = coverage();
    return [
      t('form.verify.progress', { verified: coverage().verified, total: coverage().total }),
      t('form.verify.differing', { count: differing }),
      t('form.verify.evidence', { count: evidenceMissing }),
      ...(reasonMissing > 0 ? [t('form.verify.reasonsOpen', { count: reasonMissing })] : []),
    ];
  };
  return (
    <div class="verify-strip">
      <ProgressLine
        value={coverage().verified}
        max={coverage().total}
        label={t('form.verify.progressLabel', { verified: coverage().verified, total: coverage().total })}
      />
      <p class="verify-counts small">
        <For each={counts()}>{(words) => <span>{words}</span>}</For>
      </p>
      <Show when={measuresOf(form.compiled).length > 0}>
        <table class="verify-scores small" aria-label={t('form.verify.scores')}>
          <tbody>
            <For each={measuresOf(form.compiled).slice(0, 2)}>
              {({ id, name, decimals }) => (
                <tr>
                  <th scope="row">{name}</th>
                  <td>
                    {t('form.verify.self')} <strong>{score(props.desk.selfScore(), id, decimals)}</strong>
                  </td>
                  <td>
                    {t('form.verify.verified')} <strong>{score(verified(), id, decimals)}</strong>
                  </td>
                </tr>
              )}
            </For>
          </tbody>
        </table>
      </Show>
    </div>
  );
}
