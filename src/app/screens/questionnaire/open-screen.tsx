import { useParams, useSearchParams } from '@solidjs/router';
import ArrowDown from 'lucide-solid/icons/arrow-down';
import CircleCheck from 'lucide-solid/icons/circle-check';
import { createEffect, createMemo, createSignal, For, Match, Show, Switch, untrack, type Accessor, type JSX } from 'solid-js';
import type { AssessmentView } from '#store/views.ts';
import { useField } from '#app/field-context.tsx';
import { CameraView } from '#app/form/camera-view.tsx';
import { FindingsContext } from '#app/actions/findings-context.tsx';
import { FormContext, type FormWork } from '#app/form/form-context.tsx';
import { progressOf } from '#app/form/progress-of.ts';
import { QuestionCard } from '#app/form/question-card.tsx';
import { SaveLine, UndoLine } from '#app/form/save-line.tsx';
import { t } from '#app/i18n/t.ts';
import { itemsOf, ReturnedContext } from '#app/returned/returned-context.tsx';
import { Button, ButtonLink } from '#app/ui/button.tsx';
import { EmptyState } from '#app/ui/empty-state.tsx';
import { ProgressLine } from '#app/ui/progress-line.tsx';
import { Segmented } from '#app/ui/segmented.tsx';
import { ScreenBody, TopBar } from '#app/ui/top-bar.tsx';
import { whenIdle } from '#app/when-idle.ts';
import { createOpenCards, type OpenCard, type OpenCards } from './create-open-cards.ts';
import { createQuestionnaire } from './create-questionnaire.ts';
import { RankedList } from './ranked-list.tsx';
import './questionnaire.css';
import './open-screen.css';

/** Only what is still open, across all sections: in the order of the form, or what matters for the level first. */
export function OpenScreen(): JSX.Element {
  const params = useParams<{ id: string }>();
  return (
    <Show when={params.id} keyed>
      {(id) => <Opened id={id} />}
    </Show>
  );
}

function Opened(props: { readonly id: string }): JSX.Element {
  const { store } = useField();
  const opened = createQuestionnaire(
    store,
    untrack(() => props.id),
    'answer',
  );
  const open = createMemo(() => {
    const state = opened.state();
    return state.kind === 'open' ? state : null;
  });
  const returned = createMemo(() => itemsOf(opened.view()));
  return (
    <Show when={open()} keyed fallback={<TopBar title={t('form.interview.title')} back={`/assessments/${props.id}`} />}>
      {({ work }) => (
        <FormContext.Provider value={work}>
          <FindingsContext.Provider value={{ assessmentId: props.id, all: () => opened.view()?.findings ?? [] }}>
            <ReturnedContext.Provider value={returned}>
              <Questions id={props.id} view={opened.view} work={work} />
            </ReturnedContext.Provider>
          </FindingsContext.Provider>
        </FormContext.Provider>
      )}
    </Show>
  );
}

type Order = 'form' | 'level';

