import { useNavigate } from '@solidjs/router';
import ClipboardPlus from 'lucide-solid/icons/clipboard-plus';
import { createEffect, createMemo, createSignal, For, Match, Show, Switch, untrack, type Accessor, type JSX } from 'solid-js';
import { indexDefinition } from '#definition/index-definition.ts';
import type { VisitOf } from '#oplog/project-visit.ts';
import type { Problem } from '#shared/problems.ts';
import { startAssessment } from '#store/commands/start-assessment.ts';
import { listAdopted } from '#store/queries/read-facts.ts';
import type { AssessmentSummary, DefinitionSummary } from '#store/views.ts';
import { createWrite } from '#app/create-write.ts';
import { useField } from '#app/field-context.tsx';
import { createEvaluation, type Evaluation } from '#app/form/create-evaluation.ts';
import { formatScore, isShown } from '#app/form/format-score.ts';
import { t } from '#app/i18n/t.ts';
import { AssessmentPlace } from '#app/ui/assessment-row.tsx';
import { Button } from '#app/ui/button.tsx';
import { Card, LinkRow, Tag } from '#app/ui/card.tsx';
import { fromLiveOf } from '#app/ui/from-live.ts';
import { ProblemNotice } from '#app/ui/notice.tsx';
import { Sheet } from '#app/ui/sheet.tsx';
import { createInstruments } from '#app/visits/create-instruments.ts';
import type { VisitWork } from './create-visit.ts';

/** Every instrument of the visit: begun or not, its result, what is missing, and how many questions facts have saved. */
export function WorkCard(props: { readonly visit: VisitOf; readonly work: VisitWork }): JSX.Element {
  const instruments = createInstruments();
  const begin = createBegin(() => props.visit);
  const [choosing, setChoosing] = createSignal(false);
  const [saved, setSaved] = createSignal<Readonly<Record<string, number>>>({});
  const begun = createMemo(
    () => new Set(props.work.assessments().flatMap(({ definition, followUp }) => (followUp ? [] : definition))),
  );
  const waiting = (): readonly string[] => props.visit.record.instruments.filter((id) => !begun().has(id));
  const open = (): boolean => props.visit.state !== 'cancelled';
  // Keyed by id: a row lives on while its summary changes.
  const ids = createMemo(() => props.work.assessments().map(({ assessmentId }) => assessmentId), [], { equals: sameIds });
  const allSaved = (): number => Object.values(saved()).reduce((sum, count) => sum + count, 0);
  return (
    <Card title={t('visits.work.title')} flush class="visit-work">
      <Show when={begin.problem()}>{(reason) => <ProblemNotice problem={reason()} />}</Show>
      <For each={ids()}>
        {(id) => (
          <Show when={props.work.assessments().find((each) => each.assessmentId === id)}>
            {(assessment) => (
              <WorkRow
                assessment={assessment()}
                onSaved={(count) => setSaved((known) => (known[id] === count ? known : { ...known, [id]: count }))}
              />
            )}
          </Show>
        )}
      </For>
      <For each={waiting()}>
        {(id) => (
          <Waiting
            title={instruments.titleOf(id)}
            edition={instruments.newest()?.find((each) => each.id === id) ?? null}
            busy={begin.busy() || !open()}
            onStart={begin.start}
          />
        )}
      </For>
      <div class="visit-pad">
        <Show when={ids().length === 0 && waiting().length === 0}>
          <p class="soft">{t('visits.work.none')}</p>
        </Show>
        <Show when={allSaved() > 0}>
          <p class="work-done small">{t('visits.work.savedAll', { count: allSaved() })}</p>
        </Show>
        <Show when={open()}>
          <Button icon={ClipboardPlus} wide onClick={() => setChoosing(true)}>
            {t('visits.work.add')}
          </Button>
        </Show>
      </div>
      <Sheet open={choosing()} title={t('visits.work.add')} onClose={() => setChoosing(false)}>
        <div class="stack-tight">
          <For each={instruments.newest() ?? []}>
            {(definition) => (
              <Button wide disabled={begin.busy() || !definition.here} onClick={() => void begin.start(definition.hash)}>
                {definition.here ? definition.title : `${definition.title} · ${t('visits.work.notHere')}`}
              </Button>
            )}
          </For>
        </div>
      </Sheet>
    </Card>
  );
}

type Begin = {
  readonly busy: Accessor<boolean>;
  readonly problem: Accessor<Problem | null>;
  readonly start: (definitionHash: string) => Promise<void>;
};

