import { createMemo, For, Show, type JSX } from 'solid-js';
import type { CompiledDefinition, Question, RepeatNode, Section } from '#definition/compiled.ts';
import { rowPath } from '#engine/answers.ts';
import type { FormView } from '#engine/form-view.ts';
import { cardsOf, inputsOf, type Card as FormCard } from '#app/form/cards.ts';
import { computedWords, withoutTitle } from '#app/form/computed-line.tsx';
import { valueWords } from '#app/form/value-words.ts';
import { t } from '#app/i18n/t.ts';
import { Card } from '#app/ui/card.tsx';

type Props = {
  readonly compiled: CompiledDefinition;
  readonly form: FormView;
  /** Nothing else is there to be read: the record lies open. */
  readonly open: boolean;
};

/** What was said, section by section: the result of an instrument that tells no level. */
export function RecordedAnswers(props: Props): JSX.Element {
  const sections = createMemo(() =>
    props.compiled.sections
      .filter(({ name }) => props.form.state(name).relevant)
      .map((section) => ({ section, ...entriesOf(props, section) })),
  );
  return (
    <Card title={t('form.result.recordedTitle')}>
      <For each={sections()}>
        {({ section, entries, open }) => (
          <details class="standing-details standing-part" open={props.open && entries.length > 0}>
            <summary>
              <span>
                <strong>{section.label}</strong>
                <Show when={open > 0}>
                  <span class="small soft standing-tally">{t('form.result.recordedOpen', { count: open })}</span>
                </Show>
              </span>
            </summary>
            <Show when={entries.length > 0} fallback={<p class="soft small">{t('form.result.recordedNothing')}</p>}>
              <dl class="recorded">
                <For each={entries}>
                  {(entry) => (
                    <div>
                      <dt>{entry.name}</dt>
                      <dd>
                        <For each={entry.lines}>{(line) => <p>{line}</p>}</For>
                      </dd>
                    </div>
                  )}
                </For>
              </dl>
            </Show>
          </details>
        )}
      </For>
    </Card>
  );
}

type Entry = { readonly name: string; readonly lines: readonly string[] };

function entriesOf(props: Props, section: Section): { readonly entries: readonly Entry[]; readonly open: number } {
  const cards = cardsOf(props.compiled, section).filter(({ path }) => props.form.state(path).relevant);
  const entries = cards.flatMap((card) => entriesIn(props.form, card)).filter(({ lines }) => lines.length > 0);
  const inputs = cards.flatMap(inputsOf).map((path) => props.form.state(path));
  return { entries, open: inputs.filter(({ relevant, effective }) => relevant && effective === null).length };
}

function entriesIn(form: FormView, card: FormCard): readonly Entry[] {
  switch (card.kind) {
    case 'heading':
      return [];
    case 'note':
      return [{ name: card.question.label, lines: computedLines(form, [card.question], '') }];
    case 'question': {
      const { question, seen, computed } = card;
      const words = [question, ...(seen === null ? [] : [seen])].flatMap((each) => said(form, each, each.name) ?? []);
      return [{ name: question.label, lines: [...words, ...computedLines(form, computed, question.label)] }];
    }
    case 'scene': {
      const { label, questions, computed } = card;
      return [{ name: label, lines: [...named(form, questions, label), ...computedLines(form, computed, label)] }];
    }
    case 'pair': {
      const { label, last, previous, computed } = card;
      const none = t('shell.standing.none');
      const before = said(form, previous, previous.name);
      const after = said(form, last, last.name);
      const years = before === null && after === null ? [] : [{ before: before ?? none, after: after ?? none }];
      const lines = years.map((each) => t('form.result.recordedFrom', each));
      return [{ name: label, lines: [...lines, ...computedLines(form, computed, label)] }];
    }
    case 'repeat': {
      const { label } = card.repeat;
      return [...rowEntries(form, card.repeat), { name: label, lines: computedLines(form, card.computed, label) }];
    }
  }
}

function rowEntries(form: FormView, repeat: RepeatNode): readonly Entry[] {
  return form.rows(repeat.name).map((rowId, index) => ({
    name: t('form.result.recordedRow', { label: repeat.label, number: index + 1 }),
    lines: repeat.children.flatMap(({ question }) => {
      const answer = said(form, question, rowPath(repeat.name, rowId, question.name));
      return answer === null ? [] : [t('form.result.recordedEntry', { question: question.label, answer })];
    }),
  }));
}

function named(form: FormView, questions: readonly Question[], title: string): readonly string[] {
  return questions.flatMap((question) => {
    const answer = said(form, question, question.name);
    return answer === null ? [] : [t('form.result.recordedEntry', { question: withoutTitle(question.label, title), answer })];
  });
}

function computedLines(form: FormView, questions: readonly Question[], title: string): readonly string[] {
  return questions.flatMap((question) => {
    const { relevant, value } = form.state(question.name);
    if (!relevant || value === null || question.type !== 'calculate') return [];
    return [
      t('form.result.recordedEntry', { question: withoutTitle(question.label, title), answer: computedWords(question, value) }),
    ];
  });
}

/** An answer in words; null while there is none. */
function said(form: FormView, question: Question, path: string): string | null {
  const { effective } = form.state(path);
  return effective === null ? null : valueWords(question, effective);
}
