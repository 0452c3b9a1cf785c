/**
 * A page photographed askew, laid flat. Sixty lines instead of a library: the ones that do this are image toolboxes of megabytes, and all
 * that is needed of them is one 3 × 3 matrix and a loop over pixels.
 */
import type { Corners, Spot } from './drawing.ts';

export type Pixels = { readonly width: number; readonly height: number; readonly data: Uint8ClampedArray };

/** Size of the page: the longer of each pair of opposite edges, at least 16 pixels. */
export function flatSize(corners: Corners, width: number, height: number): { readonly width: number; readonly height: number } {
  const [topLeft, topRight, bottomRight, bottomLeft] = corners.map(({ x, y }) => ({ x: x * width, y: y * height })) as [
    Spot,
    Spot,
    Spot,
    Spot,
  ];
  const across = Math.max(apart(topLeft, topRight), apart(bottomLeft, bottomRight));
  const down = Math.max(apart(topLeft, bottomLeft), apart(topRight, bottomRight));
  return { width: Math.max(16, Math.round(across)), height: Math.max(16, Math.round(down)) };
}

/** A page is drawn as it bulges nowhere inwards: each corner turns the same way. */
export function isConvex(corners: Corners): boolean {
  return corners.every((corner, index) => {
    const next = corners[(index + 1) % 4] ?? corner;
    const after = corners[(index + 2) % 4] ?? corner;
    return (next.x - corner.x) * (after.y - next.y) - (next.y - corner.y) * (after.x - next.x) > 1e-4;
  });
}

/** Every pixel of the page is looked up in the photo, between its four neighbours there. */
export function flatten(photo: Pixels, corners: Corners, into: Pixels): void {
  const at = planeOf(corners);
  const { width, height, data } = photo;
  for (let row = 0; row < into.height; row += 1) {
    for (let column = 0; column < into.width; column += 1) {
      const { x, y } = at((column + 0.5) / into.width, (row + 0.5) / into.height);
      const [px, py] = [clamp(x * width - 0.5, width - 1), clamp(y * height - 0.5, height - 1)];
      const [left, top] = [Math.floor(px), Math.floor(py)];
      const [right, bottom] = [Math.min(left + 1, width - 1), Math.min(top + 1, height - 1)];
      const [shareX, shareY] = [px - left, py - top];
      const to = (row * into.width + column) * 4;
      for (let channel = 0; channel < 4; channel += 1) {
        const pixel = (atX: number, atY: number): number => data[(atY * width + atX) * 4 + channel] ?? 0;
        const upper = pixel(left, top) * (1 - shareX) + pixel(right, top) * shareX;
        const lower = pixel(left, bottom) * (1 - shareX) + pixel(right, bottom) * shareX;
        into.data[to + channel] = upper * (1 - shareY) + lower * shareY;
      }
    }
  }
}

/** The projective map from the unit square onto the four corners (Heckbert 1989, section 2.2.3). */
function planeOf([a, b, c, d]: Corners): (u: number, v: number) => Spot {
  const sumX = a.x - b.x + c.x - d.x;
  const sumY = a.y - b.y + c.y - d.y;
  const [dx1, dy1, dx2, dy2] = [b.x - c.x, b.y - c.y, d.x - c.x, d.y - c.y];
  const whole = dx1 * dy2 - dx2 * dy1;
  const g = (sumX * dy2 - dx2 * sumY) / whole;
  const h = (dx1 * sumY - sumX * dy1) / whole;
  return (u, v) => {
    const scale = g * u + h * v + 1;
    return {
      x: ((b.x - a.x + g * b.x) * u + (d.x - a.x + h * d.x) * v + a.x) / scale,
      y: ((b.y - a.y + g * b.y) * u + (d.y - a.y + h * d.y) * v + a.y) / scale,
    };
  };
}

function apart(one: Spot, other: Spot): number {
  return Math.hypot(one.x - other.x, one.y - other.y);
}

function clamp(value: number, most: number): number {
  return Math.min(Math.max(value, 0), most);
}
