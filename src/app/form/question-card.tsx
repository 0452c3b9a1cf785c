import CircleAlert from 'lucide-solid/icons/circle-alert';
import Ellipsis from 'lucide-solid/icons/ellipsis';
import { createSignal, For, Match, Show, Switch, type JSX } from 'solid-js';
import type { EvidenceRule, Question } from '#definition/compiled.ts';
import { formatTime } from '#app/i18n/format.ts';
import { t } from '#app/i18n/t.ts';
import { IconButton } from '#app/ui/button.tsx';
import { namesOf, type Card } from './cards.ts';
import { ComputedLine } from './computed-line.tsx';
import { EvidenceStrip } from './evidence-strip.tsx';
import { FactLine } from './fact-line.tsx';
import { useForm } from './form-context.tsx';
import { PairQuestion } from './pair-question.tsx';
import { QuestionInput } from './question-input.tsx';
import { QuestionMenu } from './question-menu.tsx';
import { RepeatEditor } from './repeat-editor.tsx';
import { valueWords } from './value-words.ts';
import './question-card.css';

/** One card of a section: number, words, hint, definition of terms, the widget, what is computed from it, its evidence. */
export function QuestionCard(props: { readonly card: Card; readonly section: number }): JSX.Element {
  const { form } = useForm();
  return (
    <Show when={form.node(props.card.path).relevant}>
      <Switch>
        <Match when={props.card.kind === 'heading' && props.card}>
          {(card) => (
            <div class="question-heading">
              <h2>{card().label}</h2>
              <Show when={card().hint}>{(hint) => <p class="soft small">{hint()}</p>}</Show>
            </div>
          )}
        </Match>
        <Match when={props.card.kind === 'note' && props.card}>
          {(card) => (
            <Show when={card().question.type === 'calculate'} fallback={<p class="question-note">{card().question.label}</p>}>
              <ComputedLine question={card().question} title="" inputs={[]} />
            </Show>
          )}
        </Match>
        <Match when={props.card.kind === 'question' && props.card}>
          {(card) => (
            <Frame {...frameOf(card())} section={props.section}>
              {(describedBy) => (
                <>
                  <QuestionInput question={card().question} path={card().path} describedBy={describedBy} />
                  <Show when={card().seen}>{(seen) => <Seen question={seen()} />}</Show>
                </>
              )}
            </Frame>
          )}
        </Match>
        <Match when={props.card.kind === 'pair' && props.card}>
          {(card) => (
            <Frame {...frameOf(card())} section={props.section}>
              {() => <PairQuestion card={card()} />}
            </Frame>
          )}
        </Match>
        <Match when={props.card.kind === 'repeat' && props.card}>
          {(card) => (
            <Frame {...frameOf(card())} section={props.section}>
              {() => <RepeatEditor repeat={card().repeat} />}
            </Frame>
          )}
        </Match>
      </Switch>
    </Show>
  );
}

/** Shows as soon as there is a judgement to say something about. */
function Seen(props: { readonly question: Question }): JSX.Element {
  const { form } = useForm();
  return (
    <Show when={form.node(props.question.name).relevant}>
      <QuestionInput question={props.question} path={props.question.name} labelled describedBy={undefined} />
    </Show>
  );
}

const anyPhoto: EvidenceRule = { need: 'optional', kinds: ['photo'] };

type FrameOf = {
  readonly path: string;
  /** All names the card shows, between blanks: how a jump finds it. */
  readonly names: string;
  readonly number: number;
  readonly wording: string;
  readonly hint: string | null;
  readonly guidance: string | null;
  /** A ladder of one scene among many: less air, so that it reads as one thing. So do the many clauses of a maturity model. */
  readonly compact: boolean;
  /** Questions the card's menu speaks of. */
  readonly questions: readonly Question[];
  readonly computed: readonly Question[];
  readonly evidence: { readonly question: string; readonly rule: EvidenceRule } | null;
};

