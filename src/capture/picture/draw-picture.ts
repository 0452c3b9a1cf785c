/** Draws on a copy of a picture at its full size. Runs in the worker; the picture itself stays as it is. */
import { evidenceLimits } from '#domain/evidence.ts';
import { ok, refused, type Outcome } from '#shared/outcome.ts';
import { problem } from '#shared/problems.ts';
import { letterShare, lineShare, markColour, type Drawing, type Mark, type Spot } from './drawing.ts';
import { hashOf, picturesOf } from './process-picture.ts';
import type { ProcessedPhoto } from './processed-photo.ts';
import { flatSize, flatten, isConvex } from './warp.ts';

export async function drawPicture(file: Blob, { marks, corners }: Drawing): Promise<Outcome<ProcessedPhoto>> {
  const sha256 = await hashOf(await file.arrayBuffer());
  const bitmap = await createImageBitmap(file).catch(() => null);
  if (bitmap === null || (corners !== null && !isConvex(corners))) return refused(problem('evidence.not-decodable'));
  const { width, height } = bitmap;
  const canvas = new OffscreenCanvas(width, height);
  const context = contextOf(canvas);
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  // Covered first: an arrow that points at a covered face stays an arrow.
  for (const mark of marks.toSorted((one, other) => order(one) - order(other))) draw(context, mark);
  const drawn = corners === null ? canvas : flat(context, corners);
  const made = await picturesOf(drawn, evidenceLimits.longEdge);
  return ok({ ...made, mime: 'image/jpeg', original: { sha256, size: file.size, width, height, takenAt: null, device: null } });
}

function order({ kind }: Mark): number {
  return kind === 'cover' ? 0 : 1;
}

function flat(context: OffscreenCanvasRenderingContext2D, corners: NonNullable<Drawing['corners']>): OffscreenCanvas {
  const { width, height } = context.canvas;
  const size = flatSize(corners, width, height);
  const page = new OffscreenCanvas(size.width, size.height);
  const pixels = new ImageData(size.width, size.height);
  flatten(context.getImageData(0, 0, width, height), corners, pixels);
  contextOf(page).putImageData(pixels, 0, 0);
  return page;
}

function draw(context: OffscreenCanvasRenderingContext2D, mark: Mark): void {
  const { width, height } = context.canvas;
  const edge = Math.max(width, height);
  const place = ({ x, y }: Spot): Spot => ({ x: x * width, y: y * height });
  context.lineWidth = edge * lineShare;
  context.strokeStyle = markColour;
  context.lineCap = 'round';
  context.lineJoin = 'round';
  switch (mark.kind) {
    case 'cover':
      cover(context, place(mark.from), place(mark.to));
      return;
    case 'circle': {
      const [from, to] = [place(mark.from), place(mark.to)];
      context.beginPath();
      context.ellipse(
        (from.x + to.x) / 2,
        (from.y + to.y) / 2,
        Math.abs(to.x - from.x) / 2,
        Math.abs(to.y - from.y) / 2,
        0,
        0,
        2 * Math.PI,
      );
      context.stroke();
      return;
    }
    case 'arrow':
      arrow(context, place(mark.from), place(mark.to), edge * lineShare * 5);
      return;
    case 'text': {
      const at = place(mark.at);
      context.font = `600 ${String(edge * letterShare)}px "PingFang SC", "HarmonyOS Sans SC", "MiSans", "Noto Sans SC", sans-serif`;
      context.textBaseline = 'top';
      // A white rim: legible on dark and light alike.
      context.strokeStyle = '#fff';
      context.lineWidth = edge * letterShare * 0.22;
      context.strokeText(mark.text, at.x, at.y);
      context.fillStyle = markColour;
      context.fillText(mark.text, at.x, at.y);
    }
  }
}

function arrow(context: OffscreenCanvasRenderingContext2D, from: Spot, to: Spot, head: number): void {
  const angle = Math.atan2(to.y - from.y, to.x - from.x);
  context.beginPath();
  context.moveTo(from.x, from.y);
  context.lineTo(to.x, to.y);
  for (const turn of [Math.PI * 0.84, -Math.PI * 0.84]) {
    context.moveTo(to.x, to.y);
    context.lineTo(to.x + head * Math.cos(angle + turn), to.y + head * Math.sin(angle + turn));
  }
  context.stroke();
}

/**
 * Blocks of one colour each, never finer than a quarter of the shorter side nor than 24 pixels: of a face or a number nothing is left to
 * be guessed from.
 */
function cover(context: OffscreenCanvasRenderingContext2D, from: Spot, to: Spot): void {
  const left = Math.max(0, Math.floor(Math.min(from.x, to.x)));
  const top = Math.max(0, Math.floor(Math.min(from.y, to.y)));
  const width = Math.min(context.canvas.width - left, Math.ceil(Math.abs(to.x - from.x)));
  const height = Math.min(context.canvas.height - top, Math.ceil(Math.abs(to.y - from.y)));
  if (width < 1 || height < 1) return;
  const block = Math.max(24, Math.ceil(Math.min(width, height) / 4));
  const { data } = context.getImageData(left, top, width, height);
  for (let y = 0; y < height; y += block) {
    for (let x = 0; x < width; x += block) {
      const [across, down] = [Math.min(block, width - x), Math.min(block, height - y)];
      context.fillStyle = meanColour(data, width, { x, y, across, down });
      context.fillRect(left + x, top + y, across, down);
    }
  }
}

function meanColour(
  data: Uint8ClampedArray,
  width: number,
  { x, y, across, down }: { readonly x: number; readonly y: number; readonly across: number; readonly down: number },
): string {
  const sums = [0, 0, 0];
  for (let row = y; row < y + down; row += 1) {
    for (let column = x; column < x + across; column += 1) {
      const at = (row * width + column) * 4;
      for (let channel = 0; channel < 3; channel += 1) sums[channel] = (sums[channel] ?? 0) + (data[at + channel] ?? 0);
    }
  }
  return `rgb(${sums.map((sum) => Math.round(sum / (across * down))).join(' ')})`;
}

function contextOf(canvas: OffscreenCanvas): OffscreenCanvasRenderingContext2D {
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('drawPicture: no 2d context');
  return context;
}
