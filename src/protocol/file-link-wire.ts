import * as z from 'zod/mini';

/** Where one original can be fetched, and until when. A path of this server only. */
export const fileLinkReplySchema = z.object({ url: z.string().check(z.regex(/^\/api\/blobs\/[\w.-]+$/u)), expires: z.string() });
