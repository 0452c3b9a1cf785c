import { For, Show, type JSX } from 'solid-js';
import type { Question } from '#definition/compiled.ts';
import type { Card } from './cards.ts';
import { ChangeLine, withoutTitle } from './computed-line.tsx';
import { useForm } from './form-context.tsx';
import { NumberQuestion } from './number-question.tsx';
import { QuestionInput } from './question-input.tsx';
import './pair-question.css';

/** Two years of one quantity side by side, the earlier one first, and what changed. */
export function PairQuestion(props: { readonly card: Extract<Card, { kind: 'pair' }> }): JSX.Element {
  const { verify } = useForm();
  /** The definition's own words for the year, without the quantity that the card's title names. */
  const year = (question: Question): string => withoutTitle(question.label, props.card.label);
  return (
    <>
      <Show
        when={verify === null}
        fallback={
          <For each={[props.card.previous, props.card.last]}>
            {(question) => (
              <QuestionInput question={question} path={question.name} words={year(question)} describedBy={undefined} />
            )}
          </For>
        }
      >
        <div class="pair-question">
          <NumberQuestion question={props.card.previous} path={props.card.previous.name} label={year(props.card.previous)} />
          <NumberQuestion question={props.card.last} path={props.card.last.name} label={year(props.card.last)} />
        </div>
      </Show>
      <Show when={props.card.computed.length === 0}>
        <ChangeLine card={props.card} />
      </Show>
    </>
  );
}
