import { useParams } from '@solidjs/router';
import FileQuestion from 'lucide-solid/icons/file-question-mark';
import ListTree from 'lucide-solid/icons/list-tree';
import { createMemo, createSignal, Match, Show, Switch, untrack, type Accessor, type JSX } from 'solid-js';
import type { CompiledDefinition } from '#definition/compiled.ts';
import type { Completeness } from '#diagnosis/completeness.ts';
import type { AssessmentView } from '#store/views.ts';
import { ReturnedBar } from '#app/returned/returned-bar.tsx';
import { itemsOf, ReturnedContext } from '#app/returned/returned-context.tsx';
import { FindingsContext } from '#app/actions/findings-context.tsx';
import { useField } from '#app/field-context.tsx';
import { CameraView } from '#app/form/camera-view.tsx';
import { withoutTitle } from '#app/form/computed-line.tsx';
import { cardOf, inputsOf } from '#app/form/cards.ts';
import { FormContext, type FormWork } from '#app/form/form-context.tsx';
import type { FormMode } from '#app/form/open-form.ts';
import { t } from '#app/i18n/t.ts';
import { IconButton } from '#app/ui/button.tsx';
import { EmptyState } from '#app/ui/empty-state.tsx';
import { Notice } from '#app/ui/notice.tsx';
import { ProgressLine } from '#app/ui/progress-line.tsx';
import { ScreenBody, TopBar } from '#app/ui/top-bar.tsx';
import { createSectionOwners } from '#app/visits/create-section-owners.ts';
import { createQuestionnaire, createSectionWork, type SectionWork } from './create-questionnaire.ts';
import { createReturned } from './create-returned.ts';
import { createPresenting, InterviewWays, NoteButton, Presenting } from './interview-tools.tsx';
import { JumpSheet } from './jump-sheet.tsx';
import { QuestionnaireBar } from './questionnaire-bar.tsx';
import { SectionBody } from './section-body.tsx';
import { VerifyStrip } from './verify-strip.tsx';
import './questionnaire.css';

/** One section of an assessment, to be filled standing in a workshop. */
export function QuestionnaireScreen(): JSX.Element {
  return <AssessmentForm mode="answer" />;
}

/** The same, with what was found on site beside what the firm said. */
export function VerificationScreen(): JSX.Element {
  return <AssessmentForm mode="verify" />;
}

function AssessmentForm(props: { readonly mode: FormMode }): JSX.Element {
  const params = useParams<{ id: string; section: string }>();
  // Another assessment is another form; another section of the same one is not.
  return (
    <Show when={params.id} keyed>
      {(id) => <Opened id={id} mode={props.mode} section={() => params.section} />}
    </Show>
  );
}

function Opened(props: { readonly id: string; readonly mode: FormMode; readonly section: Accessor<string> }): JSX.Element {
  const { store } = useField();
  // The caller keys this component by id.
  const opened = createQuestionnaire(
    store,
    untrack(() => props.id),
    untrack(() => props.mode),
  );
  const open = createMemo(() => {
    const state = opened.state();
    return state.kind === 'open' ? state : null;
  });
  const returned = createMemo(() => itemsOf(opened.view()));
  return (
    <Switch>
      <Match when={open()} keyed>
        {(state) => (
          <FormContext.Provider value={state.work}>
            <FindingsContext.Provider value={{ assessmentId: props.id, all: () => opened.view()?.findings ?? [] }}>
              <ReturnedContext.Provider value={returned}>
                <Sections id={props.id} section={props.section} view={opened.view} work={state.work} compiled={state.compiled} />
              </ReturnedContext.Provider>
            </FindingsContext.Provider>
          </FormContext.Provider>
        )}
      </Match>
      <Match when={opened.state().kind === 'absent'}>
        <TopBar title={t('form.absent.title')} back="/visits" />
        <ScreenBody>
          <EmptyState icon={FileQuestion} title={t('form.absent.title')} text={t('form.absent.text')} />
        </ScreenBody>
      </Match>
      <Match when={opened.state().kind === 'no-definition'}>
        <TopBar
          title={opened.view()?.record.enterpriseName ?? ''}
          tabTitle={t('form.noDefinition.title')}
          back={`/assessments/${props.id}`}
        />
        <ScreenBody>
          <EmptyState icon={FileQuestion} title={t('form.noDefinition.title')} text={t('form.noDefinition.text')} />
        </ScreenBody>
      </Match>
    </Switch>
  );
}

