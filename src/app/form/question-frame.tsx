import CircleAlert from 'lucide-solid/icons/circle-alert';
import Ellipsis from 'lucide-solid/icons/ellipsis';
import { createMemo, createSignal, For, Show, type JSX } from 'solid-js';
import type { Question } from '#definition/compiled.ts';
import { ClauseFindings } from '#app/actions/clause-findings.tsx';
import { ReturnedNote } from '#app/returned/returned-note.tsx';
import { t } from '#app/i18n/t.ts';
import { IconButton } from '#app/ui/button.tsx';
import { ComputedLine, withoutTitle } from './computed-line.tsx';
import { anyPhoto, EvidenceStrip } from './evidence-strip.tsx';
import { FactLine } from './fact-line.tsx';
import { useForm } from './form-context.tsx';
import type { EvidencePlace, FrameOf } from './frame-of.ts';
import { QuestionDispute } from './question-dispute.tsx';
import { QuestionMenu } from './question-menu.tsx';

/** What every question card has around its widget: number, words, hint, what others say, what is computed, evidence, menu. */
export function Frame(
  props: FrameOf & { readonly section: number; readonly children: (describedBy: string | undefined) => JSX.Element },
): JSX.Element {
  const { form, evidence, audience } = useForm();
  const staff = audience === 'staff';
  const [menu, setMenu] = createSignal(false);
  const hintId = (): string => `hint-${props.path}`;
  const compact = (): boolean =>
    props.compact || (form.index.itemsOf.get(props.path) ?? []).some(({ rule }) => rule.kind === 'satisfaction');
  const number = (): string => `${String(props.section)}.${String(props.number)}`;
  /** Any question may carry photos; without a rule of its own the strip appears with the first of them. */
  const photos = (): readonly EvidencePlace[] => {
    if (!staff) return [];
    const shown = asked();
    // One strip is enough for a scene; what may be added to its other questions is in the menu.
    if (shown.length > 0)
      return shown.filter(({ question, rule }, at) => at === 0 || rule.need === 'required' || evidence.isUsed(question));
    const other = unasked();
    return other !== null && (props.questions[0]?.type === 'image' || evidence.isUsed(other.question)) ? [other] : [];
  };
  const asked = (): readonly EvidencePlace[] => props.evidence.filter(({ question }) => form.node(question).relevant);
  const unasked = createMemo((): EvidencePlace | null => {
    const first = props.questions[0];
    return first === undefined ? null : { question: first.name, label: first.label, rule: anyPhoto };
  });
  return (
    <article
      class={`question-card card${compact() ? ' question-compact' : ''}`}
      id={`q-${props.path}`}
      data-question={props.path}
      data-names={props.names}
      aria-labelledby={`words-${props.path}`}
      tabIndex={-1}
    >
      <Head
        {...props}
        shown={number()}
        required={props.questions.some((question) => form.node(question.name).required)}
        onMenu={staff ? () => setMenu(true) : null}
      />
      <Show when={staff}>
        <For each={props.questions}>{(question) => <QuestionDispute path={question.name} question={question} />}</For>
        <For each={props.questions}>
          {(question) => <FactLine question={question} label={props.questions.length > 1 ? question.label : null} />}
        </For>
      </Show>
      {props.children(props.hint === null ? undefined : hintId())}
      <For each={props.questions}>{(question) => <ChoiceProblem question={question} />}</For>
      <For each={props.computed}>
        {(question) => (
          <ComputedLine question={question} title={props.wording} inputs={props.questions.map((each) => each.name)} />
        )}
      </For>
      <ReturnedNote names={props.names.split(' ')} />
      <ClauseFindings names={props.names.split(' ')} />
      <For each={photos()}>
        {(place) => (
          <EvidenceStrip
            question={place.question}
            rule={place.rule}
            words={photos().length > 1 ? withoutTitle(place.label, props.wording) : null}
          />
        )}
      </For>
      <Show when={staff}>
        <QuestionMenu
          open={menu()}
          onClose={() => setMenu(false)}
          wording={props.wording}
          questions={props.questions}
          evidence={asked()}
        />
      </Show>
    </article>
  );
}

/** Number, words, hint, and the definition of terms folded away. */
function Head(
  props: FrameOf & { readonly shown: string; readonly required: boolean; readonly onMenu: (() => void) | null },
): JSX.Element {
  return (
    <>
      <header class="question-head">
        <h2 id={`words-${props.path}`}>
          <span class="question-number">{props.shown}</span> {props.wording}
          <Show when={props.required}>
            <span class="question-required"> {t('form.question.required')}</span>
          </Show>
        </h2>
        <Show when={props.questions.length > 0 && props.onMenu}>
          {(open) => (
            <IconButton
              icon={Ellipsis}
              label={t('form.menu.open', { number: props.shown })}
              aria-haspopup="dialog"
              onClick={() => open()()}
            />
          )}
        </Show>
      </header>
      <Show when={props.hint}>
        {(hint) => (
          <p class="question-hint" id={`hint-${props.path}`}>
            {hint()}
          </p>
        )}
      </Show>
      <Show when={props.guidance}>
        {(guidance) => (
          <details class="question-guidance">
            <summary>{t('form.question.guidance')}</summary>
            <p>{guidance()}</p>
          </details>
        )}
      </Show>
    </>
  );
}

/** A choice that was made and is not offered any more. */
function ChoiceProblem(props: { readonly question: Question }): JSX.Element {
  const { form } = useForm();
  const wrong = (): boolean => {
    const { name, type } = props.question;
    return (type === 'select_one' || type === 'select_multiple') && form.node(name).problem !== null;
  };
  return (
    <Show when={wrong()}>
      <p class="field-problem" role="alert">
        <CircleAlert size={16} aria-hidden="true" />
        <span>{t('form.question.badChoice')}</span>
      </p>
    </Show>
  );
}
