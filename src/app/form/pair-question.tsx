import type { JSX } from 'solid-js';
import { t } from '#app/i18n/t.ts';
import type { Card } from './cards.ts';
import { ChangeLine } from './computed-line.tsx';
import { useForm } from './form-context.tsx';
import { NumberQuestion } from './number-question.tsx';
import './pair-question.css';

/** Two years of one quantity side by side, the earlier one first, and what changed. */
export function PairQuestion(props: { readonly card: Extract<Card, { kind: 'pair' }> }): JSX.Element {
  const { form } = useForm();
  const year = (back: number): string => {
    const { value } = form.node('base_year');
    const plain = back === 0 ? t('form.pair.last') : t('form.pair.previous');
    return typeof value === 'number' ? `${String(value - back)} ${t('form.pair.year')}` : plain;
  };
  return (
    <>
      <div class="pair-question">
        <NumberQuestion question={props.card.previous} path={props.card.previous.name} label={year(1)} />
        <NumberQuestion question={props.card.last} path={props.card.last.name} label={year(0)} />
      </div>
      <ChangeLine card={props.card} />
    </>
  );
}
