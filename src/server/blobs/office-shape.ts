/** Office files (OOXML): a ZIP of XML parts. Every member is unpacked within limits; nothing is written anywhere. */
import { crc32, inflateRawSync } from 'node:zlib';
import { documentTypeOf, isActivePart } from '#domain/document-type.ts';
import type { EvidenceType } from '#domain/evidence.ts';
import { zipDirectory, zipMember } from '#domain/zip-directory.ts';
import type { ZipEntry } from '#domain/zip-directory.ts';
import type { FileShape } from './shape-verdict.ts';

const limits = {
  /** Bytes of one member, unpacked. */
  member: 64 * 1024 * 1024,
  /** Of all together. */
  whole: 160 * 1024 * 1024,
  /** Unpacked to packed, of members above a megabyte. */
  ratio: 200,
  /** A workbook behind a chart is an office file in an office file; it may not hold a third. */
  depth: 1,
} as const;

export function officeShape(bytes: Buffer, mime: EvidenceType): FileShape {
  return shapeAt(bytes, mime, { depth: 0, left: limits.whole });
}

type Within = { readonly depth: number; left: number };

function shapeAt(bytes: Buffer, mime: EvidenceType | null, within: Within): FileShape {
  if (bytes.readUInt32LE(0) !== 0x04034b50) return 'foreign';
  const entries = zipDirectory(bytes);
  if (entries === null) return 'broken';
  const found = documentTypeOf(bytes);
  if (found === null || (mime !== null && found !== mime)) return 'foreign';
  if (entries.some(({ name }) => isActivePart(name))) return 'active';
  for (const entry of entries) {
    const judged = memberShape(bytes, entry, within);
    if (judged !== 'plain') return judged;
  }
  return 'plain';
}

function memberShape(bytes: Buffer, entry: ZipEntry, within: Within): FileShape {
  const part = unpacked(bytes, entry, within);
  if (part === null) return 'broken';
  const { name } = entry;
  if (name === '[Content_Types].xml' && /macroEnabled|vbaProject|activeX|oleObject/iu.test(part.toString('latin1')))
    return 'active';
  if (name.endsWith('.rels') && bringsInOthers(part.toString('latin1'))) return 'active';
  if (/(?:^|\/)embeddings\//iu.test(name) && entry.size > 0) {
    return within.depth < limits.depth ? inner(part, within) : 'active';
  }
  return 'plain';
}

function inner(part: Buffer, within: Within): FileShape {
  if (part.length < 22) return 'active';
  const deeper: Within = { depth: within.depth + 1, left: within.left };
  const judged = shapeAt(part, null, deeper);
  within.left = deeper.left;
  return judged === 'plain' ? 'plain' : 'active';
}

/** A template, frame or object that is fetched from elsewhere when the file is opened. Links to click on are none. */
function bringsInOthers(relations: string): boolean {
  return (relations.match(/<[^>]*Relationship\s[^>]*>/giu) ?? []).some(
    (relation) =>
      /TargetMode\s*=\s*["']External["']/iu.test(relation) &&
      /Type\s*=\s*["'][^"']*\/(?:attachedTemplate|frame|oleObject|subDocument|control|package)["']/iu.test(relation),
  );
}

/** Null where it is not what the list says of it, or larger than allowed. */
function unpacked(bytes: Buffer, entry: ZipEntry, within: Within): Buffer | null {
  const { method, packed, size, crc } = entry;
  const member = zipMember(bytes, entry);
  const bomb = size > 2 ** 20 && size > packed * limits.ratio;
  if (member === null || bomb || size > limits.member || size > within.left) return null;
  within.left -= size;
  try {
    const part = method === 0 ? Buffer.from(member) : inflateRawSync(member, { maxOutputLength: Math.max(1, size) });
    return part.length === size && crc32(part) === crc ? part : null;
  } catch {
    return null;
  }
}
