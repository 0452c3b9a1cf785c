import { A, useParams, useSearchParams } from '@solidjs/router';
import Flag from 'lucide-solid/icons/flag';
import { createSignal, For, onCleanup, Show, untrack, type JSX } from 'solid-js';
import type { CompiledDefinition } from '#definition/compiled.ts';
import { indexDefinition } from '#definition/index-definition.ts';
import { findingPlace } from '#domain/finding.ts';
import type { ActionOf, FindingOf } from '#oplog/project-action.ts';
import type { Problem } from '#shared/problems.ts';
import { withdrawFinding } from '#store/commands/raise-finding.ts';
import { listActions } from '#store/queries/read-action.ts';
import { reasonWords } from '#app/actions/action-words.ts';
import { ActionRow } from '#app/actions/action-row.tsx';
import { SeverityMark } from '#app/actions/marks.tsx';
import { Pictures } from '#app/actions/picture.tsx';
import { beforeLock } from '#app/before-lock.ts';
import { keepTexts } from '#app/drafts/create-draft.ts';
import { useField } from '#app/field-context.tsx';
import { createEvidenceRemoval } from '#app/form/create-evidence-removal.ts';
import { anyPhoto, EvidenceStrip } from '#app/form/evidence-strip.tsx';
import { UndoBar } from '#app/form/save-line.tsx';
import { WithForm, type OpenedForm } from '#app/form/with-form.tsx';
import { dayKey } from '#app/i18n/format.ts';
import { t } from '#app/i18n/t.ts';
import { Button } from '#app/ui/button.tsx';
import { Card, LinkRow } from '#app/ui/card.tsx';
import { createNow } from '#app/ui/create-now.ts';
import { EmptyState } from '#app/ui/empty-state.tsx';
import { fromLive } from '#app/ui/from-live.ts';
import { Notice, ProblemNotice } from '#app/ui/notice.tsx';
import { ReasonSheet } from '#app/ui/reason-sheet.tsx';
import { Sheet } from '#app/ui/sheet.tsx';
import { ScreenBody, TopBar } from '#app/ui/top-bar.tsx';
import { RaiseForm } from './raise-form.tsx';

/** What was found in an assessment; `?raise=jc01` opens the sheet that adds one to a clause. */
export function FindingsScreen(): JSX.Element {
  const params = useParams<{ id: string }>();
  return (
    <Show when={params.id} keyed>
      {(id) => (
        <WithForm
          id={id}
          route={`/assessments/${id}/findings`}
          wording={(place, compiled) => (place.startsWith('finding/') ? t('actions.findings.title') : clauseOf(compiled, place))}
        >
          {(opened) => <Findings id={id} opened={opened} />}
        </WithForm>
      )}
    </Show>
  );
}

function clauseOf(compiled: CompiledDefinition, question: string | null): string {
  if (question === null || question === '') return t('actions.raise.whole');
  const name = question.split('/').at(-1) ?? question;
  return indexDefinition(compiled).questions.get(name)?.question.label ?? question;
}

