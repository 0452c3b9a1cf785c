import { createMemo, For, Show, type JSX } from 'solid-js';
import type { Evaluation } from '#app/form/create-evaluation.ts';
import { t } from '#app/i18n/t.ts';
import { Card, LinkRow } from '#app/ui/card.tsx';
import { indexDefinition } from '#definition/index-definition.ts';

/** Most that are listed here; the jump menu of the questionnaire has them all. */
const listed = 8;

/** What people filled in differently, each a tap away from the decision. */
export function DisputeCard(props: { readonly evaluation: Evaluation }): JSX.Element {
  const index = createMemo(() => indexDefinition(props.evaluation.compiled));
  const open = createMemo(() => {
    const { conflicts, evidence } = props.evaluation.view;
    const captions = evidence.flatMap(({ disputed, questions }) =>
      disputed.length > 1 && questions[0] !== undefined ? [{ path: questions[0], caption: true }] : [],
    );
    return [...conflicts.map(({ path }) => ({ path, caption: false })), ...captions];
  });
  const place = (path: string) => {
    const [first = '', , inRow] = path.split('/');
    const found = index().questions.get(inRow ?? first);
    const section = found?.section ?? index().repeats.get(first)?.section ?? '';
    return { label: found?.question.label ?? path, section };
  };
  const href = (path: string): string =>
    `/assessments/${props.evaluation.view.assessmentId}/q/${place(path).section}?at=${encodeURIComponent(path)}`;
  return (
    <Show when={open().length > 0}>
      <Card title={t('form.disputed.overview', { count: open().length })} flush>
        <p class="dispute-card-text">{t('form.disputed.text')}</p>
        <For each={open().slice(0, listed)}>
          {({ path, caption }) => (
            <LinkRow href={href(path)}>
              {caption ? t('form.disputed.captionOf', { question: place(path).label }) : place(path).label}
            </LinkRow>
          )}
        </For>
        <Show when={open().length > listed}>
          <p class="dispute-card-text soft small">{t('form.disputed.more', { count: open().length - listed })}</p>
        </Show>
      </Card>
    </Show>
  );
}
