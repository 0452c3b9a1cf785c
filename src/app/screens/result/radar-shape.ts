/** Geometry of the radar, in the units of its view box. Pure, so that a test can check it. */
export type Point = { readonly x: number; readonly y: number };

export type RadarShape = {
  readonly centre: Point;
  readonly radius: number;
  /** One per axis: where its line ends, where its score lies (null: too little answered), where its name stands. */
  readonly axes: readonly {
    readonly end: Point;
    readonly at: Point | null;
    /** Where its dot is drawn: at the score, or near the middle without one. */
    readonly mark: Point;
    readonly name: Point;
    readonly anchor: 'start' | 'middle' | 'end';
  }[];
  /** Closed polygons for the given values, inner ones first. */
  readonly rings: readonly { readonly value: number; readonly points: string }[];
  /** Areas between neighbours that both have a score: a gap stays a gap instead of being bridged. */
  readonly areas: readonly string[];
  /** Edges between the same neighbours. */
  readonly edges: readonly { readonly from: Point; readonly to: Point }[];
};

/** Room for a name beside and above the web: seven characters, two lines. */
const sideRoom = 92;
const endRoom = 44;
/** Where a dimension without a score is marked: near the middle, so that nobody reads a height into it. */
const thinMark = 22;

/** `scores` are 0–100 or null, clockwise from the top; at least three. */
export function radarShape(
  scores: readonly (number | null)[],
  ringValues: readonly number[],
  width: number,
  height: number,
): RadarShape {
  const centre = { x: width / 2, y: height / 2 };
  const radius = Math.min(width / 2 - sideRoom, height / 2 - endRoom);
  const at = (index: number, value: number, extra = 0): Point => {
    const angle = (2 * Math.PI * index) / scores.length - Math.PI / 2;
    const reach = (radius * value) / 100 + extra;
    return { x: round(centre.x + reach * Math.cos(angle)), y: round(centre.y + reach * Math.sin(angle)) };
  };
  const points = scores.map((score, index) => (score === null ? null : at(index, score)));
  const areas: string[] = [];
  const edges: { from: Point; to: Point }[] = [];
  points.forEach((from, index) => {
    const to = points[(index + 1) % points.length] ?? null;
    if (from === null || to === null) return;
    areas.push(listed([centre, from, to]));
    edges.push({ from, to });
  });
  return {
    centre,
    radius,
    axes: scores.map((_, index) => {
      const beside = at(index, 100, 12);
      const side = beside.x - centre.x;
      // Names above and below stand clear of the web by their own two lines.
      const name = Math.abs(side) < 8 ? { x: beside.x, y: beside.y + (beside.y < centre.y ? -14 : 10) } : beside;
      return {
        end: at(index, 100),
        at: points[index] ?? null,
        mark: points[index] ?? at(index, thinMark),
        name,
        anchor: Math.abs(side) < 8 ? 'middle' : side > 0 ? 'start' : 'end',
      };
    }),
    rings: ringValues.map((value) => ({ value, points: listed(scores.map((_, index) => at(index, value))) })),
    areas,
    edges,
  };
}

function listed(points: readonly Point[]): string {
  return points.map((point) => `${String(point.x)},${String(point.y)}`).join(' ');
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
