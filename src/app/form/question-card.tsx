import { For, Match, Show, Switch, type JSX } from 'solid-js';
import type { Question } from '#definition/compiled.ts';
import type { Card } from './cards.ts';
import { ComputedLine, withoutTitle } from './computed-line.tsx';
import { useForm } from './form-context.tsx';
import { frameOf } from './frame-of.ts';
import { PairQuestion } from './pair-question.tsx';
import { Frame } from './question-frame.tsx';
import { QuestionInput } from './question-input.tsx';
import { RepeatEditor } from './repeat-editor.tsx';
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
                  <QuestionInput question={card().question} path={card().path} words={null} describedBy={describedBy} />
                  <Show when={card().seen}>{(seen) => <Seen question={seen()} />}</Show>
                </>
              )}
            </Frame>
          )}
        </Match>
        <Match when={props.card.kind === 'scene' && props.card}>
          {(card) => (
            <Frame {...frameOf(card())} section={props.section}>
              {() => <For each={card().questions}>{(question) => <Aspect question={question} scene={card()} />}</For>}
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
      <QuestionInput question={props.question} path={props.question.name} words={props.question.label} describedBy={undefined} />
    </Show>
  );
}

/** One of the questions of a scene. What explains the first of them explains the scene, and stands on the card. */
function Aspect(props: { readonly question: Question; readonly scene: Extract<Card, { kind: 'scene' }> }): JSX.Element {
  const { form } = useForm();
  const first = (): boolean => props.question === props.scene.questions[0];
  const hintId = (): string => `hint-${props.question.name}`;
  return (
    <Show when={form.node(props.question.name).relevant}>
      <div class="question-aspect">
        <QuestionInput
          question={props.question}
          path={props.question.name}
          words={withoutTitle(props.question.label, props.scene.label)}
          describedBy={!first() && props.question.hint !== null ? hintId() : undefined}
        />
        <Show when={!first() && props.question.hint}>
          {(hint) => (
            <p class="soft small" id={hintId()}>
              {hint()}
            </p>
          )}
        </Show>
      </div>
    </Show>
  );
}
