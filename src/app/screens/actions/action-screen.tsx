import { useParams } from '@solidjs/router';
import ListChecks from 'lucide-solid/icons/list-checks';
import RotateCcw from 'lucide-solid/icons/rotate-ccw';
import { createSignal, For, Match, Show, Switch, untrack, type JSX } from 'solid-js';
import type { ActionOf } from '#oplog/project-action.ts';
import { fieldText, fieldValueText, dueText, pointsText, reasonWords } from '#app/actions/action-words.ts';
import { ActionStateMark, SeverityMark } from '#app/actions/marks.tsx';
import { Pictures } from '#app/actions/picture.tsx';
import { planOf, PlanFields, planText } from '#app/actions/plan-fields.tsx';
import { DraftNote } from '#app/drafts/draft-note.tsx';
import { createDraft, keepDisputed, keepTexts } from '#app/drafts/create-draft.ts';
import { useField } from '#app/field-context.tsx';
import { Dispute, EachDispute } from '#app/form/dispute.tsx';
import { formatMoment } from '#app/i18n/format.ts';
import { t } from '#app/i18n/t.ts';
import { Button } from '#app/ui/button.tsx';
import { Card, LinkRow, Tag } from '#app/ui/card.tsx';
import { EmptyState } from '#app/ui/empty-state.tsx';
import { ProblemNotice } from '#app/ui/notice.tsx';
import { ReasonSheet } from '#app/ui/reason-sheet.tsx';
import { Sheet } from '#app/ui/sheet.tsx';
import { ScreenBody, TopBar } from '#app/ui/top-bar.tsx';
import { ActionHistory } from './action-history.tsx';
import { createAction, type ActionWork } from './create-action.ts';

/** One action: what was agreed, how it was, how it is, and what may happen next. */
export function ActionScreen(): JSX.Element {
  const params = useParams<{ id: string }>();
  return (
    <Show when={params.id} keyed>
      {(id) => <Opened id={id} />}
    </Show>
  );
}

function Opened(props: { readonly id: string }): JSX.Element {
  // Keyed by id: another action is another component.
  const work = createAction(untrack(() => props.id));
  return (
    <>
      <TopBar
        title={work.action()?.record.title ?? t('actions.list.title')}
        tabTitle={t('actions.list.title')}
        subtitle={work.action()?.record.enterpriseName}
        back="/actions"
      />
      <ScreenBody>
        <Switch>
          <Match when={work.action()}>{(action) => <Action work={work} action={action()} />}</Match>
          <Match when={work.action() === null}>
            <EmptyState icon={ListChecks} title={t('actions.detail.absent')} text={t('actions.detail.absentText')} />
          </Match>
        </Switch>
      </ScreenBody>
    </>
  );
}

function Action(props: { readonly work: ActionWork; readonly action: ActionOf }): JSX.Element {
  return (
    <>
      <p class="action-row-line">
        <ActionStateMark action={props.action} today={props.work.today()} />
        <SeverityMark severity={props.action.record.severity} />
        <Show when={props.action.record.demo}>
          <Tag>{t('shell.app.demo')}</Tag>
        </Show>
      </p>
      <Show when={props.work.problem()}>{(found) => <ProblemNotice problem={found()} />}</Show>
      <Disputes work={props.work} />
      <Facts work={props.work} action={props.action} />
      <Card>
        <div class="before-after">
          <div>
            <h2>{t('actions.detail.before')}</h2>
            <Pictures ids={props.action.record.before} label={t('actions.detail.before')} none={t('actions.detail.noBefore')} />
          </div>
          <div>
            <h2>{t('actions.detail.after')}</h2>
            <Pictures ids={proofOf(props.action)} label={t('actions.detail.after')} none={t('actions.detail.noAfter')} />
          </div>
        </div>
      </Card>
      <Show when={props.work.mayWrite()}>
        <Steps work={props.work} action={props.action} />
      </Show>
      <ActionHistory steps={props.work.steps()} whole={props.work.whole()} />
      <Card flush>
        <Show when={props.action.record.assessment}>
          {(id) => <LinkRow href={`/assessments/${id()}`}>{t('actions.detail.origin')}</LinkRow>}
        </Show>
        <Show when={props.action.state === 'closed' && props.action.proof}>
          {(proof) => <LinkRow href={`/assessments/${proof().assessment}/follow-up`}>{t('actions.detail.proofAt')}</LinkRow>}
        </Show>
      </Card>
    </>
  );
}

function proofOf({ state, proof }: ActionOf): readonly string[] {
  return state === 'closed' ? (proof?.evidence ?? []) : [];
}

