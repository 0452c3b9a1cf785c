import { For, Match, Show, Switch, type JSX } from 'solid-js';
import type { BlockingGate, ChecklistStanding, ConditionStanding, Diagnosis } from '#diagnosis/diagnose.ts';
import type { Evaluation } from '#app/form/create-evaluation.ts';
import { formatGate, formatScore } from '#app/form/format-score.ts';
import { formatNumber } from '#app/i18n/format.ts';
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
        <Match when={props.evaluation.compiled.scoring.level === null}>
          <Recorded evaluation={props.evaluation} />
        </Match>
        <Match when={diagnosis().level === null}>
          <h2>{missing() === '' ? t('form.result.unknownPlain') : t('form.result.unknown', { measures: missing() })}</h2>
          <Conditions conditions={unheld(diagnosis().checklist)} />
          <p>{t('form.result.noLevel')}</p>
        </Match>
        <Match when={diagnosis().nextLevel === null}>
          <h2>{t('form.result.top', { level: diagnosis().levelName ?? '' })}</h2>
          <p>{t('form.result.levelNow', { level: diagnosis().levelName ?? '' })}</p>
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
              <Conditions conditions={unheld(diagnosis().checklist)} />
              <p>{t('form.result.levelNow', { level: diagnosis().levelName ?? '' })}</p>
            </>
          )}
        </Match>
      </Switch>
    </section>
  );
}

/** For instruments that tell no level: what is known so far, and nothing about a stage that does not exist. */
function Recorded(props: { readonly evaluation: Evaluation }): JSX.Element {
  const progress = (): Evaluation['progress'] => props.evaluation.progress;
  const standing = (): ChecklistStanding | null => props.evaluation.diagnosis.checklist;
  const unmet = (): number => unheld(standing()).filter(({ state }) => state === 'not-met').length;
  const open = (): number => unheld(standing()).filter(({ state }) => state === 'unanswered').length;
  return (
    <>
      <h2>
        <Switch fallback={t('form.result.recorded', { answered: progress().answered, total: progress().total })}>
          <Match when={unmet() > 0}>{t('form.result.unmet', { count: unmet() })}</Match>
          <Match when={standing() !== null && open() > 0}>{t('form.result.unmetNoneYet', { count: open() })}</Match>
          <Match when={standing() !== null}>{t('form.result.allMet')}</Match>
        </Switch>
      </h2>
      <Show when={unmet() > 0}>
        <Conditions conditions={unheld(standing()).filter(({ state }) => state === 'not-met')} />
      </Show>
      <p>
        {standing() === null
          ? t('form.result.noLevelHere')
          : t('form.result.recorded', { answered: progress().answered, total: progress().total })}
      </p>
    </>
  );
}

/** The first conditions that hold it back; the list of all stands below. */
function Conditions(props: { readonly conditions: readonly ConditionStanding[] }): JSX.Element {
  const missing = (): readonly ConditionStanding[] =>
    props.conditions.toSorted((a, b) => Number(a.state === 'unanswered') - Number(b.state === 'unanswered'));
  return (
    <Show when={missing().length > 0}>
      <ul>
        <For each={missing().slice(0, shownConditions)}>
          {(condition) => (
            <li>
              <span class="headline-condition">{condition.label}</span>
              <span class="headline-gap">{conditionWords(condition)}</span>
            </li>
          )}
        </For>
      </ul>
      <Show when={missing().length > shownConditions}>
        <p>{t('form.result.moreConditions', { count: missing().length - shownConditions })}</p>
      </Show>
    </Show>
  );
}

/** What to hold beforehand holds it back like any other condition, and comes first. */
function unheld(standing: ChecklistStanding | null): readonly ConditionStanding[] {
  const prerequisites = standing?.prerequisites.filter(({ state }) => state === 'not-met' || state === 'unanswered') ?? [];
  return [...prerequisites, ...(standing?.missing ?? [])];
}

const shownConditions = 4;

function conditionWords({ state, needs, required, actual }: ConditionStanding): string {
  if (state === 'unanswered') return t('shell.standing.unanswered');
  if (needs !== null && actual !== null) return t('form.result.needsNow', { needs, actual: formatNumber(actual, 2) });
  if (required !== null && actual !== null)
    return t('shell.standing.numbers', { actual: formatNumber(actual, 2), required: formatNumber(required, 2) });
  return needs ?? t('shell.standing.notMet');
}

export function gateWords(gate: BlockingGate): string {
  return t('form.result.gate', {
    measure: gate.measureName,
    actual: formatScore(gate.actual, gate.decimals),
    required: formatGate(gate.required, gate.decimals),
  });
}

/** A gap that one decimal cannot show is still a gap. */
export function gapWords(gate: BlockingGate): string {
  if (gate.unit === 'scenes') return t('form.result.gateScenes', { gap: gate.gap });
  const step = 10 ** -(gate.decimals ?? 1);
  if (gate.gap < step / 2) return t('form.result.gateHair', { step });
  return t('form.result.gateGap', { gap: formatScore(gate.gap, gate.decimals) });
}
