import { For, type JSX } from 'solid-js';
import type { OfficeMeasure } from '#protocol/office-wire.ts';
import { t } from '../i18n/t.ts';
import { scoreText } from './score-text.ts';
import './score-radar.css';

const radius = 92;
const centreX = 150;
const centreY = 142;

/** Scores by dimension in shares of their full marks. A dimension without a score stays at the centre and says so; the table has the numbers. */
export function ScoreRadar(props: { readonly measures: readonly OfficeMeasure[] }): JSX.Element {
  const count = (): number => props.measures.length;
  const point = (index: number, share: number): string => {
    const { x, y } = place(index, count(), radius * share);
    return `${x.toFixed(1)},${y.toFixed(1)}`;
  };
  const shape = (): string => props.measures.map(({ score, full }, index) => point(index, (score ?? 0) / full)).join(' ');
  return (
    <svg class="score-radar" viewBox="-30 14 360 270" role="img" aria-label={t('office.overview.radar')}>
      <For each={[0.25, 0.5, 0.75, 1]}>
        {(share) => <polygon class="score-radar-ring" points={props.measures.map((_, index) => point(index, share)).join(' ')} />}
      </For>
      <For each={props.measures}>
        {(_, index) => (
          <line class="score-radar-ring" x1={centreX} y1={centreY} x2={end(index(), count()).x} y2={end(index(), count()).y} />
        )}
      </For>
      <polygon class="score-radar-shape" points={shape()} />
      <For each={props.measures}>
        {(measure, index) => {
          const at = () => place(index(), count(), radius + 16);
          return (
            <text class="score-radar-label" x={at().x} y={at().y} text-anchor={anchor(at().x)}>
              <tspan>{measure.name}</tspan>
              <tspan class="score-radar-value" x={at().x} dy="15">
                {measure.score === null ? t('office.overview.notScored') : scoreText(measure.score, measure.decimals)}
              </tspan>
            </text>
          );
        }}
      </For>
    </svg>
  );
}

function place(index: number, count: number, distance: number): { readonly x: number; readonly y: number } {
  const angle = (2 * Math.PI * index) / Math.max(1, count) - Math.PI / 2;
  return { x: centreX + distance * Math.cos(angle), y: centreY + distance * Math.sin(angle) };
}

function end(index: number, count: number): { readonly x: number; readonly y: number } {
  return place(index, count, radius);
}

function anchor(x: number): 'start' | 'middle' | 'end' {
  if (Math.abs(x - centreX) < 10) return 'middle';
  return x < centreX ? 'end' : 'start';
}
