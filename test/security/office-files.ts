/** Documents and sounds as firms and phones make them, and as somebody might send them instead. */
import { deflateSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';
import type { Zippable } from 'fflate';
import type { EvidenceType } from '#domain/evidence.ts';
import type { ProblemCode } from '#shared/problems.ts';

export type SentFile = { readonly name: string; readonly mime: EvidenceType; readonly bytes: Buffer };
export type HostileFile = SentFile & { readonly refusal: ProblemCode };

const office = 'application/vnd.openxmlformats-officedocument';
const word = `${office}.wordprocessingml.document`;
const sheet = `${office}.spreadsheetml.sheet`;
const slides = `${office}.presentationml.presentation`;
const types = (main: string): Uint8Array =>
  strToU8(`<?xml version="1.0"?><Types><Override PartName="/x" ContentType="${main}.main+xml"/></Types>`);

const wordParts: Zippable = {
  '[Content_Types].xml': types(word),
  '_rels/.rels': strToU8(
    '<Relationships><Relationship Type="http://x/officeDocument" Target="word/document.xml"/></Relationships>',
  ),
  'word/document.xml': strToU8(`<w:document><w:t>${'检验记录 '.repeat(400)}</w:t></w:document>`),
};
const zipped = (parts: Zippable): Buffer => Buffer.from(zipSync(parts));
export const docx = zipped(wordParts);
const xlsxParts: Zippable = { '[Content_Types].xml': types(sheet), 'xl/workbook.xml': strToU8('<workbook/>') };
export const xlsx = zipped(xlsxParts);
const pptxParts: Zippable = { '[Content_Types].xml': types(slides), 'ppt/presentation.xml': strToU8('<p:presentation/>') };

export function pdf(objects: string, trailer = '/Root 1 0 R'): Buffer {
  return Buffer.from(`%PDF-1.7\n${objects}\ntrailer\n<< ${trailer} >>\nstartxref\n9\n%%EOF\n`, 'latin1');
}
const page = '1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj';
export const plainPdf = pdf(page);

/** An object stream as writers pack it. */
function packed(objects: string, filter = '/FlateDecode'): string {
  const body = deflateSync(Buffer.from(objects)).toString('latin1');
  return `3 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter ${filter} /Length ${String(body.length)} >>\nstream\n${body}\nendstream\nendobj`;
}

const webmHead = Buffer.from(
  '1a45dfa39f4286810142f7810142f2810442f381084282847765626d42878104428581021853806701ffffffffffffff',
  'hex',
);
const track = (codec: string): Buffer => Buffer.concat([Buffer.from('1654ae6b8c', 'hex'), Buffer.from(codec.padEnd(12, ' '))]);
/** As Chromium's recorder writes it: a segment of unknown length. */
export const webm = Buffer.concat([webmHead, track('A_OPUS'), Buffer.alloc(3000, 0x5a)]);

const box = (type: string, ...inside: readonly Buffer[]): Buffer => {
  const body = Buffer.concat(inside);
  const head = Buffer.alloc(8, type);
  head.writeUInt32BE(body.length + 8, 0);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, body]);
};
export const mp4 = Buffer.concat([
  box('ftyp', Buffer.from('M4A \0\0\0\0isom', 'latin1')),
  box('moov', box('hdlr', Buffer.from('\0\0\0\0\0\0\0\0soun', 'latin1'))),
  box('mdat', Buffer.alloc(500, 7)),
]);
const oggPage = (packet: Buffer): Buffer => {
  const head = Buffer.alloc(28);
  head.write('OggS', 0, 'latin1');
  head[26] = 1;
  head[27] = packet.length;
  return Buffer.concat([head, packet]);
};
export const ogg = Buffer.concat([oggPage(Buffer.from('OpusHead\u0001\u0001', 'latin1')), oggPage(Buffer.alloc(200, 9))]);

