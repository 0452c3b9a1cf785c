/** How a picture lies in its frame: scaled about the middle and moved, pixels. */
export type Zoom = { readonly scale: number; readonly x: number; readonly y: number };

export const fitted: Zoom = { scale: 1, x: 0, y: 0 };
const largest = 8;

/** Zooms by a factor, keeping the point at (px, py), measured from the frame's middle, where it is. Never smaller than the frame. */
export function zoomBy(zoom: Zoom, factor: number, px: number, py: number): Zoom {
  const scale = Math.min(largest, Math.max(1, zoom.scale * factor));
  if (scale === 1) return fitted;
  const ratio = scale / zoom.scale;
  return { scale, x: px - (px - zoom.x) * ratio, y: py - (py - zoom.y) * ratio };
}

export function panBy(zoom: Zoom, dx: number, dy: number): Zoom {
  return zoom.scale === 1 ? zoom : { ...zoom, x: zoom.x + dx, y: zoom.y + dy };
}
