/** What became of a rescue bundle. */
import * as z from 'zod/mini';

const count = z.int().check(z.minimum(0));

export const rescueReportSchema = z.object({
  bundle: z.string(),
  account: z.string(),
  madeAt: z.string(),
  ops: z.object({
    stored: count,
    /** The server had them already. */
    known: count,
    /** Taken in and set aside for the office. */
    quarantined: count,
    /** Not taken: their signature does not hold, or ops before them are missing here and must come from the phone. */
    refused: count,
  }),
  photos: z.object({ committed: count, known: count, refused: count }),
  /** Lines that could not be read. */
  damaged: count,
  problems: z.array(z.object({ code: z.string(), detail: z.record(z.string(), z.union([z.string(), z.number()])) })),
});

export type RescueReport = z.infer<typeof rescueReportSchema>;