function Findings(props: { readonly id: string; readonly opened: OpenedForm }): JSX.Element {
  const { store } = useField();
  const [search, setSearch] = useSearchParams<{ raise?: string }>();
  const id = untrack(() => props.id);
  const all = (): readonly FindingOf[] | null => props.opened.view()?.findings ?? null;
  const actions = fromLive<readonly ActionOf[]>(() => listActions(store), []);
  const [problem, setProblem] = createSignal<Problem | null>(null);
  // Kept from the log until it can no longer be taken back.
  const removal = createEvidenceRemoval(
    (findingId, reason) => withdrawFinding(store, id, findingId, reason),
    (_, why) => setProblem(why),
  );
  onCleanup(() => void removal.commit());
  onCleanup(beforeLock(async () => (await removal.commit(), true)));
  const shown = (): readonly FindingOf[] => (all() ?? []).filter(({ findingId }) => !removal.isLeaving(findingId));
  const editable = (): boolean => props.opened.work.editable();
  const raising = (): string | null => (editable() ? (search.raise ?? null) : null);
  const close = (): void => setSearch({ raise: undefined }, { replace: true, scroll: false });
  return (
    <>
      <TopBar
        title={t('actions.findings.title')}
        subtitle={props.opened.view()?.record.enterpriseName}
        back={`/assessments/${props.id}`}
      />
      <ScreenBody>
        <Show when={problem()}>{(found) => <ProblemNotice problem={found()} />}</Show>
        <Show when={!editable()}>
          <Notice tone="info">{t('actions.findings.readOnly')}</Notice>
        </Show>
        <Show when={all() !== null}>
          <For
            each={shown()}
            fallback={<EmptyState icon={Flag} title={t('actions.findings.empty')} text={t('actions.findings.emptyText')} />}
          >
            {(finding) => (
              <Finding
                finding={finding}
                opened={props.opened}
                action={actions().find(({ actionId }) => actionId === finding.action) ?? null}
                onWithdraw={(reason) => removal.remove(finding.findingId, reason)}
              />
            )}
          </For>
        </Show>
        <div aria-live="polite">
          <Show when={removal.undo()}>{(run) => <UndoBar text={t('actions.findings.withdrawn')} onUndo={() => run()()} />}</Show>
        </div>
        <Show when={editable()}>
          <Button wide icon={Flag} onClick={() => setSearch({ raise: '' }, { replace: true, scroll: false })}>
            {t('actions.findings.add')}
          </Button>
        </Show>
      </ScreenBody>
      <Sheet open={raising() !== null} title={t('actions.raise.title')} onClose={close}>
        <RaiseForm
          assessmentId={props.id}
          question={raising() === '' ? null : raising()}
          clause={clauseOf(props.opened.compiled, raising())}
          onDone={close}
        />
      </Sheet>
    </>
  );
}

function Finding(props: {
  readonly finding: FindingOf;
  readonly opened: OpenedForm;
  readonly action: ActionOf | null;
  /** True once it can no longer be taken back, false when it was or could not be written. */
  readonly onWithdraw: (reason: string) => Promise<boolean>;
}): JSX.Element {
  const now = createNow();
  const { store } = useField();
  const [asking, setAsking] = createSignal(false);
  const place = (): string => findingPlace(props.finding.findingId);
  const photos = (): readonly string[] => props.opened.work.evidence.of(place()).map(({ evidenceId }) => evidenceId);
  return (
    <Card>
      <div class="stack">
        <p class="finding-line">
          <SeverityMark severity={props.finding.severity} />
          <span class="strong">{props.finding.text}</span>
        </p>
        <Show
          when={sectionOf(props.opened.compiled, props.finding.question)}
          fallback={<p class="soft small">{t('actions.raise.whole')}</p>}
        >
          {(section) => (
            <A
              class="small link-target"
              href={`/assessments/${props.finding.assessment}/q/${section()}?at=${encodeURIComponent(props.finding.question ?? '')}`}
            >
              {clauseOf(props.opened.compiled, props.finding.question)}
            </A>
          )}
        </Show>
        <Show
          when={props.opened.work.editable()}
          fallback={<Pictures ids={photos()} label={t('actions.raise.photos')} none={t('actions.detail.noBefore')} />}
        >
          <EvidenceStrip question={place()} rule={anyPhoto} words={null} />
        </Show>
        <Show when={props.action} fallback={<p class="soft small">{t('actions.findings.noAction')}</p>}>
          {(action) => (
            <LinkRow href={`/actions/${action().actionId}`}>
              <ActionRow action={action()} today={dayKey(now())} hideFirm />
            </LinkRow>
          )}
        </Show>
        <Show when={props.opened.work.editable()}>
          <Button variant="quiet" onClick={() => setAsking(true)}>
            {t('actions.findings.withdraw')}
          </Button>
        </Show>
        <ReasonSheet
          open={asking()}
          keep={keepTexts(store)(`reason/${props.finding.findingId}`)}
          title={t('actions.findings.withdrawTitle')}
          text={t('actions.findings.withdrawText')}
          words={{ ...reasonWords(), hint: t('actions.findings.reasonHint') }}
          tone="primary"
          busy={false}
          onClose={() => setAsking(false)}
          onReason={(reason) => {
            // Not before it is in the log is its reason kept no more.
            setAsking(false);
            return props.onWithdraw(reason);
          }}
        />
      </div>
    </Card>
  );
}

function sectionOf(compiled: CompiledDefinition, question: string | null): string | null {
  if (question === null) return null;
  return indexDefinition(compiled).questions.get(question.split('/').at(-1) ?? question)?.section ?? null;
}
