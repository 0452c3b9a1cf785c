import { For, Show, type JSX } from 'solid-js';
import type { SceneStanding } from '#diagnosis/standing.ts';
import type { ConditionState } from '#scoring/score-result.ts';
import { t } from '#app/i18n/t.ts';
import { Card } from '#app/ui/card.tsx';
import { StateMark } from './state-mark.tsx';
import './standing.css';

/** How many scenes reach each level, of those it asks for; the scenes themselves are one tap away. */
export function SceneTally(props: { readonly scenes: SceneStanding | null }): JSX.Element {
  /** What has no grade yet may still reach the level: only what cannot is missed. */
  const stateOf = (reached: number, required: number, constraining: boolean): ConditionState => {
    if (reached >= required) return 'met';
    const open = (props.scenes?.grades ?? []).filter((scene) => scene.grade === null && (!constraining || scene.constraining));
    return reached + open.length >= required ? 'unanswered' : 'not-met';
  };
  return (
    <Show when={props.scenes}>
      {(scenes) => (
        <Card title={t('shell.standing.scenes')}>
          <ul class="standing-rows">
            <For each={scenes().levels}>
              {(level) => (
                <li>
                  <strong>{level.name}</strong>
                  <StateMark
                    state={stateOf(level.reached, level.required, false)}
                    words={t('shell.standing.sceneCount', { reached: level.reached, required: level.required })}
                  />
                  <Show when={level.constrainingRequired > 0}>
                    <StateMark
                      state={stateOf(level.constraining, level.constrainingRequired, true)}
                      words={t('shell.standing.sceneConstraining', {
                        reached: level.constraining,
                        required: level.constrainingRequired,
                      })}
                    />
                  </Show>
                </li>
              )}
            </For>
          </ul>
          <details class="standing-details">
            <summary>{t('shell.standing.sceneList', { count: scenes().grades.length })}</summary>
            <ul class="standing-list">
              <For each={scenes().grades}>
                {(scene) => (
                  <li class="spread">
                    <span>{scene.label}</span>
                    <span class={scene.grade === null ? 'soft' : 'strong'}>
                      {scene.grade === null
                        ? t('shell.standing.unanswered')
                        : t('shell.standing.sceneGrade', { grade: scene.grade })}
                    </span>
                  </li>
                )}
              </For>
            </ul>
          </details>
        </Card>
      )}
    </Show>
  );
}
