import { createMemo, For, Show, type JSX } from 'solid-js';
import { indexDefinition } from '#definition/index-definition.ts';
import { askAgain } from '#diagnosis/ask-again.ts';
import type { ActionOf } from '#oplog/project-action.ts';
import type { Evaluation } from '#app/form/create-evaluation.ts';
import { useForm } from '#app/form/form-context.tsx';
import { valueWords } from '#app/form/value-words.ts';
import { pointsText } from '#app/actions/action-words.ts';
import { t } from '#app/i18n/t.ts';

type Line = { readonly label: string; readonly words: string };

/** What the firm had said at the clause, beside what is asked again; the clause's score then and now once it is answered. */
export function OldAnswers(props: { readonly action: ActionOf; readonly old: Evaluation | null }): JSX.Element {
  const { form } = useForm();
  const question = (): string | null => props.action.record.question;
  const lines = createMemo((): readonly Line[] => {
    const { old } = props;
    const name = question();
    if (old === null || name === null) return [];
    const part = askAgain(old.compiled, { questions: [name] });
    return [...indexDefinition(part).questions.values()].flatMap((place): readonly Line[] => {
      const { type, label } = place.question;
      if (place.repeat !== null || type === 'note' || type === 'calculate') return [];
      const { relevant, effective } = standing(old).form.state(place.question.name);
      if (!relevant) return [];
      return [{ label, words: effective === null ? t('actions.followUp.wasBlank') : valueWords(place.question, effective) }];
    });
  });
  const scores = createMemo((): { readonly before: string; readonly after: string } | null => {
    form.version();
    const name = question()?.split('/').at(-1) ?? '';
    const item = (form.index.itemsOf.get(name) ?? [])[0];
    const before = item === undefined || props.old === null ? null : (standing(props.old).result.items[item.name]?.score ?? null);
    const after = item === undefined ? null : (form.score().items[item.name]?.score ?? null);
    return before === null || after === null ? null : { before: pointsText(before), after: pointsText(after) };
  });
  return (
    <Show when={question() !== null}>
      <div class="old-answers small">
        <p class="strong">{t('actions.followUp.was')}</p>
        <Show when={props.old !== null} fallback={<p class="soft">{t('actions.followUp.wasUnknown')}</p>}>
          <For each={lines()}>
            {(line) => (
              <p>
                <span class="soft">{line.label}</span> {line.words}
              </p>
            )}
          </For>
        </Show>
        <Show when={scores()}>{(both) => <p class="strong">{t('actions.followUp.scoreWas', both())}</p>}</Show>
      </div>
    </Show>
  );
}

/** What an inspector found takes the place of what the firm had said. */
function standing(old: Evaluation): Pick<Evaluation, 'form' | 'result'> {
  return old.verified ?? old;
}
