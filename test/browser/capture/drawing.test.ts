import { encode } from 'uqr';
import { expect, test } from 'vitest';
import type { Drawing } from '#capture/picture/drawing.ts';
import { openCodeReader } from '#capture/read-code.ts';
import { processPhoto } from '#capture/process-photo.ts';
import { strToU8, zipSync, type Zippable } from 'fflate';

type Rgb = readonly [number, number, number];

test('[C25] what is covered cannot be read: blocks of one colour each, and nothing else is changed', async () => {
  // Black and white columns, one pixel wide: the finest writing there is.
  const stripes = await drawn(800, 600, (context) => {
    for (let x = 0; x < 800; x += 2) context.fillRect(x, 0, 1, 600);
  });
  const copy = await draw(stripes, {
    marks: [{ kind: 'cover', from: { x: 0.25, y: 0.25 }, to: { x: 0.75, y: 0.75 } }],
    corners: null,
  });
  expect([copy.width, copy.height]).toEqual([800, 600]);
  const inside = spread(copy, 220, 170, 360, 260);
  const outside = spread(copy, 10, 10, 150, 560);
  expect(inside).toBeLessThan(40);
  expect(outside).toBeGreaterThan(100);
});

test('[C24] arrow, circle and words are drawn at full size, where they were put', async () => {
  const white = await drawn(1600, 1200, () => undefined);
  const copy = await draw(white, {
    marks: [
      { kind: 'arrow', from: { x: 0.1, y: 0.5 }, to: { x: 0.4, y: 0.5 } },
      { kind: 'circle', from: { x: 0.6, y: 0.3 }, to: { x: 0.9, y: 0.7 } },
      { kind: 'text', at: { x: 0.05, y: 0.05 }, text: '此处漏油' },
    ],
    corners: null,
  });
  expect(isRed(pixel(copy, 400, 600))).toBe(true);
  expect(isRed(pixel(copy, 960, 600))).toBe(true);
  expect(isRed(pixel(copy, 1200, 600))).toBe(false);
  expect(count(copy, { x: 80, y: 60, width: 300, height: 70 }, isRed)).toBeGreaterThan(500);
});

test('[C26] a page photographed askew is laid flat', async () => {
  const corners = [
    [200, 100],
    [700, 180],
    [640, 560],
    [140, 480],
  ] as const;
  const photo = await drawn(800, 600, (context) => {
    context.fillStyle = '#c00000';
    context.beginPath();
    for (const [x, y] of corners) context.lineTo(x, y);
    context.fill();
    // The upper left quarter of the page is blue at its corner.
    context.fillStyle = '#0000c0';
    context.beginPath();
    context.arc(230, 130, 22, 0, 2 * Math.PI);
    context.fill();
  });
  const at = ([x, y]: readonly [number, number]) => ({ x: x / 800, y: y / 600 });
  const flat = await draw(photo, { marks: [], corners: [at(corners[0]), at(corners[1]), at(corners[2]), at(corners[3])] });
  expect(flat.width).toBeGreaterThan(480);
  expect(flat.height).toBeGreaterThan(370);
  // Nothing of what lay around the page is left.
  expect(count(flat, { x: 4, y: 4, width: flat.width - 8, height: flat.height - 8 }, ([, green]) => green > 120)).toBe(0);
  const [red, , blue] = pixel(flat, 28, 26);
  expect(blue).toBeGreaterThan(red);
});

test('[C26] corners that cross are refused', async () => {
  const white = await drawn(100, 100, () => undefined);
  const corners = [
    { x: 0, y: 0 },
    { x: 1, y: 1 },
    { x: 1, y: 0 },
    { x: 0, y: 1 },
  ] as const;
  const outcome = await processPhoto(white, undefined, { kind: 'draw', drawing: { marks: [], corners } });
  expect(outcome.kind).toBe('refused');
});