function Frame(
  props: FrameOf & { readonly section: number; readonly children: (describedBy: string | undefined) => JSX.Element },
): JSX.Element {
  const { form, disputed, evidence } = useForm();
  const [menu, setMenu] = createSignal(false);
  const hintId = (): string => `hint-${props.path}`;
  const required = (): boolean => props.questions.some((question) => form.node(question.name).required);
  const compact = (): boolean =>
    props.compact || (form.index.itemsOf.get(props.path) ?? []).some(({ rule }) => rule.kind === 'satisfaction');
  const number = (): string => `${String(props.section)}.${String(props.number)}`;
  /** Any question may carry photos; without a rule of its own the strip appears with the first of them. */
  const photos = (): FrameOf['evidence'] => {
    if (props.evidence !== null) return props.evidence;
    const question = props.questions[0]?.name;
    if (question === undefined) return null;
    const isPhoto = props.questions[0]?.type === 'image';
    const used =
      isPhoto || evidence.of(question).length > 0 || evidence.working(question) > 0 || evidence.trouble(question) !== null;
    return used ? { question, rule: anyPhoto } : null;
  };
  return (
    <article
      class={`question-card card${compact() ? ' question-compact' : ''}`}
      id={`q-${props.path}`}
      data-question={props.path}
      data-names={props.names}
      aria-labelledby={`words-${props.path}`}
      tabIndex={-1}
    >
      <header class="question-head">
        <h2 id={`words-${props.path}`}>
          <span class="question-number">{number()}</span> {props.wording}
          <Show when={required()}>
            <span class="question-required"> {t('form.question.required')}</span>
          </Show>
        </h2>
        <Show when={props.questions.length > 0}>
          <IconButton
            icon={Ellipsis}
            label={t('form.menu.open', { number: number() })}
            aria-haspopup="dialog"
            onClick={() => setMenu(true)}
          />
        </Show>
      </header>
      <Show when={props.hint}>
        {(hint) => (
          <p class="question-hint" id={hintId()}>
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
      <For each={props.questions}>
        {(question) => <Disputed path={question.name} values={disputed(question.name)} question={question} />}
      </For>
      <For each={props.questions}>
        {(question) => <FactLine question={question} label={props.questions.length > 1 ? question.label : null} />}
      </For>
      {props.children(props.hint === null ? undefined : hintId())}
      <ChoiceProblem question={props.questions[0]} />
      <For each={props.computed}>
        {(question) => (
          <ComputedLine question={question} title={props.wording} inputs={props.questions.map((each) => each.name)} />
        )}
      </For>
      <Show when={photos()}>{(found) => <EvidenceStrip question={found().question} rule={found().rule} />}</Show>
      <QuestionMenu
        open={menu()}
        onClose={() => setMenu(false)}
        wording={props.wording}
        questions={props.questions}
        evidence={photos()?.question ?? null}
      />
    </article>
  );
}

/** A choice that was made and is not offered any more. */
function ChoiceProblem(props: { readonly question: Question | undefined }): JSX.Element {
  const { form } = useForm();
  const wrong = (): boolean => {
    const { question } = props;
    if (question === undefined || (question.type !== 'select_one' && question.type !== 'select_multiple')) return false;
    return form.node(question.name).problem !== null;
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

/** Two people answered differently: both stand, the question is out of the score until one is chosen. */
function Disputed(props: {
  readonly path: string;
  readonly question: Question;
  readonly values: ReturnType<ReturnType<typeof useForm>['disputed']>;
}): JSX.Element {
  const { form, editable } = useForm();
  return (
    <Show when={props.values.length > 1}>
      <div class="question-disputed" role="group" aria-label={t('form.disputed.title')}>
        <p class="strong">{t('form.disputed.title')}</p>
        <p class="small">{t('form.disputed.text')}</p>
        <For each={props.values}>
          {(entry) => (
            <button
              type="button"
              class="button button-secondary"
              disabled={!editable()}
              onClick={() => form.set(props.path, entry.value, 'tap')}
            >
              {t('form.disputed.choose', { value: valueWords(props.question, entry.value), time: formatTime(entry.wallTime) })}
            </button>
          )}
        </For>
      </div>
    </Show>
  );
}

function frameOf(card: Extract<Card, { readonly number: number }>): FrameOf {
  const { path, number, computed } = card;
  const names = namesOf(card).join(' ');
  switch (card.kind) {
    case 'question': {
      const { question } = card;
      return {
        path,
        names,
        number,
        computed,
        wording: question.label,
        hint: question.hint,
        guidance: question.guidance,
        compact: question.appearance === 'scene',
        questions: card.seen === null ? [question] : [question, card.seen],
        evidence: question.evidence === null ? evidenceOf(computed) : { question: question.name, rule: question.evidence },
      };
    }
    case 'pair': {
      const { last, previous } = card;
      const holder = last.evidence === null ? previous : last;
      return {
        path,
        names,
        number,
        computed,
        wording: card.label,
        hint: last.hint ?? previous.hint ?? card.hint,
        guidance: last.guidance ?? previous.guidance,
        compact: false,
        questions: [last, previous],
        evidence: holder.evidence === null ? evidenceOf(computed) : { question: holder.name, rule: holder.evidence },
      };
    }
    case 'repeat':
      return {
        path,
        names,
        number,
        computed,
        wording: card.repeat.label,
        hint: card.repeat.hint,
        guidance: null,
        compact: false,
        questions: [],
        evidence: evidenceOf(computed),
      };
  }
}

/** Evidence of a computed rate hangs on the card that shows it. */
function evidenceOf(computed: readonly Question[]): FrameOf['evidence'] {
  const holder = computed.find((question) => question.evidence !== null);
  return holder?.evidence ? { question: holder.name, rule: holder.evidence } : null;
}
