import { useParams } from '@solidjs/router';
import FileQuestion from 'lucide-solid/icons/file-question-mark';
import Printer from 'lucide-solid/icons/printer';
import { createMemo, Match, Show, Switch, untrack, type JSX } from 'solid-js';
import { standingOf } from '#diagnosis/standing.ts';
import { FindingsCard } from '#app/actions/findings-card.tsx';
import { GainList } from '#app/actions/gain-list.tsx';
import { useField } from '#app/field-context.tsx';
import { createEvaluation, type Evaluation } from '#app/form/create-evaluation.ts';
import { isShown } from '#app/form/format-score.ts';
import { t } from '#app/i18n/t.ts';
import { AttentionLists, ChecklistParts } from '#app/standing/checklist-parts.tsx';
import { MaturityTree } from '#app/standing/maturity-tree.tsx';
import { ReadingsNote } from '#app/standing/readings-note.tsx';
import { SceneTally } from '#app/standing/scene-tally.tsx';
import { Button, ButtonLink, IconButton } from '#app/ui/button.tsx';
import { Card } from '#app/ui/card.tsx';
import { EmptyState } from '#app/ui/empty-state.tsx';
import { ScreenBody, TopBar } from '#app/ui/top-bar.tsx';
import { BlockingList } from './blocking-list.tsx';
import { DimensionList } from './dimension-list.tsx';
import { Headline } from './headline.tsx';
import { MethodNote } from './method-note.tsx';
import { PhotoList, PrintHead, resultTitle } from './print-parts.tsx';
import { Radar } from './radar.tsx';
import { RecordedAnswers } from './recorded-answers.tsx';
import { StageLadder } from './stage-ladder.tsx';
import { Standings } from './standings.tsx';
import { TotalScores } from './total-scores.tsx';
import { VerifiedPart } from './verified-part.tsx';
import './result.css';

/** The result at any moment: first what is missing to the next stage, then everything it stands on. */
export function ResultScreen(): JSX.Element {
  const params = useParams<{ id: string }>();
  return (
    <Show when={params.id} keyed>
      {(id) => <Opened id={id} />}
    </Show>
  );
}

function Opened(props: { readonly id: string }): JSX.Element {
  const { store } = useField();
  // Keyed by id: a new assessment is a new component.
  const state = createEvaluation(
    store,
    untrack(() => props.id),
  );
  const ready = (): Evaluation | null => {
    const current = state();
    return current.kind === 'ready' ? current.evaluation : null;
  };
  return (
    <>
      <TopBar
        title={resultTitle(ready()?.compiled)}
        subtitle={ready()?.view.record.enterpriseName}
        back={`/assessments/${props.id}`}
        actions={<IconButton icon={Printer} label={t('form.result.print')} onClick={() => window.print()} />}
      />
      <ScreenBody class="result">
        <Switch>
          <Match when={ready()}>{(evaluation) => <Result evaluation={evaluation()} />}</Match>
          <Match when={state().kind === 'absent'}>
            <EmptyState icon={FileQuestion} title={t('form.absent.title')} text={t('form.absent.text')} />
          </Match>
          <Match when={state().kind === 'no-definition'}>
            <EmptyState icon={FileQuestion} title={t('form.noDefinition.title')} text={t('form.noDefinition.text')} />
          </Match>
        </Switch>
      </ScreenBody>
    </>
  );
}

function Result(props: { readonly evaluation: Evaluation }): JSX.Element {
  const progress = (): Evaluation['progress'] => props.evaluation.progress;
  const standing = createMemo(() => standingOf(props.evaluation.compiled, props.evaluation.result));
  const hasAxes = (): boolean => props.evaluation.compiled.scoring.measures.some((measure) => measure.axis && isShown(measure));
  /** A group that is the whole of a dimension says nothing that its bar has not said. */
  const isMeasure = (group: { readonly name: string; readonly measure: string }): boolean =>
    props.evaluation.compiled.scoring.measures.some(({ id, name, axis }) => axis && id === group.measure && name === group.name);
  return (
    <>
      <PrintHead evaluation={props.evaluation} />
      <Headline evaluation={props.evaluation} />
      <StageLadder evaluation={props.evaluation} />
      <TotalScores evaluation={props.evaluation} />
      <VerifiedPart evaluation={props.evaluation} />
      <ReadingsNote readings={standing().readings} />
      <Show when={hasAxes()}>
        <Card title={t('form.result.radar')} class="result-dimensions">
          <Radar evaluation={props.evaluation} />
          <DimensionList evaluation={props.evaluation} />
        </Card>
      </Show>
      <BlockingList evaluation={props.evaluation} />
      <SceneTally scenes={standing().scenes} />
      <MaturityTree tree={standing().tree} />
      <Show when={props.evaluation.compiled.scoring.groups.some((group) => !isMeasure(group))}>
        <Standings evaluation={props.evaluation} />
      </Show>
      <AttentionLists attention={standing().attention} />
      <ChecklistParts parts={standing().parts} />
      <Show when={props.evaluation.compiled.scoring.level === null}>
        <RecordedAnswers
          compiled={props.evaluation.compiled}
          form={props.evaluation.form}
          open={standing().parts === null && !hasAxes()}
        />
      </Show>
      <GainList evaluation={props.evaluation} />
      <FindingsCard evaluation={props.evaluation} print />
      <Card title={t('form.result.completeness')}>
        <p>{t('form.result.answered', { answered: progress().answered, total: progress().total })}</p>
        <p>
          {progress().evidenceRequired === 0
            ? t('form.result.noEvidence')
            : t('form.result.coverage', { present: progress().evidencePresent, required: progress().evidenceRequired })}
        </p>
      </Card>
      <MethodNote compiled={props.evaluation.compiled} />
      <PhotoList evaluation={props.evaluation} />
      <div class="row no-print">
        <Button icon={Printer} onClick={() => window.print()}>
          {t('form.result.print')}
        </Button>
        <ButtonLink variant="quiet" href={`/assessments/${props.evaluation.view.assessmentId}`}>
          {t('form.result.back')}
        </ButtonLink>
      </div>
    </>
  );
}
