import { useParams } from '@solidjs/router';
import Camera from 'lucide-solid/icons/camera';
import CircleCheck from 'lucide-solid/icons/circle-check';
import { createEffect, createMemo, createSignal, For, Show, untrack, type Accessor, type JSX } from 'solid-js';
import type { CompiledDefinition } from '#definition/compiled.ts';
import { askAgain } from '#diagnosis/ask-again.ts';
import { proofPlace, type ActionState } from '#domain/finding.ts';
import type { ActionOf } from '#oplog/project-action.ts';
import type { EntityId } from '#shared/ids.ts';
import { moveAction } from '#store/commands/raise-finding.ts';
import { readAction } from '#store/queries/read-action.ts';
import { reasonWords } from '#app/actions/action-words.ts';
import { ActionStateMark, SeverityMark } from '#app/actions/marks.tsx';
import { Picture, Pictures } from '#app/actions/picture.tsx';
import { createWrite } from '#app/create-write.ts';
import { keepTexts } from '#app/drafts/create-draft.ts';
import { useField } from '#app/field-context.tsx';
import { cardsOf, type Card as FormCard } from '#app/form/cards.ts';
import { createEvaluation, type Evaluation } from '#app/form/create-evaluation.ts';
import { anyPhoto, EvidenceStrip } from '#app/form/evidence-strip.tsx';
import { QuestionCard } from '#app/form/question-card.tsx';
import { SaveLine, UndoLine } from '#app/form/save-line.tsx';
import { WithForm, type OpenedForm } from '#app/form/with-form.tsx';
import { dayKey } from '#app/i18n/format.ts';
import { t } from '#app/i18n/t.ts';
import { Button, ButtonLink } from '#app/ui/button.tsx';
import { Card, LinkRow } from '#app/ui/card.tsx';
import { createNow } from '#app/ui/create-now.ts';
import { fromLive } from '#app/ui/from-live.ts';
import { ProblemNotice } from '#app/ui/notice.tsx';
import { ReasonSheet } from '#app/ui/reason-sheet.tsx';
import { ScreenBody, TopBar } from '#app/ui/top-bar.tsx';
import { OldAnswers } from './old-answers.tsx';
import './follow-up-screen.css';

/** A follow-up: action by action how it was, how it is, the clause asked again, and the end of it. */
export function FollowUpScreen(): JSX.Element {
  const params = useParams<{ id: string }>();
  const [before, setBefore] = createSignal<ReadonlyMap<string, string>>(new Map());
  return (
    <Show when={params.id} keyed>
      {(id) => (
        <WithForm
          id={id}
          route={`/assessments/${id}/follow-up`}
          wording={() => t('actions.followUp.shoot')}
          before={(place) => before().get(place) ?? null}
        >
          {(opened) => <FollowUp id={id} opened={opened} onBefore={setBefore} />}
        </WithForm>
      )}
    </Show>
  );
}

type Entry = { readonly id: EntityId; readonly action: ActionOf | null };

function FollowUp(props: {
  readonly id: string;
  readonly opened: OpenedForm;
  /** By place of the new photo: the one from before. */
  readonly onBefore: (byPlace: ReadonlyMap<string, string>) => void;
}): JSX.Element {
  const { store } = useField();
  const { followUp } = untrack(() => props.opened.view()?.record) ?? {};
  const ids = followUp?.actions ?? [];
  const actions = fromLive<ReadonlyMap<string, ActionOf>>(
    async () =>
      new Map(
        (await Promise.all(ids.map((id) => readAction(store, id)))).flatMap((each) =>
          each === null ? [] : [[each.actionId, each]],
        ),
      ),
    new Map(),
  );
  createEffect(() => {
    const first = [...actions()].flatMap(([id, { record }]) =>
      record.before.slice(0, 1).map((piece) => [proofPlace(id, record.question), piece] as const),
    );
    props.onBefore(new Map(first));
  });
  const entries = (): readonly Entry[] => ids.map((id) => ({ id, action: actions().get(id) ?? null }));
  const before = createEvaluation(store, followUp?.of ?? '');
  const old = (): Evaluation | null => {
    const state = before();
    return state.kind === 'ready' ? state.evaluation : null;
  };
  const cards = createMemo(() => cardsByAction(props.opened.compiled, entries()));
  const closed = (): number => [...actions().values()].filter(({ state }) => state === 'closed').length;
  return (
    <>
      <TopBar
        title={t('actions.followUp.title')}
        subtitle={props.opened.view()?.record.enterpriseName}
        back={`/assessments/${props.id}`}
        below={<SaveLine />}
      />
      <ScreenBody class="follow-up">
        <p class="soft">{t('actions.followUp.intro', { count: ids.length })}</p>
        <p class="strong">{t('actions.followUp.done', { closed: closed(), total: ids.length })}</p>
        <For each={ids}>
          {(id, at) => (
            <section class="stack" aria-labelledby={`action-${id}`}>
              <p class="soft small">{t('actions.followUp.item', { number: at() + 1, total: ids.length })}</p>
              <Show when={actions().get(id)} fallback={<Card>{t('actions.followUp.gone')}</Card>}>
                {(action) => (
                  <One
                    action={action()}
                    assessmentId={props.id as EntityId}
                    opened={props.opened}
                    old={old}
                    cards={cards().get(id) ?? []}
                    number={at() + 1}
                  />
                )}
              </Show>
            </section>
          )}
        </For>
        <UndoLine />
        <Card flush>
          <LinkRow href={`/assessments/${props.id}`}>{t('actions.followUp.toRecord')}</LinkRow>
        </Card>
      </ScreenBody>
    </>
  );
}

