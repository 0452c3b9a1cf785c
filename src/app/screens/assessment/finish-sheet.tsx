import CircleCheck from 'lucide-solid/icons/circle-check';
import TriangleAlert from 'lucide-solid/icons/triangle-alert';
import { createSignal, For, Show, untrack, type JSX } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import { createDraft } from '#app/drafts/create-draft.ts';
import { useField } from '#app/field-context.tsx';
import type { Evaluation } from '#app/form/create-evaluation.ts';
import { SignatureLines } from '#app/evidence/signature-lines.tsx';
import { t } from '#app/i18n/t.ts';
import { Button } from '#app/ui/button.tsx';
import { fromLive } from '#app/ui/from-live.ts';
import { Sheet } from '#app/ui/sheet.tsx';
import { indexDefinition } from '#definition/index-definition.ts';
import { listRecordings } from '#store/queries/read-recordings.ts';
import type { Recording } from '#store/views.ts';
import type { Signing } from './create-signing.ts';
import { SignButtons, UnsignedReason, unsignedReason, type Unsigned } from './signature-card.tsx';

type Line = { readonly done: boolean; readonly text: string };

/** What is still open, said before finishing; nothing of it forbids to finish. */
export function FinishSheet(props: FinishProps & { readonly open: boolean }): JSX.Element {
  return (
    <Sheet open={props.open} title={t('form.overview.finishTitle')} onClose={() => props.onClose()}>
      <FinishForm {...props} />
    </Sheet>
  );
}

type FinishProps = {
  readonly evaluation: Evaluation;
  readonly busy: boolean;
  readonly onClose: () => void;
  readonly signing: Signing;
  /** `reason`: why not both sides signed; null where they did. True once it is finished. */
  readonly onFinish: (reason: string | null) => Promise<boolean>;
};

function FinishForm(props: FinishProps): JSX.Element {
  const { store } = useField();
  const [unsignedFor, setUnsignedFor] = createSignal<Unsigned>({ chosen: null, words: '' });
  const about = untrack(() => `unsigned/${props.signing.assessmentId}`);
  const draft = createDraft(store, about, unsignedFor, setUnsignedFor);
  const reason = (): string | null => unsignedReason(unsignedFor());
  const [asked, setAsked] = createSignal(false);
  const unsigned = (): boolean => props.signing.missing().length > 0;
  const finish = async (): Promise<void> => {
    if (unsigned() && reason() === null) setAsked(true);
    else if (await props.onFinish(unsigned() ? reason() : null)) draft.sent();
  };
  // Once it is handed in nothing can be added: what was recorded would never be evidence.
  const recordings = fromLive<readonly Recording[]>(
    () =>
      listRecordings(
        store,
        untrack(() => props.signing.assessmentId),
      ),
    [],
  );
  const recordedAt = (): string => {
    const { questions } = indexDefinition(props.evaluation.compiled);
    const names = new Set(recordings().map(({ question }) => question));
    return [...names].map((name) => `“${questions.get(name)?.question.label ?? name}”`).join('');
  };
  const lines = (): readonly Line[] => {
    const { progress, verified } = props.evaluation;
    const unexplained = verified?.coverage.reasonMissing ?? 0;
    const open = progress.total - progress.answered;
    const invalid = progress.sections.reduce((sum, section) => sum + section.invalid.length, 0);
    const evidence = progress.evidenceRequired - progress.evidencePresent;
    return [
      { done: open === 0, text: open === 0 ? t('form.overview.openNone') : t('form.overview.openQuestions', { count: open }) },
      ...(progress.missingRequired.length > 0
        ? [{ done: false, text: t('form.overview.missingRequired', { count: progress.missingRequired.length }) }]
        : []),
      ...(unexplained > 0 ? [{ done: false, text: t('form.verify.finishReasons', { count: unexplained }) }] : []),
      ...(invalid > 0 ? [{ done: false, text: t('form.overview.invalid', { count: invalid }) }] : []),
      {
        done: evidence === 0,
        text: evidence === 0 ? t('form.overview.evidenceNone') : t('form.overview.missingEvidence', { count: evidence }),
      },
      ...(recordings().length > 0
        ? [{ done: false, text: t('form.overview.recordings', { count: recordings().length, questions: recordedAt() }) }]
        : []),
    ];
  };
  const complete = (): boolean => lines().every((line) => line.done);
  return (
    <div class="stack">
      <ul class="finish-list">
        <For each={lines()}>
          {(line) => (
            <li class={line.done ? 'finish-done' : 'finish-open'}>
              <Dynamic component={line.done ? CircleCheck : TriangleAlert} size={20} aria-hidden="true" />
              <span>{line.text}</span>
            </li>
          )}
        </For>
      </ul>
      <Show when={!complete()}>
        <p class="soft">{t('form.overview.allowed')}</p>
      </Show>
      <SignatureLines signatures={props.signing.state()?.signatures ?? []} reason={null} />
      <SignButtons signing={props.signing} />
      <Show when={unsigned()}>
        <p class="soft">{t('form.capture.unsigned')}</p>
        <UnsignedReason value={unsignedFor()} onChange={setUnsignedFor} />
        <Show when={asked() && reason() === null}>
          <p class="section-evidence" role="alert">
            {t('form.capture.reasonMissing')}
          </p>
        </Show>
      </Show>
      <Button variant="primary" size="large" wide disabled={props.busy} onClick={() => void finish()}>
        {t('form.overview.finishNow')}
      </Button>
      <Button variant="quiet" wide onClick={() => props.onClose()}>
        {t('form.overview.cancel')}
      </Button>
    </div>
  );
}