function Questions(props: {
  readonly id: string;
  readonly view: Accessor<AssessmentView | null>;
  readonly work: FormWork;
}): JSX.Element {
  const [search, setSearch] = useSearchParams<{ order?: string }>();
  const order = (): Order => (search.order === 'level' ? 'level' : 'form');
  // Keyed by the form.
  const progress = untrack(() => progressOf(props.work.form, () => props.view()?.evidence ?? []));
  const cards = untrack(() => createOpenCards(props.work.form, progress));
  const left = (): number => progress().total - progress().answered;
  const empty = (): boolean => left() === 0 && cards.shown().length === 0;
  const [round, setRound] = createSignal(0);
  const [here, setHere] = createSignal<string | null>(null);
  const next = (): void => {
    const at = cards.shown().findIndex(({ card }) => card.path === here());
    const rest = [...cards.shown().slice(at + 1), ...cards.shown().slice(0, at + 1)];
    const target = rest.find(({ card }) => cards.isOpen(card))?.card.path ?? null;
    cards.refresh();
    setRound((before) => before + 1);
    setHere(target);
    if (target !== null) requestAnimationFrame(() => document.getElementById(`q-${target}`)?.scrollIntoView({ block: 'start' }));
  };
  const noteHere = (event: Event): void => {
    const card = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-question]') : null;
    if (card !== null) setHere(card.dataset['question'] ?? null);
  };
  return (
    <>
      <TopBar
        title={t('form.interview.title')}
        subtitle={props.view()?.record.enterpriseName ?? ''}
        back={`/assessments/${props.id}`}
        below={
          <ProgressLine
            value={progress().answered}
            max={progress().total}
            label={t('form.section.progress', { answered: progress().answered, total: progress().total })}
          />
        }
      />
      <ScreenBody class="questionnaire">
        <Segmented
          label={t('form.interview.order')}
          quietLabel
          value={order()}
          onChange={(chosen) => setSearch({ order: chosen === 'level' ? 'level' : undefined }, { replace: true })}
          options={[
            { value: 'form', label: t('form.interview.byForm') },
            { value: 'level', label: t('form.interview.byLevel') },
          ]}
        />
        <Switch>
          <Match when={empty()}>
            <AllDone id={props.id} />
          </Match>
          <Match when={order() === 'level'}>
            <RankedList cards={cards} answers={() => props.view()?.answers ?? null} round={round()} />
          </Match>
          <Match when={order() === 'form'}>
            <div class="stack" onFocusIn={noteHere} onClick={noteHere}>
              <InOrder cards={cards} />
            </div>
          </Match>
        </Switch>
      </ScreenBody>
      <Bar order={order()} left={left()} empty={empty()} onNext={next} />
      <Shooting work={props.work} />
    </>
  );
}

function AllDone(props: { readonly id: string }): JSX.Element {
  return (
    <EmptyState
      icon={CircleCheck}
      title={t('form.interview.allDone')}
      text={t('form.interview.allDoneText')}
      action={<ButtonLink href={`/assessments/${props.id}/result`}>{t('form.section.result')}</ButtonLink>}
    />
  );
}

function Bar(props: {
  readonly order: Order;
  readonly left: number;
  readonly empty: boolean;
  readonly onNext: () => void;
}): JSX.Element {
  return (
    <nav class="questionnaire-bar no-print" aria-label={t('form.section.nav')}>
      <div class="questionnaire-bar-inner">
        <UndoLine />
        <div class="questionnaire-bar-state">
          <SaveLine />
          <p class="soft small section-answered">{t('form.interview.left', { count: props.left })}</p>
        </div>
        <Button variant="primary" wide icon={ArrowDown} disabled={props.empty} onClick={() => props.onNext()}>
          {props.order === 'level' ? t('form.interview.refresh') : t('form.interview.next')}
        </Button>
      </div>
    </nav>
  );
}

function Shooting(props: { readonly work: FormWork }): JSX.Element {
  return (
    <Show when={props.work.evidence.shooting()} keyed>
      {(now) => (
        <CameraView
          shooting={now}
          wording={props.work.form.index.questions.get(now.question.split('/').at(-1) ?? '')?.question.label ?? ''}
          questions={[]}
        />
      )}
    </Show>
  );
}

/** A screenful at once, the rest in idle moments. */
const cardsAtOnce = 6;

function InOrder(props: { readonly cards: OpenCards }): JSX.Element {
  const [count, setCount] = createSignal(cardsAtOnce);
  createEffect(() => {
    if (count() < props.cards.shown().length) whenIdle(() => setCount((before) => before + cardsAtOnce));
  });
  const shown = (): readonly OpenCard[] => props.cards.shown().slice(0, count());
  const openIn = (section: string): number =>
    props.cards.shown().filter((each) => each.section.name === section && props.cards.isOpen(each.card)).length;
  return (
    <For each={shown()}>
      {(each, index) => (
        <>
          <Show when={shown()[index() - 1]?.section !== each.section}>
            <h2 class="open-section">
              {openIn(each.section.name) === 0
                ? each.section.label
                : t('form.interview.leftOf', { section: each.section.label, count: openIn(each.section.name) })}
            </h2>
          </Show>
          <QuestionCard card={each.card} section={each.number} />
        </>
      )}
    </For>
  );
}