/** The cards that each action asks; one that several ask stands at the first. */
function cardsByAction(compiled: CompiledDefinition, entries: readonly Entry[]): ReadonlyMap<string, readonly FormCard[]> {
  const done = new Set<string>();
  return new Map(
    entries.map(({ id, action }) => {
      const question = action?.record.question ?? null;
      const part = askAgain(compiled, { questions: question === null ? [] : [question] });
      const cards = part.sections
        .flatMap((section) => cardsOf(part, section))
        .filter((card) => card.kind !== 'heading' && !done.has(card.path));
      for (const { path } of cards) done.add(path);
      return [id, cards];
    }),
  );
}

function One(props: {
  readonly action: ActionOf;
  readonly assessmentId: EntityId;
  readonly opened: OpenedForm;
  readonly old: Accessor<Evaluation | null>;
  readonly cards: readonly FormCard[];
  readonly number: number;
}): JSX.Element {
  const now = createNow();
  const today = (): string => dayKey(now());
  return (
    <>
      <Card>
        <div class="stack-tight">
          <h2 id={`action-${props.action.actionId}`}>{props.action.record.title}</h2>
          <p class="action-row-line">
            <ActionStateMark action={props.action} today={today()} />
            <SeverityMark severity={props.action.record.severity} />
          </p>
          <BeforeAfter action={props.action} opened={props.opened} />
          <OldAnswers action={props.action} old={props.old()} />
        </div>
      </Card>
      <For each={props.cards}>{(card) => <QuestionCard card={card} section={props.number} />}</For>
      <Ending action={props.action} assessmentId={props.assessmentId} opened={props.opened} />
    </>
  );
}

function placeOf({ actionId, record }: ActionOf): string {
  return proofPlace(actionId, record.question);
}

/** What was taken of it since, at its place. */
function proofOf(action: ActionOf, { work }: OpenedForm): readonly EntityId[] {
  return work.evidence.of(placeOf(action)).map(({ evidenceId }) => evidenceId as EntityId);
}

/** How it was beside how it is; all new photos of a clause are on its card. */
function BeforeAfter(props: { readonly action: ActionOf; readonly opened: OpenedForm }): JSX.Element {
  const place = (): string => placeOf(props.action);
  const after = (): readonly string[] => proofOf(props.action, props.opened);
  const [large, setLarge] = createSignal(false);
  return (
    <>
      <div class="before-after">
        <div>
          <h3>{t('actions.followUp.before')}</h3>
          <Pictures
            ids={props.action.record.before}
            label={t('actions.followUp.before')}
            none={t('actions.followUp.beforeNone')}
          />
        </div>
        <div>
          <h3>{t('actions.followUp.after')}</h3>
          <Show
            when={after().at(-1)}
            keyed
            fallback={
              <Show when={props.opened.work.editable()} fallback={<p class="soft small">{t('actions.detail.noAfter')}</p>}>
                <button
                  type="button"
                  class="picture follow-up-shoot"
                  onClick={() => void props.opened.work.evidence.open(place())}
                >
                  <Camera size={28} aria-hidden="true" />
                  {t('actions.followUp.shoot')}
                </button>
              </Show>
            }
          >
            {(id) => <Picture id={id} label={t('actions.followUp.after')} onOpen={() => setLarge(!large())} />}
          </Show>
        </div>
      </div>
      <Show when={place() !== props.action.record.question}>
        <EvidenceStrip question={place()} rule={anyPhoto} words={t('actions.followUp.after')} />
      </Show>
    </>
  );
}

/** Closing needs a photo of how it is now. */
function Ending(props: { readonly action: ActionOf; readonly assessmentId: EntityId; readonly opened: OpenedForm }): JSX.Element {
  const { store } = useField();
  const [asking, setAsking] = createSignal(false);
  const { busy, problem, run } = createWrite();
  const isOpen = (): boolean => props.action.state === 'open' || props.action.state === 'reported';
  const move = (state: ActionState, reason: string | null): Promise<boolean> => {
    const { action, assessmentId: assessment, opened } = props;
    return run(async () => {
      // What is being typed or taken away belongs to what is closed.
      await opened.work.form.flush();
      await opened.work.evidence.flush();
      const proof = state === 'closed' ? { assessment, evidence: proofOf(action, opened) } : null;
      return moveAction(store, action.actionId, { state, proof, reason });
    });
  };
  return (
    <div class="stack-tight">
      <Show when={problem()}>{(found) => <ProblemNotice problem={found()} />}</Show>
      <Show
        when={isOpen()}
        fallback={
          <ButtonLink wide href={`/actions/${props.action.actionId}`}>
            {t('actions.followUp.see')}
          </ButtonLink>
        }
      >
        <Button
          variant="primary"
          size="large"
          wide
          icon={CircleCheck}
          disabled={busy() || proofOf(props.action, props.opened).length === 0}
          onClick={() => void move('closed', null)}
        >
          {t('actions.followUp.close')}
        </Button>
        <Show when={proofOf(props.action, props.opened).length === 0}>
          <p class="soft small">{t('actions.followUp.closeHint')}</p>
        </Show>
      </Show>
      <Show when={props.action.state === 'reported'}>
        <Button wide onClick={() => setAsking(true)}>
          {t('actions.followUp.notDone')}
        </Button>
      </Show>
      <ReasonSheet
        open={asking()}
        keep={keepTexts(store)(`reason/${props.action.actionId}/open`)}
        title={t('actions.followUp.notDoneTitle')}
        text={t('actions.followUp.notDoneText')}
        words={reasonWords()}
        tone="primary"
        busy={busy()}
        onClose={() => setAsking(false)}
        onReason={(reason) => move('open', reason)}
      >
        <Show when={problem()}>{(found) => <ProblemNotice problem={found()} />}</Show>
      </ReasonSheet>
    </div>
  );
}
