import { createMemo, For, Show, type JSX } from 'solid-js';
import type { Measure } from '#definition/scoring.ts';
import type { MeasureScore } from '#scoring/score-result.ts';
import type { Evaluation } from '#app/form/create-evaluation.ts';
import { formatScore, isShown } from '#app/form/format-score.ts';
import { t } from '#app/i18n/t.ts';
import { radarShape, type RadarShape } from './radar-shape.ts';

const width = 390;
const height = 300;

type Entry = { readonly measure: Measure; readonly score: MeasureScore | undefined };

/** Dimensions as a radar with grade words. One that has too little answered is a hollow mark on a dashed line, never a zero. */
export function Radar(props: { readonly evaluation: Evaluation }): JSX.Element {
  const axes = createMemo((): readonly Entry[] =>
    props.evaluation.compiled.scoring.measures
      .filter((measure) => measure.axis && isShown(measure))
      .map((measure) => ({ measure, score: props.evaluation.result.measures[measure.id] })),
  );
  const rings = (): readonly number[] => {
    const first = axes()[0]?.measure;
    return [
      ...(first === undefined || first.grades.length === 0
        ? [20, 40, 60, 80]
        : first.grades.flatMap((grade) => share(first, grade.lt) ?? [])),
      100,
    ];
  };
  const shape = createMemo(() =>
    radarShape(
      axes().map(({ measure, score }) => share(measure, score?.score ?? null)),
      rings(),
      width,
      height,
    ),
  );
  /** A web of three stands on its base: the room below the lowest name is not drawn. */
  const bottom = (): number => Math.min(height, Math.max(...shape().axes.map(({ name }) => name.y)) + 24);
  const words = (): string =>
    axes()
      .map(({ measure, score }) =>
        score === undefined || score.score === null
          ? t('form.result.radarThin', { name: measure.name })
          : t('form.result.radarText', {
              name: measure.name,
              score: formatScore(score.score, measure.decimals),
              grade: score.grade ?? '',
            }),
      )
      .join(t('form.result.radarNext'));
  return (
    <Show when={axes().length >= 3}>
      <svg class="radar" viewBox={`0 0 ${String(width)} ${String(bottom())}`} role="img" aria-label={words()}>
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
        <For each={shape().axes}>{(axis, index) => <Corner axis={axis} entry={axes()[index()]} />}</For>
      </svg>
    </Show>
  );
}

/** In percent of the full mark: axes of different full marks share one web. */
function share(measure: Measure, score: number | null): number | null {
  return score === null ? null : (100 * score) / measure.full;
}

/** Dot, name and grade word of one dimension. */
function Corner(props: { readonly axis: RadarShape['axes'][number]; readonly entry: Entry | undefined }): JSX.Element {
  const thin = (): boolean => props.axis.at === null;
  const words = (): string => {
    const score = props.entry?.score?.score ?? null;
    return score === null
      ? t('form.result.thinShort')
      : `${formatScore(score, props.entry?.measure.decimals)} ${props.entry?.score?.grade ?? ''}`;
  };
  return (
    <>
      <circle
        class={thin() ? 'radar-dot radar-dot-thin' : 'radar-dot'}
        cx={props.axis.mark.x}
        cy={props.axis.mark.y}
        r={thin() ? 6 : 4.5}
      />
      <text class="radar-name" x={props.axis.name.x} y={props.axis.name.y - 3} text-anchor={props.axis.anchor}>
        {props.entry?.measure.name}
      </text>
      <text class="radar-grade" x={props.axis.name.x} y={props.axis.name.y + 13} text-anchor={props.axis.anchor}>
        {words()}
      </text>
    </>
  );
}