export const goodFiles: readonly SentFile[] = [
  { name: 'a Word file', mime: word, bytes: docx },
  { name: 'a workbook', mime: sheet, bytes: xlsx },
  {
    name: 'slides with a chart and its workbook',
    mime: slides,
    bytes: zipped({ ...pptxParts, 'ppt/embeddings/Microsoft_Excel_Sheet1.xlsx': [xlsx, { level: 0 }] }),
  },
  {
    name: 'a Word file with a link to click on',
    mime: word,
    bytes: zipped({
      ...wordParts,
      'word/_rels/document.xml.rels': strToU8(
        '<Relationships><Relationship Type="http://x/hyperlink" Target="http://a" TargetMode="External"/></Relationships>',
      ),
    }),
  },
  { name: 'a PDF', mime: 'application/pdf', bytes: plainPdf },
  {
    name: 'a PDF with packed objects',
    mime: 'application/pdf',
    bytes: pdf(`${page}\n${packed('4 0 << /Type /Font /BaseFont /JSong >>')}`),
  },
  { name: 'a voice note of Chromium', mime: 'audio/webm', bytes: webm },
  { name: 'a voice note of an iPhone', mime: 'audio/mp4', bytes: mp4 },
  { name: 'a voice note of Firefox', mime: 'audio/ogg', bytes: ogg },
];

