import CircleAlert from 'lucide-solid/icons/circle-alert';
import Equal from 'lucide-solid/icons/equal';
import { Show, type JSX } from 'solid-js';
import type { Question } from '#definition/compiled.ts';
import type { AnswerValue } from '#engine/answers.ts';
import { changeBetween } from '#scoring/change-between.ts';
import { formatNumber } from '#app/i18n/format.ts';
import { t } from '#app/i18n/t.ts';
import type { Card } from './cards.ts';
import { useForm } from './form-context.tsx';
import './computed-line.css';

/** A rate that the definition computes, shown beside the numbers it comes from. */
export function ComputedLine(props: {
  readonly question: Question;
  /** The card's title, which the label need not repeat. */
  readonly title: string;
  /** The inputs beside it; when all are filled and there is still no value, it cannot be computed. */
  readonly inputs: readonly string[];
}): JSX.Element {
  const { form } = useForm();
  const node = (): ReturnType<typeof form.node> => form.node(props.question.name);
  const text = (): string => {
    const { value } = node();
    if (value !== null) return computedWords(props.question, value);
    const filled = props.inputs.length > 0 && props.inputs.every((name) => form.node(name).value !== null);
    return filled ? t('form.computed.cannot') : t('form.computed.waiting');
  };
  return (
    <Show when={node().relevant}>
      <div class="computed">
        <Line
          label={withoutTitle(props.question.label, props.title)}
          text={text()}
          known={node().value !== null && node().problem === null}
        />
        <Show when={node().problem}>
          <p class="field-problem" role="alert">
            <CircleAlert size={16} aria-hidden="true" />
            <span>{t('form.computed.outOfRange')}</span>
          </p>
        </Show>
        <Show when={props.question.guidance ?? props.question.hint}>
          <details class="question-guidance">
            <summary>{t('form.computed.how')}</summary>
            <p>{[props.question.hint, props.question.guidance].filter((words) => words !== null).join('\n')}</p>
          </details>
        </Show>
      </div>
    </Show>
  );
}

/** A computed value with its unit. */
export function computedWords(question: Question, value: NonNullable<AnswerValue>): string {
  return typeof value === 'number' ? `${formatNumber(value, 1)}${spaced(question.unit)}` : String(value);
}

/** The change between the two years of a pair. */
export function ChangeLine(props: { readonly card: Extract<Card, { kind: 'pair' }> }): JSX.Element {
  const { form } = useForm();
  const number = (path: string): number | null => {
    const { value, problem } = form.node(path);
    return typeof value === 'number' && problem === null ? value : null;
  };
  /** Shares change by points; what no score compares goes by its unit. */
  const relative = (): boolean =>
    props.card.rule === null ? props.card.last.unit?.startsWith('%') !== true : props.card.rule.rule === 'relative';
  /** As a person reads it: up is plus, whatever the score makes of it. */
  const change = (): number | null => {
    const last = number(props.card.last.name);
    const previous = number(props.card.previous.name);
    if (last === null || previous === null) return null;
    return relative() ? changeBetween('relative', 'higher', previous, last) : last - previous;
  };
  const text = (): string => {
    const found = change();
    if (found === null) return number(props.card.previous.name) === 0 ? t('form.computed.fromZero') : t('form.computed.waiting');
    const sign = found > 0 ? '+' : '';
    const unit = relative() ? '%' : ` ${t('form.computed.points')}`;
    return `${sign}${formatNumber(found, 1)}${unit}`;
  };
  const label = (): string => (props.card.rule === null ? t('form.computed.changePlain') : t('form.computed.change'));
  return <Line label={label()} text={text()} known={change() !== null} />;
}

/** The words of a label that its card's title does not say already. */
export function withoutTitle(label: string, title: string): string {
  const rest = label.startsWith(title) ? label.slice(title.length).replace(/^[：:，,\s·-]+/, '') : label;
  return rest === '' ? label : rest;
}

function Line(props: { readonly label: string; readonly text: string; readonly known: boolean }): JSX.Element {
  return (
    <p class="computed-line">
      <Equal size={18} aria-hidden="true" />
      <span class="computed-line-label">{props.label}</span>
      <output class={props.known ? 'computed-line-value' : 'soft'}>{props.text}</output>
    </p>
  );
}

function spaced(unit: string | null): string {
  if (unit === null) return '';
  return unit.startsWith('%') ? '%' : ` ${unit}`;
}
