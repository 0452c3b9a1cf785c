import TriangleAlert from 'lucide-solid/icons/triangle-alert';
import { createMemo, createSignal, createUniqueId, For, Match, Show, Switch, type JSX } from 'solid-js';
import type { OfficeAnswer, OfficeDetail, OfficeEvidence, OfficePart, OfficeSection } from '#protocol/office-wire.ts';
import { formatMoment } from '../i18n/format.ts';
import { t } from '../i18n/t.ts';
import { officeProblemText } from './office-problem-text.ts';
import { EvidenceThumb } from './evidence-thumb.tsx';
import { oneDecimal } from './score-text.ts';
import { knownProblem } from './problem-from-wire.ts';
import '../ui/status-mark.css';
import './filter-box.css';
import './answers-tab.css';

const shows = ['all', 'open', 'conflicts', 'withEvidence'] as const;
type Shown = (typeof shows)[number];

/** The whole form as it was answered: value in words, score, conflict, evidence beside it. */
export function AnswersTab(props: { readonly detail: OfficeDetail; readonly onView: (evidenceId: string) => void }): JSX.Element {
  const [shown, setShown] = createSignal<Shown>('all');
  const sections = createMemo(() =>
    props.detail.sections
      .map((section) => ({ section, parts: partsToShow(section, shown()) }))
      .filter(({ parts }) => shown() === 'all' || parts.length > 0),
  );
  const evidence = createMemo(() => new Map(props.detail.evidence.map((piece) => [piece.evidenceId, piece])));
  return (
    <>
      <div class="answers-bar no-print">
        <fieldset class="answers-show">
          <legend class="visually-hidden">{t('office.answers.show')}</legend>
          <For each={shows}>
            {(choice) => (
              <label classList={{ chosen: shown() === choice }}>
                <input
                  class="visually-hidden"
                  type="radio"
                  name="answers-show"
                  checked={shown() === choice}
                  onChange={() => setShown(choice)}
                />
                {t(`office.answers.${choice}`)} {countOf(props.detail, choice)}
              </label>
            )}
          </For>
        </fieldset>
        <JumpSelect sections={sections().map(({ section }) => section)} />
      </div>
      <Show when={sections().length > 0} fallback={<p class="soft">{t('office.answers.nothing')}</p>}>
        <For each={sections()}>
          {({ section, parts }) => (
            <section
              class="card card-flush answers-section"
              id={sectionId(section.name)}
              tabIndex={-1}
              aria-label={section.label}
            >
              <h2 class="answers-title">
                {t('office.answers.section', { label: section.label, answered: section.answered, total: section.total })}
              </h2>
              <Show when={section.relevant} fallback={<p class="answers-row soft">{t('office.answers.hidden')}</p>}>
                <For each={parts}>{(part) => <Part part={part} evidence={evidence()} onView={props.onView} />}</For>
              </Show>
            </section>
          )}
        </For>
      </Show>
    </>
  );
}

function JumpSelect(props: { readonly sections: readonly OfficeSection[] }): JSX.Element {
  const id = createUniqueId();
  return (
    <div class="filter-box">
      <label for={id}>{t('office.answers.jump')}</label>
      <select
        id={id}
        onChange={(event) => {
          const target = document.getElementById(sectionId(event.currentTarget.value));
          target?.scrollIntoView({ block: 'start' });
          target?.focus({ preventScroll: true });
        }}
      >
        <For each={props.sections}>{(section) => <option value={section.name}>{section.label}</option>}</For>
      </select>
    </div>
  );
}

function Part(props: {
  readonly part: OfficePart;
  readonly evidence: ReadonlyMap<string, OfficeEvidence>;
  readonly onView: (evidenceId: string) => void;
}): JSX.Element {
  const group = () => (props.part.kind === 'group' ? props.part : null);
  const row = () => (props.part.kind === 'row' ? props.part : null);
  const answer = () => (props.part.kind === 'answer' ? props.part.answer : null);
  return (
    <Switch>
      <Match when={group()}>{(part) => <h3 class="answers-group">{part().label}</h3>}</Match>
      <Match when={row()}>
        {(part) => (
          <h3 class="answers-group answers-repeat">{t('office.answers.row', { label: part().label, index: part().index })}</h3>
        )}
      </Match>
      <Match when={answer()}>{(given) => <AnswerRow answer={given()} evidence={props.evidence} onView={props.onView} />}</Match>
    </Switch>
  );
}

