import { createSignal, onCleanup, untrack, type JSX } from 'solid-js';
import type { Question } from '#definition/compiled.ts';
import type { AnswerValue } from '#engine/answers.ts';
import { formatNumber } from '#app/i18n/format.ts';
import { t } from '#app/i18n/t.ts';
import { problemText } from '#app/i18n/problem-text.ts';
import { Field } from '#app/ui/field.tsx';
import { useForm } from './form-context.tsx';
import { parseNumber } from './parse-number.ts';

/**
 * A number with its unit inside the box. What does not read as a number stays on screen and on disk as text, and is said not to
 * count; nothing that was typed is thrown away.
 */
export function NumberQuestion(props: {
  readonly question: Question;
  readonly path: string;
  readonly label: string;
  readonly quietLabel?: boolean | undefined;
}): JSX.Element {
  const { form, editable } = useForm();
  const [typed, setTyped] = createSignal<string | null>(null);
  const value = (): AnswerValue => form.node(props.path).value;
  const text = (): string => typed() ?? shown(value());
  const problem = (): string | null => {
    const found = form.node(props.path).problem;
    if (found === null) return null;
    if (found.code === 'input.out-of-range') return t('form.number.outOfRange', rangeWords(props.question));
    if (found.code === 'input.wrong-type') {
      return typeof value() === 'string' ? t('form.number.unreadable') : t('form.number.wholeOnly');
    }
    if (found.code === 'input.constraint' && props.question.constraintMessage !== null) return props.question.constraintMessage;
    return problemText(found);
  };
  // A field that goes with its section is a field that was left; browsers tell no blur then.
  onCleanup(() => form.leave(untrack(() => props.path)));
  const take = (raw: string): void => {
    setTyped(raw);
    const parsed = parseNumber(raw, props.question.unit);
    form.set(props.path, parsed.kind === 'blank' ? null : parsed.kind === 'number' ? parsed.value : raw.trim(), 'typing');
  };
  return (
    <Field
      label={props.label}
      quietLabel={props.quietLabel}
      inputMode={
        props.question.min !== null && props.question.min < 0 ? 'text' : props.question.type === 'integer' ? 'numeric' : 'decimal'
      }
      enterkeyhint="done"
      unit={props.question.unit}
      value={text()}
      problem={problem()}
      placeholder={rangeHint(props.question)}
      readOnly={!editable()}
      onType={take}
      onBlur={() => {
        setTyped(null);
        form.leave(props.path);
      }}
    />
  );
}

function shown(value: AnswerValue): string {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' ? value : '';
}

function rangeWords(question: Question): { readonly range: string } {
  const { min, max } = question;
  const unit = question.unit ?? '';
  if (min !== null && max !== null)
    return { range: t('form.number.between', { min: formatNumber(min, 4), max: formatNumber(max, 4), unit }) };
  if (min !== null) return { range: t('form.number.atLeast', { min: formatNumber(min, 4), unit }) };
  return { range: t('form.number.atMost', { max: formatNumber(max ?? 0, 4), unit }) };
}

/** Only ranges that say something: 0–100, not 0–100,000,000. */
function rangeHint(question: Question): string | undefined {
  const { min, max } = question;
  return min === null || max === null || max > 1000 ? undefined : `${String(min)}–${String(max)}`;
}
