/** Files that somebody might send as a photo. */
import { crc32, deflateSync, gzipSync } from 'node:zlib';
import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import type { ProblemCode } from '#shared/problems.ts';

export type HostilePicture = {
  readonly name: string;
  /** What it is announced as. */
  readonly mime: 'image/jpeg' | 'image/png' | 'image/webp';
  readonly bytes: Buffer;
  readonly refusal: ProblemCode;
};

export const jpeg = readFileSync(new URL('../../src/server/demo/photos/board.jpg', import.meta.url));

export async function hostilePictures(): Promise<readonly HostilePicture[]> {
  const page = Buffer.from('<html><body><script>alert(document.cookie)</script></body></html>'.repeat(20));
  const small = await sharp(jpeg).resize(64).png().toBuffer();
  const webp = await sharp(jpeg).resize(64).webp().toBuffer();
  const archive = Buffer.concat([Buffer.from('PK\u0003\u0004', 'latin1'), Buffer.alloc(40), Buffer.from('META-INF/MANIFEST.MF')]);
  const frames = await sharp(Buffer.concat([Buffer.alloc(64 * 64 * 3, 7), Buffer.alloc(64 * 64 * 3, 200)]), {
    raw: { width: 64, height: 128, channels: 3, pageHeight: 64 },
  })
    .webp({ loop: 0 })
    .toBuffer();
  const asJpeg = (name: string, bytes: Buffer, refusal: ProblemCode) => ({ name, mime: 'image/jpeg', bytes, refusal }) as const;
  const asPng = (name: string, bytes: Buffer, refusal: ProblemCode) => ({ name, mime: 'image/png', bytes, refusal }) as const;
  return [
    asJpeg('a web page', page, 'evidence.wrong-type'),
    asJpeg('an SVG with a script', Buffer.from(`<?xml version="1.0"?>\n${svg}`), 'evidence.wrong-type'),
    asJpeg('a program', Buffer.concat([Buffer.from('MZ\u0090\u0000', 'latin1'), Buffer.alloc(4000, 3)]), 'evidence.wrong-type'),
    asJpeg('an archive', archive, 'evidence.wrong-type'),
    asJpeg('64 MB of nothing, packed', gzipSync(Buffer.alloc(2 ** 26)), 'evidence.wrong-type'),
    asJpeg('a PDF', Buffer.from(`%PDF-1.7\n${'0'.repeat(500)}`), 'evidence.wrong-type'),
    asJpeg('a PNG under the name of a JPEG', small, 'evidence.wrong-type'),
    asJpeg('a GIF with an archive behind it', Buffer.concat([gif, archive]), 'evidence.wrong-type'),
    asJpeg('a JPEG with a page behind its end', Buffer.concat([jpeg, page]), 'evidence.mixed'),
    asJpeg('a JPEG with an archive behind its end', Buffer.concat([jpeg, archive]), 'evidence.mixed'),
    asJpeg('a JPEG with a page in its comment', withComment(page), 'evidence.mixed'),
    asJpeg('a JPEG with PHP in its comment', withComment(Buffer.from('<?php system($_GET["c"]); ?>')), 'evidence.mixed'),
    asJpeg('half a JPEG', jpeg.subarray(0, jpeg.length >> 1), 'evidence.not-decodable'),
    asJpeg('the head of a JPEG', Buffer.concat([jpeg.subarray(0, 700), Buffer.alloc(300)]), 'evidence.not-decodable'),
    asPng('a PNG with a script in a text chunk', withText(small, 'Comment\0<script>alert(1)</script>'), 'evidence.mixed'),
    asPng('a PNG with a page behind its end', Buffer.concat([small, page]), 'evidence.mixed'),
    {
      name: 'a WebP with a page behind its end',
      mime: 'image/webp',
      bytes: Buffer.concat([webp, page]),
      refusal: 'evidence.mixed',
    },
    { name: 'a WebP that moves', mime: 'image/webp', bytes: frames, refusal: 'evidence.mixed' },
    asPng(
      '50,000 by 50,000 pixels in a few bytes',
      makePng({ side: 50_000, depth: 1, colour: 0, interlaced: false }, 2 ** 20),
      'evidence.too-many-pixels',
    ),
    // 49 megapixels are allowed; eight bytes each, all held at once, are not.
    asPng(
      '49 million deep, interlaced pixels',
      makePng({ side: 7000, depth: 16, colour: 6, interlaced: true }, 7000 * 7000 * 8 + 7000 * 20),
      'evidence.not-decodable',
    ),
  ];
}

const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'.padEnd(400);
const gif = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

function withComment(comment: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(comment.length + 2);
  return Buffer.concat([jpeg.subarray(0, 2), Buffer.from([0xff, 0xfe]), length, comment, jpeg.subarray(2)]);
}

function withText(png: Buffer, text: string): Buffer {
  const afterHead = 8 + 25;
  return Buffer.concat([png.subarray(0, afterHead), chunk('tEXt', Buffer.from(text, 'latin1')), png.subarray(afterHead)]);
}

function makePng(
  { side, depth, colour, interlaced }: { side: number; depth: number; colour: number; interlaced: boolean },
  bytes: number,
): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(side, 0);
  head.writeUInt32BE(side, 4);
  head.set([depth, colour, 0, 0, interlaced ? 1 : 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.alloc(bytes))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const whole = Buffer.alloc(12 + data.length);
  whole.writeUInt32BE(data.length, 0);
  whole.write(type, 4, 'latin1');
  data.copy(whole, 8);
  whole.writeUInt32BE(crc32(whole.subarray(4, 8 + data.length)), 8 + data.length);
  return whole;
}
