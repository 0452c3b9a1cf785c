import { createSignal, For, Match, Show, Switch, type JSX } from 'solid-js';
import {
  letterShare,
  lineShare,
  markColour,
  type Corners,
  type Drawing,
  type Mark,
  type Spot,
} from '#capture/picture/drawing.ts';
import { t } from '#app/i18n/t.ts';
import type { Tool } from './drawing-tool.ts';

/** How far an arrow key moves a corner, as a share of the picture. */
const keyStep = 0.01;
const corner = [0, 1, 2, 3] as const;

/** The picture with what is drawn on it so far, in its own pixels; takes pen, finger and, for corners, keys. */
export function DrawingLayer(props: {
  readonly url: string;
  readonly width: number;
  readonly height: number;
  readonly tool: Tool;
  readonly drawing: Drawing;
  readonly corners: Corners;
  readonly onDrawn: (from: Spot, to: Spot) => void;
  readonly onCorners: (corners: Corners) => void;
}): JSX.Element {
  let layer: SVGSVGElement | undefined;
  const [from, setFrom] = createSignal<Spot | null>(null);
  const [to, setTo] = createSignal<Spot | null>(null);
  const edge = (): number => Math.max(props.width, props.height);
  const spotOf = (event: PointerEvent): Spot => {
    const box = layer?.getBoundingClientRect();
    if (box === undefined) return { x: 0, y: 0 };
    return { x: share((event.clientX - box.left) / box.width), y: share((event.clientY - box.top) / box.height) };
  };
  const pending = (): Mark | null => {
    const [start, end, kind] = [from(), to(), props.tool];
    return start === null || end === null || kind === 'crop' || kind === 'text' ? null : { kind, from: start, to: end };
  };
  const finish = (event: PointerEvent): void => {
    const start = from();
    setFrom(null);
    setTo(null);
    if (start !== null) props.onDrawn(start, spotOf(event));
  };
  return (
    <div class="editor-picture">
      <img src={props.url} alt="" draggable={false} width={props.width} height={props.height} />
      <svg
        ref={(element) => {
          layer = element;
        }}
        viewBox={`0 0 ${String(props.width)} ${String(props.height)}`}
        onPointerDown={(event) => {
          if (props.tool === 'crop' || !event.isPrimary) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          setFrom(spotOf(event));
          setTo(spotOf(event));
        }}
        onPointerMove={(event) => {
          if (from() !== null) setTo(spotOf(event));
        }}
        onPointerUp={finish}
        onPointerCancel={() => {
          setFrom(null);
          setTo(null);
        }}
      >
        <defs>
          <pattern id="covered" width={edge() / 30} height={edge() / 30} patternUnits="userSpaceOnUse">
            <rect width={edge() / 30} height={edge() / 30} fill="#888" />
            <rect width={edge() / 60} height={edge() / 60} fill="#bbb" />
            <rect x={edge() / 60} y={edge() / 60} width={edge() / 60} height={edge() / 60} fill="#bbb" />
          </pattern>
        </defs>
        <For each={props.drawing.marks}>{(mark) => <Drawn mark={mark} width={props.width} height={props.height} />}</For>
        <Show when={pending()}>{(mark) => <Drawn mark={mark()} width={props.width} height={props.height} />}</Show>
        <CropFrame
          width={props.width}
          height={props.height}
          corners={props.corners}
          movable={props.tool === 'crop'}
          visible={props.tool === 'crop' || props.drawing.corners !== null}
          spotOf={spotOf}
          onCorners={props.onCorners}
        />
      </svg>
    </div>
  );
}

