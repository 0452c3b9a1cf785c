import { For, Show, type JSX } from 'solid-js';
import type { GroupStanding } from '#diagnosis/diagnose.ts';
import type { Evaluation } from '#app/form/create-evaluation.ts';
import { withoutTitle } from '#app/form/computed-line.tsx';
import { formatScore } from '#app/form/format-score.ts';
import { t } from '#app/i18n/t.ts';
import { Card } from '#app/ui/card.tsx';

/** Three strongest and three weakest second-level groups. */
export function Standings(props: { readonly evaluation: Evaluation }): JSX.Element {
  return (
    <div class="standings">
      <Groups title={t('form.result.strongest')} groups={props.evaluation.diagnosis.strongest} />
      <Groups title={t('form.result.weakest')} groups={props.evaluation.diagnosis.weakest} />
    </div>
  );
}

function Groups(props: { readonly title: string; readonly groups: readonly GroupStanding[] }): JSX.Element {
  return (
    <Card title={props.title}>
      <Show when={props.groups.length > 0} fallback={<p class="soft small">{t('form.result.groupNone')}</p>}>
        <ol class="groups">
          <For each={props.groups}>
            {(group) => (
              <li class="spread">
                <span>
                  {group.name}
                  <Show when={group.measureName !== group.name}>
                    <span class="soft small">
                      {' '}
                      {t('form.result.groupOf', { measure: withoutTitle(group.measureName, group.name) })}
                    </span>
                  </Show>
                </span>
                <strong>{formatScore(group.score)}</strong>
              </li>
            )}
          </For>
        </ol>
      </Show>
    </Card>
  );
}
