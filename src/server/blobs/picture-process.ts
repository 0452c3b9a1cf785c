/**
 * Runs in a process of its own and is the only one that decodes what strangers send. It watches itself: a picture that needs more
 * memory or computing time than any photo does ends the process, and with it the picture. Time is computing time, so that a busy
 * machine refuses nobody.
 */
import { readFile, rename, writeFile } from 'node:fs/promises';
import sharp from 'sharp';
import { evidenceLimits } from '#domain/evidence.ts';
import { fileShape } from './file-shape.ts';
import { pictureShape } from './picture-shape.ts';
import type { PictureFormat } from './picture-shape.ts';
import { pictureLimits } from './pictures.ts';
import type { PictureAnswer, PictureTask } from './pictures.ts';

sharp.cache(false);
sharp.concurrency(1);
// Every other loader (SVG, PDF, TIFF …) is out of reach, whatever a file claims to be.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({ operation: ['VipsForeignLoadJpeg', 'VipsForeignLoadPng', 'VipsForeignLoadWebp'] });

const careful = { limitInputPixels: evidenceLimits.pixels, failOn: 'error', pages: 1, sequentialRead: true } as const;

let allowed = Infinity;
setInterval(() => {
  const { user, system } = process.cpuUsage();
  if (process.memoryUsage.rss() > pictureLimits.memoryBytes || (user + system) / 1000 > allowed) process.exit(1);
}, 20);

process.on('message', (task: PictureTask) => void answer(task));
// The server has ended.
process.on('disconnect', () => process.exit(0));

async function answer(task: PictureTask): Promise<void> {
  const { user, system } = process.cpuUsage();
  allowed = (user + system) / 1000 + pictureLimits.computingMs;
  const done = await work(task);
  allowed = Infinity;
  process.send?.(done);
}

async function work(task: PictureTask): Promise<PictureAnswer> {
  try {
    switch (task.kind) {
      case 'judge':
        return await judge(task.file);
      case 'judge-file':
        return { kind: fileShape(await readFile(task.file), task.mime) };
      case 'draw':
        return await draw(task);
    }
  } catch {
    return { kind: 'broken' };
  }
}

async function judge(file: string): Promise<PictureAnswer> {
  const bytes = await readFile(file);
  const { format, width, height, pages } = await sharp(bytes, { ...careful, limitInputPixels: false }).metadata();
  if (format !== 'jpeg' && format !== 'png' && format !== 'webp') return { kind: 'broken' };
  if (width * height > evidenceLimits.pixels) return { kind: 'too-many-pixels', pixels: width * height };
  const shape = pictureShape(bytes, format satisfies PictureFormat);
  if (shape !== 'plain') return { kind: shape };
  if ((pages ?? 1) > 1) return { kind: 'mixed' };
  // Every row is decoded; nothing but a few pixels is kept.
  await sharp(bytes, careful).resize({ width: 8, height: 8, fit: 'fill', fastShrinkOnLoad: false }).raw().toBuffer();
  return { kind: 'plain' };
}

/** Upright, no larger than asked, and without any metadata. */
async function draw({ file, to, edge }: Extract<PictureTask, { kind: 'draw' }>): Promise<PictureAnswer> {
  const size = { width: edge, height: edge, fit: 'inside', withoutEnlargement: true } as const;
  const drawn = await sharp(file, careful)
    .autoOrient()
    .resize(size)
    .flatten({ background: '#fff' })
    .jpeg({ quality: 80 })
    .toBuffer();
  await writeFile(`${to}.part`, drawn, { mode: 0o600 });
  await rename(`${to}.part`, to);
  return { kind: 'plain' };
}
