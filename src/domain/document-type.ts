import type { EvidenceType } from './evidence.ts';
import { zipDirectory } from './zip-directory.ts';

/** What a file is by its content, as far as documents are taken; null for anything else. Phone and server ask the same. */
export function documentTypeOf(bytes: Uint8Array): EvidenceType | null {
  if (startsWith(bytes, '%PDF-')) return 'application/pdf';
  if (!startsWith(bytes, 'PK\u0003\u0004')) return null;
  const names = zipDirectory(bytes)?.map(({ name }) => name) ?? [];
  if (!names.includes('[Content_Types].xml')) return null;
  return officeParts.find(({ part }) => names.includes(part))?.mime ?? null;
}

/** Names inside an office file that stand for programs: macros, controls, packed-in objects. */
export function isActivePart(name: string): boolean {
  return /(?:vbaproject|vbadata|activex|oleobject|\.(?:exe|dll|js|vbs|bat|cmd|ps1|jar|scr|com|msi|lnk|hta)$)/iu.test(name);
}

const office = 'application/vnd.openxmlformats-officedocument';
const officeParts = [
  { part: 'word/document.xml', mime: `${office}.wordprocessingml.document` },
  { part: 'xl/workbook.xml', mime: `${office}.spreadsheetml.sheet` },
  { part: 'ppt/presentation.xml', mime: `${office}.presentationml.presentation` },
] as const satisfies readonly { readonly part: string; readonly mime: EvidenceType }[];

function startsWith(bytes: Uint8Array, opening: string): boolean {
  return Array.from(opening).every((letter, index) => bytes[index] === letter.charCodeAt(0));
}
