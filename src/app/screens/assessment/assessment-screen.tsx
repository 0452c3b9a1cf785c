import { useParams } from '@solidjs/router';
import FileQuestion from 'lucide-solid/icons/file-question-mark';
import { createSignal, Match, Show, Suspense, Switch, untrack, type JSX } from 'solid-js';
import { isEditable } from '#domain/assessment-workflow.ts';
import { FindingsCard } from '#app/actions/findings-card.tsx';
import { FollowUpCard } from '#app/actions/follow-up-card.tsx';
import { keepTexts } from '#app/drafts/create-draft.ts';
import { useField } from '#app/field-context.tsx';
import type { Evaluation } from '#app/form/create-evaluation.ts';
import { screen } from '#app/screen.ts';
import { stateText } from '#app/form/state-text.ts';
import { HandInNotice } from '#app/interview/hand-in-notice.tsx';
import { t } from '#app/i18n/t.ts';
import { Button } from '#app/ui/button.tsx';
import { Card, LinkRow, Tag } from '#app/ui/card.tsx';
import { EmptyState } from '#app/ui/empty-state.tsx';
import { Notice, ProblemNotice } from '#app/ui/notice.tsx';
import { ReasonSheet } from '#app/ui/reason-sheet.tsx';
import { ScreenBody, TopBar } from '#app/ui/top-bar.tsx';
import { createAssessment, type AssessmentWork } from './create-assessment.ts';
import { createSigning } from './create-signing.ts';
import { DisputeCard } from './dispute-card.tsx';
import { FactCard } from './fact-card.tsx';
import { FinishSheet } from './finish-sheet.tsx';
import { locationOf } from './location-of.ts';
import { OverviewBar } from './overview-bar.tsx';
import { RecordCard } from './record-card.tsx';
import { ScoreCard } from './score-card.tsx';
import { SectionList } from './section-list.tsx';
import { VerifyCard } from './verify-card.tsx';
import { SignatureCard, SignatureSheet, VoidNotice } from './signature-card.tsx';
import './assessment.css';

/** One assessment as a whole: how far it is, where its record is, and the steps from filling in to submitting. */
export function AssessmentScreen(): JSX.Element {
  const params = useParams<{ id: string }>();
  return (
    <Show when={params.id} keyed>
      {(id) => <Opened id={id} />}
    </Show>
  );
}

function Opened(props: { readonly id: string }): JSX.Element {
  const { store } = useField();
  // Keyed by id: another assessment is another component.
  const work = createAssessment(
    store,
    untrack(() => props.id),
  );
  const ready = (): Evaluation | null => {
    const current = work.state();
    return current.kind === 'ready' ? current.evaluation : null;
  };
  return (
    <>
      <TopBar
        title={ready()?.view.record.enterpriseName ?? (work.state().kind === 'absent' ? t('form.absent.title') : '')}
        tabTitle={ready()?.compiled.title ?? t('shell.app.name')}
        subtitle={
          ready() === null
            ? null
            : t('form.overview.number', { title: ready()?.compiled.title ?? '', edition: ready()?.compiled.edition ?? '' })
        }
        back={wayBack(ready()?.view.record.visit ?? null)}
      />
      <ScreenBody class="overview">
        <Switch>
          <Match when={ready()}>{(evaluation) => <Overview id={props.id} work={work} evaluation={evaluation()} />}</Match>
          <Match when={work.state().kind === 'absent'}>
            <EmptyState icon={FileQuestion} title={t('form.absent.title')} text={t('form.absent.text')} />
          </Match>
          <Match when={work.state().kind === 'no-definition'}>
            <EmptyState icon={FileQuestion} title={t('form.noDefinition.title')} text={t('form.noDefinition.text')} />
          </Match>
        </Switch>
      </ScreenBody>
    </>
  );
}

const LazyDecision = screen(async () => (await import('#app/returned/decision-card.tsx')).DecisionCard, 'workflow');

/** To the visit that it is filled in, else to the list of all. */
function wayBack(visit: string | null): string {
  return visit === null ? '/visits?show=assessments' : `/visits/${visit}`;
}