function Facts(props: { readonly work: ActionWork; readonly action: ActionOf }): JSX.Element {
  const { store } = useField();
  const [changing, setChanging] = createSignal(false);
  const author = (): string => {
    const made = props.work.history().find(({ field }) => field === '@create');
    const name = props.action.author === store.profile.personId ? store.profile.name : (made?.name ?? null);
    return name ?? t('actions.detail.someone', { id: props.action.author.slice(0, 6) });
  };
  const facts = (): readonly (readonly [string, string | null])[] => {
    const { record, createdAt, reason } = props.action;
    return [
      [t('actions.detail.finding'), props.work.finding()],
      [t('actions.detail.owner'), record.ownerName],
      [t('actions.detail.due'), dueText(props.action, props.work.today())],
      [t('actions.detail.gain'), record.gain === null ? null : t('actions.gain.shown', { points: pointsText(record.gain) })],
      [t('actions.detail.by'), t('actions.detail.byValue', { name: author(), time: formatMoment(createdAt) })],
      ...(reason === null ? [] : ([[t('actions.detail.reason'), reason]] as const)),
    ];
  };
  return (
    <Card
      title={t('actions.detail.facts')}
      action={
        <Show when={props.work.mayWrite()}>
          <Button variant="quiet" onClick={() => setChanging(true)}>
            {t('actions.detail.change')}
          </Button>
        </Show>
      }
    >
      <dl class="facts">
        <For each={facts()}>
          {([name, value]) => (
            <>
              <dt>{name}</dt>
              <dd classList={{ soft: value === null }}>{value ?? t('actions.detail.unknown')}</dd>
            </>
          )}
        </For>
      </dl>
      <Sheet open={changing()} title={t('actions.detail.changeTitle')} onClose={() => setChanging(false)}>
        <ChangeForm work={props.work} action={props.action} onDone={() => setChanging(false)} />
      </Sheet>
    </Card>
  );
}

function ChangeForm(props: { readonly work: ActionWork; readonly action: ActionOf; readonly onDone: () => void }): JSX.Element {
  // What is typed here is not replaced by what arrives meanwhile.
  const [plan, setPlan] = createSignal(planText(untrack(() => props.action.record)));
  const [tried, setTried] = createSignal(false);
  const { store } = useField();
  const about = untrack(() => `action/${props.action.actionId}`);
  const draft = createDraft(store, about, plan, setPlan);
  const save = async (): Promise<void> => {
    setTried(true);
    const written = planOf(plan());
    if (written === null || !(await props.work.change(written))) return;
    draft.sent();
    props.onDone();
  };
  return (
    <div class="stack">
      <DraftNote draft={draft} />
      <PlanFields
        plan={plan()}
        today={props.work.today()}
        gainHint={t('actions.gain.hint')}
        tried={tried()}
        onChange={(change) => setPlan((before) => ({ ...before, ...change }))}
      />
      <Button variant="primary" size="large" wide disabled={props.work.busy()} onClick={() => void save()}>
        {t('actions.detail.save')}
      </Button>
    </div>
  );
}

function Steps(props: { readonly work: ActionWork; readonly action: ActionOf }): JSX.Element {
  const { store } = useField();
  const [asking, setAsking] = createSignal<'dropped' | 'open' | null>(null);
  const isOpen = (): boolean => props.action.state === 'open' || props.action.state === 'reported';
  const explained = async (reason: string): Promise<boolean> => {
    const to = asking();
    return to !== null && props.work.move(to, reason);
  };
  return (
    <div class="stack-tight">
      <Show when={isOpen()}>
        <Show
          when={props.action.record.assessment !== null}
          fallback={<p class="soft small">{t('actions.detail.noFollowUp')}</p>}
        >
          <Button
            variant="primary"
            size="large"
            wide
            icon={RotateCcw}
            disabled={props.work.busy()}
            onClick={() => void props.work.follow()}
          >
            {t('actions.detail.followUp')}
          </Button>
          <p class="soft small">{t('actions.detail.followUpText')}</p>
        </Show>
      </Show>
      <Show when={props.action.state === 'open'}>
        <Button wide disabled={props.work.busy()} onClick={() => void props.work.move('reported', null)}>
          {t('actions.detail.report')}
        </Button>
      </Show>
      <Show when={props.action.state === 'reported'}>
        <Button wide onClick={() => setAsking('open')}>
          {t('actions.detail.notDone')}
        </Button>
      </Show>
      <Show when={isOpen()} fallback={<Reopen onOpen={() => setAsking('open')} />}>
        <Button variant="danger" wide onClick={() => setAsking('dropped')}>
          {t('actions.detail.drop')}
        </Button>
      </Show>
      <ReasonSheet
        open={asking() !== null}
        keep={keepTexts(store)(`reason/${props.action.actionId}/${asking() ?? ''}`)}
        title={asking() === 'dropped' ? t('actions.detail.dropTitle') : t('actions.detail.reopenTitle')}
        text={asking() === 'dropped' ? t('actions.detail.dropText') : t('actions.detail.reopenText')}
        words={reasonWords()}
        tone="primary"
        busy={props.work.busy()}
        onClose={() => setAsking(null)}
        onReason={explained}
      >
        <Show when={props.work.problem()}>{(found) => <ProblemNotice problem={found()} />}</Show>
      </ReasonSheet>
    </div>
  );
}

function Reopen(props: { readonly onOpen: () => void }): JSX.Element {
  return (
    <Button wide onClick={() => props.onOpen()}>
      {t('actions.detail.reopen')}
    </Button>
  );
}

/** Values that two phones wrote without knowing of each other: settled by choosing one. */
function Disputes(props: { readonly work: ActionWork }): JSX.Element {
  const { store } = useField();
  return (
    <EachDispute disputes={props.work.disputes()}>
      {(field, values) => (
        <Card>
          <Dispute
            title={t('actions.detail.disputed', { field: fieldText(field), count: values().length })}
            values={values()}
            words={(value) => fieldValueText(field, value)}
            settling={props.work.mayWrite() ? 'allowed' : 'role'}
            third={null}
            keep={keepDisputed(store, { part: 'reason', entityId: props.work.actionId, register: field })}
            onChoose={(value, reason) => props.work.settle(field, value, reason)}
          />
        </Card>
      )}
    </EachDispute>
  );
}
