import FileQuestion from 'lucide-solid/icons/file-question-mark';
import { createEffect, createMemo, Match, onCleanup, Show, Switch, untrack, type Accessor, type JSX } from 'solid-js';
import type { CompiledDefinition } from '#definition/compiled.ts';
import { clearPendingCapture } from '#store/commands/remember-place.ts';
import { readPendingCapture } from '#store/queries/read-place.ts';
import type { Store } from '#store/store.ts';
import type { AssessmentView } from '#store/views.ts';
import { GhostContext } from '#app/actions/camera-ghost.tsx';
import { bootedAt } from '#app/boot.ts';
import { useField } from '#app/field-context.tsx';
import { t } from '#app/i18n/t.ts';
import { EmptyState } from '#app/ui/empty-state.tsx';
import { ScreenBody, TopBar } from '#app/ui/top-bar.tsx';
import { holdUpdates } from '#app/update-holds.ts';
import { CameraView } from './camera-view.tsx';
import { FormContext, type FormWork } from './form-context.tsx';
import { keepFormSafe } from './keep-form-safe.ts';
import { openForm } from './open-form.ts';

export type OpenedForm = {
  readonly work: FormWork;
  readonly compiled: CompiledDefinition;
  readonly view: Accessor<AssessmentView | null>;
};

/** The form of an assessment for a screen that is no questionnaire, with its camera; says so where it cannot be opened. Keyed by `id`. */
export function WithForm(props: {
  readonly id: string;
  /** Address of this screen: a capture that died returns here. */
  readonly route: string;
  /** What the camera says it is for. */
  readonly wording: (place: string, compiled: CompiledDefinition) => string;
  /** The picture from before that a new one at a place is framed like. */
  readonly before?: (place: string) => string | null;
  readonly children: (opened: OpenedForm) => JSX.Element;
}): JSX.Element {
  const { store } = useField();
  onCleanup(holdUpdates('questionnaire'));
  const { id, route } = untrack(() => ({ id: props.id, route: props.route }));
  const opened = openForm(store, id, () => route);
  keepFormSafe(opened.state, route);
  const before = (place: string): string | null => props.before?.(place) ?? null;
  const open = createMemo(() => {
    const state = opened.state();
    return state.kind === 'open' ? state : null;
  });
  createEffect(() => {
    const work = open()?.work;
    if (work !== undefined) void reportLost(store, id, work);
  });
  return (
    <Switch>
      <Match when={open()} keyed>
        {(state) => (
          <FormContext.Provider value={state.work}>
            {props.children({ work: state.work, compiled: state.compiled, view: opened.view })}
            <Show when={state.work.evidence.shooting()} keyed>
              {(now) => (
                <GhostContext.Provider value={before}>
                  <CameraView shooting={now} wording={props.wording(now.question, state.compiled)} questions={[]} />
                </GhostContext.Provider>
              )}
            </Show>
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
        <TopBar title={t('form.noDefinition.title')} back={`/assessments/${props.id}`} />
        <ScreenBody>
          <EmptyState icon={FileQuestion} title={t('form.noDefinition.title')} text={t('form.noDefinition.text')} />
        </ScreenBody>
      </Match>
    </Switch>
  );
}

/** A capture that was under way when the page died is told where it belongs. */
async function reportLost(store: Store, assessmentId: string, { evidence }: FormWork): Promise<void> {
  const pending = await readPendingCapture(store);
  if (pending?.assessmentId !== assessmentId || Date.parse(pending.at) >= bootedAt) return;
  if (pending.what === 'picture') evidence.reportLost(pending.question);
  await clearPendingCapture(store);
}