function Sections(props: {
  readonly id: string;
  readonly section: Accessor<string>;
  readonly view: Accessor<AssessmentView | null>;
  readonly work: FormWork;
  readonly compiled: CompiledDefinition;
}): JSX.Element {
  const { store } = useField();
  // All of these are fixed for the life of this component.
  const work = untrack(() => createSectionWork(store, props.view, props.work, props.section, props.id));
  const owners = createSectionOwners(
    () => props.view()?.record.visit ?? null,
    untrack(() => props.id),
  );
  const [jumping, setJumping] = createSignal(false);
  const presenting = createPresenting();
  const disputed = () => (props.work.verify === null ? props.view()?.conflicts : props.view()?.verified.conflicts) ?? [];
  const progress = createMemo(() => work.progress().sections.find((each) => each.section === work.section()?.name) ?? null);
  const returned = createReturned(work, () => props.id);
  const shooting = (): ReturnType<typeof props.work.evidence.shooting> => props.work.evidence.shooting();
  const wordingOf = (question: string): string => {
    const card = cardOf(work.cards(), question);
    if (card?.kind === 'pair') return card.label;
    const words = props.work.form.index.questions.get(question.split('/').at(-1) ?? question)?.question.label ?? '';
    return card?.kind === 'scene' ? `${card.label} · ${withoutTitle(words, card.label)}` : words;
  };
  /** Questions of this section that are asked now, to photograph one after the other; a row's own are photographed for the row alone. */
  const aimsOf = (question: string): readonly { readonly question: string; readonly label: string }[] => {
    const shown = work
      .cards()
      .flatMap(inputsOf)
      .filter((name) => props.work.form.node(name).relevant);
    return shown.includes(question) ? shown.map((name) => ({ question: name, label: wordingOf(name) })) : [];
  };
  return (
    <>
      <Head {...props} section={work} onJump={() => setJumping(true)} />
      <ScreenBody class="questionnaire">
        <ReadOnly view={props.work.editable() ? null : props.view()} verifying={props.work.verify !== null} />
        <ReturnedBar {...returned} items={returned.items()} only={returned.only()} />
        <Show when={work.section()?.hint}>{(hint) => <p class="soft">{hint()}</p>}</Show>
        <Show when={work.section()} keyed>
          {(section) => (
            <SectionBody
              cards={returned.cards()}
              number={work.number()}
              label={section.label}
              target={work.target}
              onAt={work.at}
            />
          )}
        </Show>
      </ScreenBody>
      <QuestionnaireBar id={props.id} work={work} progress={progress()} />
      <JumpSheet
        open={jumping()}
        onClose={() => setJumping(false)}
        sections={work.sections()}
        current={work.section()?.name ?? ''}
        progress={work.progress()}
        disputed={disputed().map((conflict) => conflict.path)}
        owners={owners}
        onOpen={(item) => {
          setJumping(false);
          work.open(item);
        }}
        ways={
          <Show when={props.work.verify === null}>
            <InterviewWays
              id={props.id}
              onPresent={() => {
                setJumping(false);
                presenting.start();
              }}
            />
          </Show>
        }
      />
      <Presenting presenting={presenting} form={props.work} work={work} />
      <Show when={shooting()} keyed>
        {(now) => <CameraView shooting={now} wording={wordingOf(now.question)} questions={aimsOf(now.question)} />}
      </Show>
    </>
  );
}

/** The section, how far the whole is, and the way to everything else. */
function Head(props: {
  readonly id: string;
  readonly view: Accessor<AssessmentView | null>;
  readonly work: FormWork;
  readonly compiled: CompiledDefinition;
  readonly section: SectionWork;
  readonly onJump: () => void;
}): JSX.Element {
  const mode = (): readonly string[] => (props.work.verify === null ? [] : [t('form.verify.mode')]);
  const subtitle = (): string => [...mode(), props.view()?.record.enterpriseName ?? '', props.compiled.title].join(' · ');
  const progress = (): Completeness => props.section.progress();
  return (
    <TopBar
      title={props.section.section()?.label ?? ''}
      subtitle={subtitle()}
      back={`/assessments/${props.id}`}
      actions={
        <>
          <span
            class="section-count"
            aria-label={t('form.section.place', { number: props.section.number(), total: props.section.sections().length })}
          >
            {props.section.number()}/{props.section.sections().length}
          </span>
          <NoteButton id={props.id} work={props.section} />
          <IconButton icon={ListTree} label={t('form.jump.open')} aria-haspopup="dialog" onClick={() => props.onJump()} />
        </>
      }
      below={
        <Show
          when={props.work.verify}
          fallback={
            <ProgressLine
              value={progress().answered}
              max={progress().total}
              label={t('form.section.progress', { answered: progress().answered, total: progress().total })}
            />
          }
        >
          {(desk) => <VerifyStrip desk={desk()} />}
        </Show>
      }
    />
  );
}

/** Why nothing can be written. */
function ReadOnly(props: { readonly view: AssessmentView | null; readonly verifying: boolean }): JSX.Element {
  const why = (state: AssessmentView['state']): string => {
    if (state === 'voided' || state === 'approved' || state === 'sealed') return t(`form.readOnly.${state}`);
    return props.verifying ? t('form.verify.readOnly') : t('form.readOnly.submitted');
  };
  return (
    <Show when={props.view}>
      {(view) => (
        <Notice tone="info" title={t('form.readOnly.title')}>
          {why(view().state)}
        </Notice>
      )}
    </Show>
  );
}