function Overview(props: { readonly id: string; readonly work: AssessmentWork; readonly evaluation: Evaluation }): JSX.Element {
  const { store } = useField();
  // Keyed by id above.
  const signing = untrack(() => createSigning(store, props.id));
  const [finishing, setFinishing] = createSignal(false);
  const [voiding, setVoiding] = createSignal(false);
  const view = (): Evaluation['view'] => props.evaluation.view;
  const editable = (): boolean => isEditable(view().state);
  const finish = async (reason: string | null): Promise<boolean> => {
    const done = await props.work.finish(props.evaluation, reason);
    if (done) window.scrollTo(0, 0);
    setFinishing(false);
    return done;
  };
  return (
    <>
      <p class="row">
        <span class="strong">{stateText(view().state)}</span>
        <Show when={view().record.demo}>
          <Tag>{t('form.overview.demo')}</Tag>
        </Show>
      </p>
      <StateNotice evaluation={props.evaluation} />
      <Suspense>
        <LazyDecision evaluation={props.evaluation} />
      </Suspense>
      <Show when={props.work.problem()}>{(problem) => <ProblemNotice problem={problem()} />}</Show>
      <HandInNotice view={view()} />
      <VoidNotice signing={signing} />
      <DisputeCard evaluation={props.evaluation} />
      <Show when={view().record.followUp === undefined}>
        <VerifyCard evaluation={props.evaluation} />
      </Show>
      <FollowUpCard evaluation={props.evaluation} />
      <FactCard evaluation={props.evaluation} />
      <ScoreCard evaluation={props.evaluation} />
      <SectionList evaluation={props.evaluation} />
      <FindingsCard evaluation={props.evaluation} />
      <SignatureCard signing={signing} editable={editable()} />
      <RecordCard evaluation={props.evaluation} />
      <Card flush>
        <Show when={editable() && props.evaluation.progress.answered < props.evaluation.progress.total}>
          <LinkRow href={`/assessments/${props.id}/open?order=level`}>{t('form.interview.byLevel')}</LinkRow>
        </Show>
        <LinkRow href={`/assessments/${props.id}/firm-links`}>{t('form.interview.firmLink')}</LinkRow>
        <LinkRow href={`/definitions/${view().record.definitionHash}`}>{t('form.about.open')}</LinkRow>
      </Card>
      <Show when={editable()}>
        <Button variant="danger" onClick={() => setVoiding(true)}>
          {t('form.overview.void')}
        </Button>
      </Show>
      <OverviewBar id={props.id} work={props.work} evaluation={props.evaluation} onFinish={() => setFinishing(true)} />
      <FinishSheet
        open={finishing()}
        evaluation={props.evaluation}
        busy={props.work.busy()}
        onClose={() => setFinishing(false)}
        signing={signing}
        onFinish={finish}
      />
      <SignatureSheet signing={signing} />
      <ReasonSheet
        open={voiding()}
        keep={keepTexts(store)(`reason/${props.id}`)}
        title={t('form.overview.voidTitle')}
        text={t('form.overview.voidText')}
        words={{
          reason: t('form.overview.voidReason'),
          hint: t('form.overview.voidReasonHint'),
          confirm: t('form.overview.voidNow'),
          cancel: t('form.overview.cancel'),
        }}
        tone="danger"
        busy={props.work.busy()}
        onClose={() => setVoiding(false)}
        onReason={(reason) => props.work.voidIt(reason)}
      >
        <Show when={props.work.problem()}>{(found) => <ProblemNotice problem={found()} />}</Show>
      </ReasonSheet>
    </>
  );
}

function StateNotice(props: { readonly evaluation: Evaluation }): JSX.Element {
  const view = (): Evaluation['view'] => props.evaluation.view;
  return (
    <Switch>
      <Match when={view().state === 'finished'}>
        <Notice tone="amber" title={t('form.overview.finishedTitle')}>
          {t('form.overview.finishedText')}
        </Notice>
      </Match>
      <Match when={view().state === 'submitted' && locationOf(view()) === 'verified'}>
        <Notice tone="green" title={t('form.overview.receivedTitle')}>
          {t('form.overview.receivedText')}
        </Notice>
      </Match>
      <Match when={view().state === 'submitted'}>
        <Notice tone="amber" title={t('form.overview.submittedTitle')}>
          {t('form.overview.submittedText')}
        </Notice>
      </Match>
      <Match when={view().state === 'voided'}>
        <Notice tone="info" title={t('form.overview.voidedTitle')}>
          {t('form.overview.voidedText', { reason: view().voidReason ?? '' })}
        </Notice>
      </Match>
    </Switch>
  );
}
