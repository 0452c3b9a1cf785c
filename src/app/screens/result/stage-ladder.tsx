import { For, Show, type JSX } from 'solid-js';
import type { Level } from '#definition/scoring.ts';
import { ladderOf } from '#diagnosis/ladder-of.ts';
import type { Evaluation } from '#app/form/create-evaluation.ts';
import { t } from '#app/i18n/t.ts';
import { LevelName } from '#app/standing/level-name.tsx';

/** The stages from the lowest to the highest; the one reached stands out by fill, word and place. */
export function StageLadder(props: { readonly evaluation: Evaluation }): JSX.Element {
  const levels = (): readonly Level[] => ladderOf(props.evaluation.compiled);
  const reached = (): number => levels().findIndex((level) => level.id === props.evaluation.result.level);
  return (
    <Show when={levels().length > 0}>
      <section class="card" aria-label={t('form.result.ladder')}>
        <ol class="ladder" style={{ '--steps': String(levels().length) }}>
          <For each={levels()}>
            {(level, index) => (
              <li
                class={`ladder-step${index() <= reached() ? ' ladder-reached' : ''}${index() === reached() ? ' ladder-here' : ''}`}
                style={{ '--step': String(index() + 1) }}
                aria-current={index() === reached() ? 'step' : undefined}
              >
                <span class="ladder-block" aria-hidden="true" />
                <span class="ladder-name">
                  <LevelName name={level.name} />
                </span>
                <span class={index() === reached() ? 'ladder-word' : 'visually-hidden'}>
                  {index() === reached()
                    ? t('form.result.here')
                    : index() < reached()
                      ? t('form.result.reached')
                      : t('form.result.notReached')}
                </span>
              </li>
            )}
          </For>
        </ol>
      </section>
    </Show>
  );
}
