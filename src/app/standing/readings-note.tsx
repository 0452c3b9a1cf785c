import TriangleAlert from 'lucide-solid/icons/triangle-alert';
import CircleCheck from 'lucide-solid/icons/circle-check';
import { For, Show, type JSX } from 'solid-js';
import type { Readings } from '#scoring/score-result.ts';
import { t } from '#app/i18n/t.ts';
import './standing.css';

/** The level by each way of reading the source, side by side; that they disagree is said first. */
export function ReadingsNote(props: { readonly readings: Readings | null }): JSX.Element {
  return (
    <Show when={props.readings?.ways.some(({ level }) => level !== null) === true && props.readings}>
      {(readings) => (
        <section class="card stack-tight" aria-label={t('shell.standing.readings')}>
          <p class={`standing-mark ${readings().mismatch ? 'standing-mark-open' : 'standing-mark-met'}`}>
            <Show when={readings().mismatch} fallback={<CircleCheck size={20} aria-hidden="true" />}>
              <TriangleAlert size={20} aria-hidden="true" />
            </Show>
            <strong>{readings().mismatch ? t('shell.standing.readingsDiffer') : t('shell.standing.readingsSame')}</strong>
          </p>
          <ul class="standing-readings">
            <For each={readings().ways}>
              {(way, index) => (
                <li>
                  <span class="spread">
                    <span>
                      {way.name}
                      <Show when={index() === 0}>
                        <span class="soft small">{t('shell.standing.readingDecides')}</span>
                      </Show>
                    </span>
                    <strong>{way.levelName ?? t('shell.standing.notTold')}</strong>
                  </span>
                  <Show when={way.note}>{(note) => <span class="soft small">{note()}</span>}</Show>
                </li>
              )}
            </For>
          </ul>
        </section>
      )}
    </Show>
  );
}
