import { createMemo, createSignal, For, Show, type JSX } from 'solid-js';
import type { Question } from '#definition/compiled.ts';
import type { AnswerValue } from '#engine/answers.ts';
import type { EvidenceView } from '#store/views.ts';
import { t } from '#app/i18n/t.ts';
import { Dispute } from './dispute.tsx';
import { Thumbnail } from './evidence-strip.tsx';
import { EvidenceViewer } from './evidence-viewer.tsx';
import { useForm } from './form-context.tsx';
import { valueWords } from './value-words.ts';

/** Answers to one question that contradict each other, each with the photos that its author took for it. */
export function QuestionDispute(props: {
  readonly question: Question;
  readonly path: string;
  /** The question, where its own words do not stand beside. */
  readonly words?: string;
}): JSX.Element {
  const { form, disputed, settling, evidence, keepReason } = useForm();
  const [open, setOpen] = createSignal<string | null>(null);
  const pieces = (): readonly EvidenceView[] => evidence.of(props.path);
  const opened = createMemo(() => pieces().find(({ evidenceId }) => evidenceId === open()) ?? null);
  const explain = (reason: string | null): void => form.explain(props.path, reason ?? '');
  const title = (): string => {
    const several = t('form.disputed.title', { count: disputed(props.path).length });
    return props.words === undefined ? several : t('form.jump.of', { subject: props.words, question: several });
  };
  return (
    <Show when={disputed(props.path).length > 1}>
      <Dispute
        title={title()}
        values={disputed(props.path)}
        words={(value) => valueWords(props.question, value)}
        settling={settling()}
        third={t('form.disputed.third')}
        keep={keepReason?.({ path: props.path }) ?? null}
        onReason={explain}
        onChoose={(value, reason) => {
          if (reason !== null) explain(reason);
          // What a field can hold was checked when it was written.
          return form.settle(props.path, value as AnswerValue);
        }}
        photos={(author) => <Photos pieces={pieces().filter((piece) => piece.author === author)} onOpen={setOpen} />}
      />
      <EvidenceViewer piece={opened()} question={props.path} onClose={() => setOpen(null)} />
    </Show>
  );
}

function Photos(props: { readonly pieces: readonly EvidenceView[]; readonly onOpen: (evidenceId: string) => void }): JSX.Element {
  return (
    <Show when={props.pieces.length > 0}>
      <ul class="evidence-list" aria-label={t('form.disputed.photos')}>
        <For each={props.pieces}>
          {(piece, index) => <Thumbnail piece={piece} number={index() + 1} onOpen={() => props.onOpen(piece.evidenceId)} />}
        </For>
      </ul>
    </Show>
  );
}
