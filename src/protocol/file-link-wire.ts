import * as z from 'zod/mini';

/** Where one original can be fetched, and until when. A path of this server, or of the host that it keeps for files. */
export const fileLinkReplySchema = z.object({
  url: z.string().check(z.regex(/^(?:https?:\/\/[\w.:[\]-]+)?\/api\/blobs\/[\w.-]+$/u)),
  expires: z.string(),
});
