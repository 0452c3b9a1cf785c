/** A document or a sound is stored as it is: judged by its content, hashed, and no pixel or letter of it changed. */
import { documentTypeOf, isActivePart } from '#domain/document-type.ts';
import { evidenceLimits, soundTypes } from '#domain/evidence.ts';
import { zipDirectory } from '#domain/zip-directory.ts';
import { ok, refused, type Outcome } from '#shared/outcome.ts';
import { problem } from '#shared/problems.ts';
import { hashOf } from './process-picture.ts';
import type { ProcessedPhoto } from './processed-photo.ts';
import { fileTooLarge } from './too-large.ts';

export async function keepFile(file: Blob): Promise<Outcome<ProcessedPhoto>> {
  if (file.size > evidenceLimits.fileBytes) return refused(fileTooLarge(file.size));
  const bytes = await file.arrayBuffer();
  const content = new Uint8Array(bytes);
  // A recording is of this page's own making and says what it is.
  const mime = soundTypes.find((type) => file.type.startsWith(type)) ?? documentTypeOf(content);
  if (mime === null) return refused(problem('evidence.unknown-file'));
  // The server looks further; what it would refuse at once is said before the person leaves the firm.
  if (zipDirectory(content)?.some(({ name }) => isActivePart(name)) === true) return refused(problem('evidence.active'));
  const sha256 = await hashOf(bytes);
  const original = { sha256, size: file.size, width: 0, height: 0, takenAt: null, device: null };
  return ok({ bytes, thumbnail: new ArrayBuffer(0), mime, width: 0, height: 0, sha256, original });
}
