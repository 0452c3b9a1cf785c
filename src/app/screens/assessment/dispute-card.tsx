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
    const { conflicts, evidence, verified } = props.evaluation.view;
    const captions = evidence.flatMap(({ disputed, questions }) =>
      disputed.length > 1 && questions[0] !== undefined ? [{ path: questions[0], kind: 'caption' as const }] : [],
    );
    return [
      ...conflicts.map(({ path }) => ({ path, kind: 'answer' as const })),
      ...verified.conflicts.map(({ path }) => ({ path, kind: 'finding' as const })),
      ...captions,
    ];
  });
  const place = (path: string) => {
    const [first = '', , inRow] = path.split('/');
    const found = index().questions.get(inRow ?? first);
    const section = found?.section ?? index().repeats.get(first)?.section ?? '';
    return { label: found?.question.label ?? path, section };
  };
  const href = (path: string, form: 'q' | 'v'): string =>
    `/assessments/${props.evaluation.view.assessmentId}/${form}/${place(path).section}?at=${encodeURIComponent(path)}`;
  const words = ({ path, kind }: ReturnType<typeof open>[number]): string => {
    const question = place(path).label;
    switch (kind) {
      case 'answer':
        return question;
      case 'finding':
        return t('form.verify.disputeOf', { question });
      case 'caption':
        return t('form.disputed.captionOf', { question });
    }
  };
  return (
    <Show when={open().length > 0}>
      <Card title={t('form.disputed.overview', { count: open().length })} flush>
        <p class="dispute-card-text">{t('form.disputed.text')}</p>
        <For each={open().slice(0, listed)}>
          {(each) => <LinkRow href={href(each.path, each.kind === 'finding' ? 'v' : 'q')}>{words(each)}</LinkRow>}
        </For>
        <Show when={open().length > listed}>
          <p class="dispute-card-text soft small">{t('form.disputed.more', { count: open().length - listed })}</p>
        </Show>
      </Card>
    </Show>
  );
}