/** Begins an assessment in this visit and goes there. */
function createBegin(visit: Accessor<VisitOf>): Begin {
  const { store } = useField();
  const navigate = useNavigate();
  const { busy, problem, run } = createWrite();
  return {
    busy,
    problem,
    start: async (definition) => {
      const { visitId, record } = visit();
      await run(
        () => startAssessment(store, { enterprise: record.enterprise, definition, visit: visitId }),
        ({ assessmentId }) => navigate(`/assessments/${assessmentId}`),
      );
    },
  };
}

/** Planned, and not begun. */
function Waiting(props: {
  readonly title: string;
  readonly edition: DefinitionSummary | null;
  readonly busy: boolean;
  readonly onStart: Begin['start'];
}): JSX.Element {
  const here = (): boolean => props.edition?.here === true;
  return (
    <div class="visit-waiting">
      <span>{props.title}</span>
      <Button
        variant="primary"
        disabled={props.busy || !here()}
        aria-label={`${t('visits.work.start')} ${props.title}`}
        onClick={() => void props.onStart(props.edition?.hash ?? '')}
      >
        {here() ? t('visits.work.start') : t('visits.work.notHere')}
      </Button>
    </div>
  );
}

function sameIds(before: readonly string[], now: readonly string[]): boolean {
  return before.length === now.length && before.every((id, at) => id === now[at]);
}

function WorkRow(props: { readonly assessment: AssessmentSummary; readonly onSaved: (count: number) => void }): JSX.Element {
  const { store } = useField();
  // The list keys its rows by assessment.
  const id = untrack(() => props.assessment.assessmentId);
  const state = createEvaluation(store, id);
  const ready = (): Evaluation | null => {
    const now = state();
    return now.kind === 'ready' ? now.evaluation : null;
  };
  const asking = createMemo(() => {
    const compiled = ready()?.compiled;
    if (compiled === undefined) return '';
    return [...indexDefinition(compiled).questions.values()]
      .flatMap(({ question, repeat }) => (question.fact !== null && repeat === null ? [question.name] : []))
      .join(' ');
  });
  // fromLiveOf tracks its key itself.
  // oxlint-disable-next-line solid/reactivity
  const saved = fromLiveOf<string, number>(
    asking,
    async (paths) => (paths === '' ? 0 : (await listAdopted(store, id, paths.split(' '))).length),
    0,
  );
  createEffect(() => props.onSaved(saved()));
  return (
    <LinkRow href={`/assessments/${id}`} class="work-row">
      <span class="strong">{props.assessment.title}</span>
      <span class="row small">
        <Tag>{t(`shell.state.${props.assessment.state}`)}</Tag>
        <Show when={props.assessment.followUp}>
          <Tag>{t('shell.actions.followUp')}</Tag>
        </Show>
        <AssessmentPlace assessment={props.assessment} />
      </span>
      <Show when={ready()} keyed fallback={<NoEvaluation kind={state().kind} />}>
        {(evaluation) => <Standing evaluation={evaluation} saved={saved()} />}
      </Show>
    </LinkRow>
  );
}

function NoEvaluation(props: { readonly kind: string }): JSX.Element {
  return (
    <Show when={props.kind === 'no-definition'}>
      <span class="work-open small">{t('visits.work.noDefinition')}</span>
    </Show>
  );
}

function Standing(props: { readonly evaluation: Evaluation; readonly saved: number }): JSX.Element {
  const { result, compiled, progress } = untrack(() => props.evaluation);
  const scores = compiled.scoring.measures
    .filter((measure) => isShown(measure) && !measure.axis)
    .flatMap(({ id, name, decimals }) => {
      const score = result.measures[id]?.score ?? null;
      return score === null ? [] : [t('visits.work.score', { name, score: formatScore(score, decimals ?? null) })];
    });
  const hasLevel = compiled.scoring.level !== null;
  const evidence = progress.evidenceRequired - progress.evidencePresent;
  const open = [
    ...(progress.missingRequired.length > 0
      ? [t('visits.work.missingRequired', { count: progress.missingRequired.length })]
      : []),
    ...(evidence > 0 ? [t('visits.work.missingEvidence', { count: evidence })] : []),
  ];
  return (
    <>
      <span class="small">
        {[
          ...(hasLevel
            ? [result.levelName === null ? t('visits.work.levelNone') : t('visits.work.level', { level: result.levelName })]
            : []),
          ...scores,
        ].join(' · ')}
      </span>
      <span class="row small">
        <span class="soft">{t('visits.work.answered', { answered: progress.answered, total: progress.total })}</span>
        <Switch>
          <Match when={open.length > 0}>
            <span class="work-open">{open.join(' · ')}</span>
          </Match>
          <Match when={progress.total > 0}>
            <span class="work-done">{t('visits.work.nothingMissing')}</span>
          </Match>
        </Switch>
      </span>
      <Show when={props.saved > 0}>
        <span class="work-done small">{t('visits.work.saved', { count: props.saved })}</span>
      </Show>
    </>
  );
}