export function hostileFiles(): readonly HostileFile[] {
  const html = Buffer.from('<html><body><script>alert(document.cookie)</script></body></html>'.repeat(20));
  const asPdf = (name: string, bytes: Buffer, refusal: ProblemCode): HostileFile => ({
    name,
    mime: 'application/pdf',
    bytes,
    refusal,
  });
  const asWord = (name: string, bytes: Buffer, refusal: ProblemCode): HostileFile => ({ name, mime: word, bytes, refusal });
  const with_ = (parts: Zippable): Buffer => zipped({ ...wordParts, ...parts });
  const relation = (type: string): Zippable => ({
    'word/_rels/settings.xml.rels': strToU8(
      `<Relationships><Relationship Id="r" Type="http://x/${type}" Target="http://bad/t.dotm" TargetMode="External"/></Relationships>`,
    ),
  });
  const locked = Buffer.from(docx);
  // The flag of an encrypted member, in the list at the end.
  const list = locked.lastIndexOf(Buffer.from('PK\u0001\u0002', 'latin1'));
  locked[list + 8] = (locked[list + 8] ?? 0) | 1;
  const lies = Buffer.from(docx);
  const lie = lies.indexOf(Buffer.from('PK\u0001\u0002', 'latin1'));
  lies.writeUInt32LE(12, lie + 24);
  return [
    asPdf('a web page as a PDF', html, 'evidence.wrong-type'),
    asPdf('an archive as a PDF', docx, 'evidence.wrong-type'),
    asPdf('half a PDF', plainPdf.subarray(0, 60), 'evidence.not-decodable'),
    asPdf('a PDF with a page behind its end', Buffer.concat([plainPdf, html]), 'evidence.mixed'),
    asPdf('a PDF with an archive behind its end', Buffer.concat([plainPdf, docx]), 'evidence.mixed'),
    asPdf('a PDF with a script', pdf(`${page}\n3 0 obj\n<< /S /JavaScript /JS (app.alert(1)) >>\nendobj`), 'evidence.active'),
    asPdf(
      'a PDF with a script spelt otherwise',
      pdf(`${page}\n3 0 obj\n<< /S /J#61va#53cript /JS (x) >>\nendobj`),
      'evidence.active',
    ),
    asPdf(
      'a PDF with a script in packed objects',
      pdf(`${page}\n${packed('4 0 << /S /JavaScript /JS (x) >>')}`),
      'evidence.active',
    ),
    asPdf(
      'a PDF whose packed objects are packed twice',
      pdf(`${page}\n${packed('4 0 <<>>', '[/ASCIIHexDecode /FlateDecode]')}`),
      'evidence.not-decodable',
    ),
    asPdf(
      'a PDF whose packed objects are 80 MB of nothing',
      pdf(`${page}\n${packed(' '.repeat(80 * 2 ** 20))}`),
      'evidence.not-decodable',
    ),
    asPdf('a PDF that starts a program', pdf(`${page}\n3 0 obj\n<< /S /Launch /F (cmd.exe) >>\nendobj`), 'evidence.active'),
    asPdf('a PDF with a file in it', pdf(`${page}\n3 0 obj\n<< /Type /EmbeddedFile >>\nendobj`), 'evidence.active'),
    asPdf('a locked PDF', pdf(page, '/Root 1 0 R /Encrypt 5 0 R'), 'evidence.active'),
    asWord('a workbook as a Word file', xlsx, 'evidence.wrong-type'),
    asWord('a bare archive as a Word file', zipped({ 'a.txt': strToU8('x') }), 'evidence.wrong-type'),
    asWord('a PDF as a Word file', plainPdf, 'evidence.wrong-type'),
    asWord('half a Word file', docx.subarray(0, docx.length - 30), 'evidence.not-decodable'),
    asWord('a Word file with a page behind its end', Buffer.concat([docx, html]), 'evidence.not-decodable'),
    asWord('a Word file with macros', with_({ 'word/vbaProject.bin': strToU8('x') }), 'evidence.active'),
    asWord(
      'a Word file with macros under another name',
      with_({ '[Content_Types].xml': strToU8(`<Types ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/>`) }),
      'evidence.active',
    ),
    asWord('a Word file with a packed-in object', with_({ 'word/embeddings/oleObject1.bin': strToU8('x') }), 'evidence.active'),
    asWord('a Word file with a program', with_({ 'word/media/setup.exe': strToU8('MZ') }), 'evidence.active'),
    asWord(
      'a Word file in a Word file in a Word file',
      with_({ 'word/embeddings/a.docx': with_({ 'word/embeddings/b.docx': docx }) }),
      'evidence.active',
    ),
    asWord('a Word file that fetches its template', with_(relation('attachedTemplate')), 'evidence.active'),
    asWord('a Word file with a name that leads out', with_({ '../../etc/cron.d/x': strToU8('x') }), 'evidence.not-decodable'),
    asWord('a Word file with an absolute name', with_({ '/etc/passwd': strToU8('x') }), 'evidence.not-decodable'),
    asWord('a Word file with one name twice', with_({ 'WORD/document.xml': strToU8('x') }), 'evidence.not-decodable'),
    asWord('a locked Word file', locked, 'evidence.not-decodable'),
    asWord('a Word file that lies about a size', lies, 'evidence.not-decodable'),
    asWord(
      '300 MB of nothing in a Word file',
      with_({ 'word/media/image1.xml': new Uint8Array(300 * 2 ** 20) }),
      'evidence.not-decodable',
    ),
    { name: 'a web page as sound', mime: 'audio/webm', bytes: html, refusal: 'evidence.wrong-type' },
    {
      name: 'a film as sound',
      mime: 'audio/webm',
      bytes: Buffer.concat([webmHead, track('V_VP8 A_OPUS'), Buffer.alloc(99)]),
      refusal: 'evidence.wrong-type',
    },
    { name: 'sound with a page behind it', mime: 'audio/webm', bytes: Buffer.concat([webm, html]), refusal: 'evidence.mixed' },
    { name: 'MP4 with a page behind it', mime: 'audio/mp4', bytes: Buffer.concat([mp4, html]), refusal: 'evidence.mixed' },
    { name: 'half an MP4', mime: 'audio/mp4', bytes: mp4.subarray(0, mp4.length - 100), refusal: 'evidence.not-decodable' },
    { name: 'Ogg with an archive behind it', mime: 'audio/ogg', bytes: Buffer.concat([ogg, docx]), refusal: 'evidence.mixed' },
  ];
}
