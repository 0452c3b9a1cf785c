import { createMemo, For, Show, type JSX } from 'solid-js';
import type { Measure } from '#definition/scoring.ts';
import type { MeasureScore } from '#scoring/score-result.ts';
import type { Evaluation } from '#app/form/create-evaluation.ts';
import { formatScore } from '#app/form/format-score.ts';
import { t } from '#app/i18n/t.ts';
import { radarShape } from './radar-shape.ts';

const width = 360;
const height = 300;

/** Dimensions as a radar with grade words. One that has too little answered is a hollow mark on a dashed line, never a zero. */
export function Radar(props: { readonly evaluation: Evaluation }): JSX.Element {
  const axes = createMemo((): readonly { readonly measure: Measure; readonly score: MeasureScore | undefined }[] =>
    props.evaluation.compiled.scoring.measures
      .filter((measure) => measure.axis)
      .map((measure) => ({ measure, score: props.evaluation.result.measures[measure.id] })),
  );
  const rings = (): readonly number[] => [...(axes()[0]?.measure.grades.flatMap((grade) => grade.lt ?? []) ?? []), 100];
  const shape = createMemo(() =>
    radarShape(
      axes().map((axis) => axis.score?.score ?? null),
      rings(),
      width,
      height,
    ),
  );
  const words = (): string =>
    axes()
      .map(({ measure, score }) =>
        score === undefined || score.score === null
          ? t('form.result.radarThin', { name: measure.name })
          : t('form.result.radarText', { name: measure.name, score: formatScore(score.score), grade: score.grade ?? '' }),
      )
      .join(t('form.result.radarNext'));
  return (
    <Show when={axes().length >= 3}>
      <svg class="radar" viewBox={`0 0 ${String(width)} ${String(height)}`} role="img" aria-label={words()}>
        <For each={shape().rings}>{(ring) => <polygon class="radar-ring" points={ring.points} />}</For>
        <For each={shape().axes}>
          {(axis) => (
            <line
              class={axis.at === null ? 'radar-axis radar-axis-thin' : 'radar-axis'}
              x1={shape().centre.x}
              y1={shape().centre.y}
              x2={axis.end.x}
              y2={axis.end.y}
            />
          )}
        </For>
        <For each={shape().areas}>{(points) => <polygon class="radar-area" points={points} />}</For>
        <For each={shape().edges}>
          {(edge) => <line class="radar-edge" x1={edge.from.x} y1={edge.from.y} x2={edge.to.x} y2={edge.to.y} />}
        </For>
        <For each={shape().axes}>
          {(axis, index) => {
            const mark = axis.at ?? axis.end;
            const entry = axes()[index()];
            const score = entry?.score?.score ?? null;
            return (
              <>
                <circle
                  class={axis.at === null ? 'radar-dot radar-dot-thin' : 'radar-dot'}
                  cx={mark.x}
                  cy={mark.y}
                  r={axis.at === null ? 6 : 4.5}
                />
                <text class="radar-name" x={axis.name.x} y={axis.name.y - 3} text-anchor={axis.anchor}>
                  {entry?.measure.name}
                </text>
                <text class="radar-grade" x={axis.name.x} y={axis.name.y + 13} text-anchor={axis.anchor}>
                  {score === null ? t('form.result.thinShort') : `${formatScore(score)} ${entry?.score?.grade ?? ''}`}
                </text>
              </>
            );
          }}
        </For>
      </svg>
    </Show>
  );
}