function AnswerRow(props: {
  readonly answer: OfficeAnswer;
  readonly evidence: ReadonlyMap<string, OfficeEvidence>;
  readonly onView: (evidenceId: string) => void;
}): JSX.Element {
  const answer = () => props.answer;
  const pieces = (): readonly OfficeEvidence[] => answer().evidence.flatMap((id) => props.evidence.get(id) ?? []);
  const item = () => answer().items[0] ?? null;
  const problem = () => {
    const wrong = answer().problem;
    return wrong === null ? null : knownProblem(wrong);
  };
  return (
    <div
      class="answers-row"
      classList={{ 'answers-hidden': !answer().relevant, 'answers-disputed': answer().conflict.length > 0 }}
    >
      <div class="answers-words">
        <p class="answers-label">
          <Show when={item()}>
            <span class="answers-name">{answer().question}</span>{' '}
          </Show>
          {answer().label}
        </p>
        <Show when={answer().conflict.length > 0} fallback={<AnswerValue answer={answer()} />}>
          <Conflict answer={answer()} pieces={pieces()} onView={props.onView} />
        </Show>
        <Show when={problem()}>{(wrong) => <p class="answers-problem">{officeProblemText(wrong())}</p>}</Show>
        <Show when={answer().relevant && answer().evidenceNeed === 'required' && answer().evidence.length === 0}>
          <p class="answers-problem">{t('office.answers.evidenceMissing')}</p>
        </Show>
      </div>
      <Show when={answer().conflict.length === 0}>
        <Thumbs question={answer().question} pieces={pieces()} onView={props.onView} />
      </Show>
      <div class="answers-score">
        <Show when={item()}>
          {(scored) => <ItemScore score={scored().score} state={scored().state} disputed={answer().conflict.length > 0} />}
        </Show>
      </div>
    </div>
  );
}

function AnswerValue(props: { readonly answer: OfficeAnswer }): JSX.Element {
  return (
    <p class="answers-value">
      <Switch>
        <Match when={!props.answer.relevant}>
          <span class="soft">{t('office.answers.notRelevant')}</span>
        </Match>
        <Match when={props.answer.text === null}>
          <span class="answers-blank">{t('office.answers.blank')}</span>
        </Match>
        <Match when={props.answer.text !== null}>
          <strong>{props.answer.text}</strong> {props.answer.unit ?? ''}{' '}
          <Show when={props.answer.computed}>
            <span class="soft small">{t('office.answers.computed')}</span>
          </Show>
        </Match>
      </Switch>
    </p>
  );
}

/** Side by side, each with the photos that its author took for the question. The desk reads; who fills in decides. */
function Conflict(props: {
  readonly answer: OfficeAnswer;
  readonly pieces: readonly OfficeEvidence[];
  readonly onView: (evidenceId: string) => void;
}): JSX.Element {
  const authors = (): ReadonlySet<string> => new Set(props.answer.conflict.map(({ person }) => person));
  const others = (): readonly OfficeEvidence[] => props.pieces.filter(({ person }) => !authors().has(person));
  return (
    <div class="answers-conflict">
      <p class="status-mark status-mark-conflict">
        <TriangleAlert size={16} aria-hidden="true" />
        {t('office.answers.conflict')}
      </p>
      <ul>
        <For each={props.answer.conflict}>
          {(head) => (
            <li>
              <p>
                <strong>{head.text ?? t('office.answers.blankValue')}</strong>{' '}
                {head.text === null ? '' : (props.answer.unit ?? '')}
              </p>
              <p class="small">{t('office.answers.conflictBy', { author: head.author, time: formatMoment(head.wallTime) })}</p>
              <Thumbs
                question={props.answer.question}
                pieces={props.pieces.filter(({ person }) => person === head.person)}
                onView={props.onView}
              />
            </li>
          )}
        </For>
      </ul>
      <Thumbs question={props.answer.question} pieces={others()} onView={props.onView} />
    </div>
  );
}

function Thumbs(props: {
  readonly question: string;
  readonly pieces: readonly OfficeEvidence[];
  readonly onView: (evidenceId: string) => void;
}): JSX.Element {
  return (
    <Show when={props.pieces.length > 0}>
      <div class="answers-evidence">
        <For each={props.pieces}>
          {(piece, index) => (
            <EvidenceThumb
              piece={piece}
              label={t('office.answers.evidenceOf', { question: props.question, index: index() + 1 })}
              onView={() => props.onView(piece.evidenceId)}
            />
          )}
        </For>
      </div>
    </Show>
  );
}

function ItemScore(props: {
  readonly score: number | null;
  readonly state: OfficeAnswer['items'][number]['state'];
  readonly disputed: boolean;
}): JSX.Element {
  const words = (): string => {
    if (props.state === 'not-applicable') return t('office.answers.notApplicable');
    if (props.state === 'not-relevant') return t('office.answers.notRelevant');
    return t('office.answers.unscored');
  };
  return (
    <Show
      when={props.score !== null && !props.disputed ? { value: props.score } : null}
      fallback={<span class="soft small">{words()}</span>}
    >
      {(score) => (
        <>
          <span>{t('office.answers.score', { score: oneDecimal(score().value) })}</span>
          <span class="answers-track" aria-hidden="true">
            <span style={{ width: `${String(score().value)}%` }} />
          </span>
        </>
      )}
    </Show>
  );
}

function partsToShow(section: OfficeSection, shown: Shown): readonly OfficePart[] {
  if (shown === 'all') return section.parts;
  return section.parts.filter((part) => part.kind === 'answer' && matches(part.answer, shown));
}

function matches(answer: OfficeAnswer, shown: Shown): boolean {
  switch (shown) {
    case 'all':
      return true;
    case 'open':
      return answer.relevant && !answer.computed && answer.text === null && answer.conflict.length === 0;
    case 'conflicts':
      return answer.conflict.length > 0;
    case 'withEvidence':
      return answer.evidence.length > 0;
  }
}

function countOf(detail: OfficeDetail, shown: Shown): string {
  if (shown === 'all') return '';
  return String(detail.sections.flatMap((section) => partsToShow(section, shown)).length);
}

function sectionId(name: string): string {
  return `answers-${name}`;
}
