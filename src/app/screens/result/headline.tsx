import { For, Match, Show, Switch, type JSX } from 'solid-js';
import type { BlockingGate, Diagnosis } from '#diagnosis/diagnose.ts';
import type { Evaluation } from '#app/form/create-evaluation.ts';
import { formatGate, formatScore } from '#app/form/format-score.ts';
import { t } from '#app/i18n/t.ts';

/** The first sentence: what is missing to the next stage, and by how much. */
export function Headline(props: { readonly evaluation: Evaluation }): JSX.Element {
  const diagnosis = (): Diagnosis => props.evaluation.diagnosis;
  const missing = (): string =>
    diagnosis()
      .insufficient.filter((measure) => props.evaluation.compiled.scoring.level?.measures.includes(measure.measure) === true)
      .map((measure) => measure.measureName)
      .join(t('form.list.and'));
  return (
    <section class="headline" aria-label={t('form.result.title')}>
      <Switch>
        <Match when={diagnosis().level === null}>
          <h2>{missing() === '' ? t('form.result.unknownPlain') : t('form.result.unknown', { measures: missing() })}</h2>
        </Match>
        <Match when={diagnosis().nextLevel === null}>
          <h2>{t('form.result.top', { level: diagnosis().levelName ?? '' })}</h2>
        </Match>
        <Match when={diagnosis().nextLevel}>
          {(next) => (
            <>
              <h2>{t('form.result.to', { level: next().name })}</h2>
              <ul>
                <For each={diagnosis().blocking}>
                  {(gate) => (
                    <li>
                      <span class="headline-gate">{gateWords(gate)}</span>
                      <span class="headline-gap">{gapWords(gate)}</span>
                    </li>
                  )}
                </For>
              </ul>
            </>
          )}
        </Match>
      </Switch>
      <Show when={diagnosis().levelName} fallback={<p>{t('form.result.noLevel')}</p>}>
        {(level) => <p>{t('form.result.levelNow', { level: level() })}</p>}
      </Show>
    </section>
  );
}

export function gateWords(gate: BlockingGate): string {
  return t('form.result.gate', {
    measure: gate.measureName,
    actual: formatScore(gate.actual),
    required: formatGate(gate.required),
  });
}

/** A gap that one decimal cannot show is still a gap. */
export function gapWords(gate: BlockingGate): string {
  return gate.gap < 0.05 ? t('form.result.gateHair') : t('form.result.gateGap', { gap: formatScore(gate.gap) });
}