/** What lies outside the corners, darkened, and the corners themselves while they are to be moved. */
function CropFrame(props: {
  readonly width: number;
  readonly height: number;
  readonly corners: Corners;
  readonly movable: boolean;
  readonly visible: boolean;
  readonly spotOf: (event: PointerEvent) => Spot;
  readonly onCorners: (corners: Corners) => void;
}): JSX.Element {
  /** Corners while one of them is being dragged. */
  const [dragged, setDragged] = createSignal<Corners | null>(null);
  const shownCorners = (): Corners => dragged() ?? props.corners;
  const moved = (index: number, spot: Spot): Corners =>
    shownCorners().map((each, at) => (at === index ? spot : each)) as unknown as Corners;
  const nudge = (index: 0 | 1 | 2 | 3, event: KeyboardEvent): void => {
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const { x, y } = shownCorners()[index];
    props.onCorners(moved(index, { x: share(x + (step[0] ?? 0) * keyStep), y: share(y + (step[1] ?? 0) * keyStep) }));
  };
  return (
    <>
      <Show when={props.visible}>
        <path class="editor-outside" d={outside(shownCorners(), props.width, props.height)} fill-rule="evenodd" />
      </Show>
      <Show when={props.movable}>
        <For each={corner}>
          {(index) => (
            <circle
              class="editor-corner"
              cx={shownCorners()[index].x * props.width}
              cy={shownCorners()[index].y * props.height}
              r={Math.max(props.width, props.height) * 0.035}
              tabIndex={0}
              role="button"
              aria-label={t(`form.capture.corner${String(index + 1) as '1' | '2' | '3' | '4'}`)}
              onPointerDown={(event) => {
                event.stopPropagation();
                event.currentTarget.setPointerCapture(event.pointerId);
                setDragged(moved(index, props.spotOf(event)));
              }}
              onPointerMove={(event) => {
                if (dragged() !== null) setDragged(moved(index, props.spotOf(event)));
              }}
              onPointerUp={() => {
                const corners = dragged();
                setDragged(null);
                if (corners !== null) props.onCorners(corners);
              }}
              onPointerCancel={() => setDragged(null)}
              onKeyDown={(event) => nudge(index, event)}
            />
          )}
        </For>
      </Show>
    </>
  );
}

/** As `draw-picture.ts` draws it, but for what is covered: here a pattern says that it will be. */
function Drawn(props: { readonly mark: Mark; readonly width: number; readonly height: number }): JSX.Element {
  const edge = (): number => Math.max(props.width, props.height);
  const at = ({ x, y }: Spot): Spot => ({ x: x * props.width, y: y * props.height });
  const line = () => ({
    fill: 'none',
    stroke: markColour,
    'stroke-width': edge() * lineShare,
    'stroke-linecap': 'round' as const,
    'stroke-linejoin': 'round' as const,
  });
  return (
    <Switch>
      <Match when={props.mark.kind === 'arrow' && props.mark}>
        {(mark) => <path {...line()} d={arrowPath(at(mark().from), at(mark().to), edge() * lineShare * 5)} />}
      </Match>
      <Match when={props.mark.kind === 'circle' && props.mark}>
        {(mark) => (
          <ellipse
            {...line()}
            cx={((mark().from.x + mark().to.x) / 2) * props.width}
            cy={((mark().from.y + mark().to.y) / 2) * props.height}
            rx={(Math.abs(mark().to.x - mark().from.x) / 2) * props.width}
            ry={(Math.abs(mark().to.y - mark().from.y) / 2) * props.height}
          />
        )}
      </Match>
      <Match when={props.mark.kind === 'cover' && props.mark}>
        {(mark) => (
          <rect
            fill="url(#covered)"
            x={Math.min(mark().from.x, mark().to.x) * props.width}
            y={Math.min(mark().from.y, mark().to.y) * props.height}
            width={Math.abs(mark().to.x - mark().from.x) * props.width}
            height={Math.abs(mark().to.y - mark().from.y) * props.height}
          />
        )}
      </Match>
      <Match when={props.mark.kind === 'text' && props.mark}>
        {(mark) => (
          <text
            x={at(mark().at).x}
            y={at(mark().at).y}
            font-size={String(edge() * letterShare)}
            font-weight="600"
            dominant-baseline="hanging"
            fill={markColour}
            stroke="#fff"
            stroke-width={edge() * letterShare * 0.22}
            paint-order="stroke"
          >
            {mark().text}
          </text>
        )}
      </Match>
    </Switch>
  );
}

function arrowPath(from: Spot, to: Spot, head: number): string {
  const angle = Math.atan2(to.y - from.y, to.x - from.x);
  const wing = (turn: number): string =>
    `M${pair(to)} L${pair({ x: to.x + head * Math.cos(angle + turn), y: to.y + head * Math.sin(angle + turn) })}`;
  return `M${pair(from)} L${pair(to)} ${wing(Math.PI * 0.84)} ${wing(-Math.PI * 0.84)}`;
}

/** Everything but the page. */
function outside(corners: Corners, width: number, height: number): string {
  const page = corners.map(({ x, y }) => pair({ x: x * width, y: y * height })).join(' L');
  return `M0,0 H${String(width)} V${String(height)} H0 Z M${page} Z`;
}

function pair({ x, y }: Spot): string {
  return `${x.toFixed(1)},${y.toFixed(1)}`;
}

function share(value: number): number {
  return Math.min(1, Math.max(0, value));
}