test('[C28] documents are told by their content and stored byte for byte', async () => {
  for (const [mime, bytes] of [
    ['application/pdf', strToU8('%PDF-1.7\n%%EOF\n')],
    ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', office({ 'word/document.xml': strToU8('<w/>') })],
    ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', office({ 'xl/workbook.xml': strToU8('<w/>') })],
  ] as const) {
    const outcome = await processPhoto(new Blob([new Uint8Array(bytes)]), undefined, { kind: 'keep' });
    if (outcome.kind === 'refused') throw new Error(outcome.problem.code);
    expect(outcome.value.mime).toBe(mime);
    expect(new Uint8Array(outcome.value.bytes)).toEqual(new Uint8Array(bytes));
  }
});

test('[C28] what is no document, carries macros or is too large is refused before anything is stored', async () => {
  const refusal = async (bytes: Uint8Array): Promise<string> => {
    const outcome = await processPhoto(new Blob([new Uint8Array(bytes)]), undefined, { kind: 'keep' });
    return outcome.kind === 'refused' ? outcome.problem.code : 'taken';
  };
  const parts = { 'word/document.xml': strToU8('<w/>'), 'word/vbaProject.bin': strToU8('x') };
  expect(await refusal(new TextEncoder().encode('<html></html>'))).toBe('evidence.unknown-file');
  expect(await refusal(office(parts).subarray(0, 100))).toBe('evidence.unknown-file');
  expect(await refusal(office(parts))).toBe('evidence.active');
  expect(await refusal(new Uint8Array(16 * 1024 * 1024))).toBe('evidence.file-too-large');
});

test('[C29] a QR code is read in a worker, with the reader that the app brings along', async () => {
  const text = 'http://www.gsxt.gov.cn/?uniscid=91420115DEM000017Q';
  const { data, size } = encode(text, { border: 4 });
  const cell = 8;
  const code = await drawn(size * cell, size * cell, (context) => {
    for (const [y, row] of data.entries())
      for (const [x, dark] of row.entries()) if (dark) context.fillRect(x * cell, y * cell, cell, cell);
  });
  const reader = openCodeReader();
  expect(await reader.read(await createImageBitmap(code))).toEqual([text]);
  const nothing = await drawn(300, 300, () => undefined);
  expect(await reader.read(await createImageBitmap(nothing))).toEqual([]);
  reader.close();
});

function office(parts: Zippable): Uint8Array {
  return zipSync({ '[Content_Types].xml': strToU8('<Types/>'), ...parts });
}

async function drawn(width: number, height: number, paint: (context: OffscreenCanvasRenderingContext2D) => void): Promise<Blob> {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('no context');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, height);
  context.fillStyle = '#000';
  paint(context);
  return canvas.convertToBlob({ type: 'image/png' });
}

async function draw(photo: Blob, drawing: Drawing): Promise<ImageData> {
  const outcome = await processPhoto(photo, undefined, { kind: 'draw', drawing });
  if (outcome.kind === 'refused') throw new Error(outcome.problem.code);
  const bitmap = await createImageBitmap(new Blob([outcome.value.bytes]));
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('no context');
  context.drawImage(bitmap, 0, 0);
  return context.getImageData(0, 0, bitmap.width, bitmap.height);
}

function pixel({ data, width }: ImageData, x: number, y: number): Rgb {
  const at = (y * width + x) * 4;
  return [data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0];
}

function isRed([red, green, blue]: Rgb): boolean {
  return red > 150 && green < 110 && blue < 110;
}

function count(
  image: ImageData,
  box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
  holds: (colour: Rgb) => boolean,
): number {
  let found = 0;
  for (let y = box.y; y < box.y + box.height; y += 1)
    for (let x = box.x; x < box.x + box.width; x += 1) if (holds(pixel(image, x, y))) found += 1;
  return found;
}

/** Largest difference of brightness between neighbours in a row. */
function spread(image: ImageData, left: number, top: number, width: number, height: number): number {
  let most = 0;
  for (let y = top; y < top + height; y += 7)
    for (let x = left; x < left + width; x += 1)
      most = Math.max(most, Math.abs(pixel(image, x, y)[0] - pixel(image, x + 1, y)[0]));
  return most;
}
