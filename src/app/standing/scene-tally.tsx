import { For, Show, type JSX } from 'solid-js';
import type { SceneStanding } from '#diagnosis/standing.ts';
import { t } from '#app/i18n/t.ts';
import { Card } from '#app/ui/card.tsx';
import { StateMark } from './state-mark.tsx';
import './standing.css';

/** How many scenes reach each level, of those it asks for; the scenes themselves are one tap away. */
export function SceneTally(props: { readonly scenes: SceneStanding | null }): JSX.Element {
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
                    state={level.reached >= level.required ? 'met' : 'not-met'}
                    words={t('shell.standing.sceneCount', { reached: level.reached, required: level.required })}
                  />
                  <Show when={level.constrainingRequired > 0}>
                    <StateMark
                      state={level.constraining >= level.constrainingRequired ? 'met' : 'not-met'}
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
