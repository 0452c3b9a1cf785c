/** Stored photos whose file was not what was committed when it was last hashed again. */
import * as z from 'zod/mini';

const text = z.string();

export const damagedFileSchema = z.object({
  evidenceId: text,
  assessment: text,
  enterpriseName: text,
  found: z.enum(['missing', 'changed']),
  /** Server time of the last look. */
  checkedAt: text,
});
/** The newest hundred. */
export const damagedFilesReplySchema = z.object({ files: z.array(damagedFileSchema) });

export type DamagedFile = Readonly<z.infer<typeof damagedFileSchema>>;
