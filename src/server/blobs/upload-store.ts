/**
 * Uploads by tus. Its finish hook is no commit, its expiry deletes finished files, its GET asks nobody: none of the three is used.
 * An upload becomes evidence by `commit-evidence.ts` alone.
 */
import { FileStore } from '@tus/file-store';
import { Server } from '@tus/server';
import { evidenceLimits } from '#domain/evidence.ts';
import type { PersonId } from '#shared/ids.ts';

export type UploadInfo = { readonly size: number; readonly offset: number; readonly evidenceId: string; readonly person: string };

export type Uploads = {
  readonly handle: (request: Request, person: PersonId) => Promise<Response>;
  /** Null for an id that is none, or is not there. */
  readonly find: (uploadId: string) => Promise<UploadInfo | null>;
  /** Forgets what tus noted about an upload whose file was moved away. */
  readonly forget: (uploadId: string) => Promise<void>;
};

export const uploadPath = '/api/files';

export function openUploads(folder: string): Uploads {
  const store = new FileStore({ directory: folder });
  const creators = new WeakMap<Request, PersonId>();
  const tus = new Server({
    path: uploadPath,
    datastore: store,
    relativeLocation: true,
    maxSize: evidenceLimits.fileBytes,
    allowedOrigins: () => false,
    onUploadCreate: (request, upload) => {
      const person = creators.get(request) ?? '';
      return Promise.resolve({ metadata: { ...upload.metadata, person } });
    },
  });
  return {
    handle: async (request, person) => {
      creators.set(request, person);
      const response = await tus.handleWeb(request);
      const headers = new Headers(response.headers);
      for (const name of Array.from(headers.keys())) if (name.startsWith('access-control-')) headers.delete(name);
      return new Response(response.body, { status: response.status, headers });
    },
    find: async (uploadId) => {
      if (!/^[0-9a-f]{32}$/u.test(uploadId)) return null;
      try {
        const upload = await store.getUpload(uploadId);
        return {
          size: upload.size ?? -1,
          offset: upload.offset,
          evidenceId: upload.metadata?.['evidenceId'] ?? '',
          person: upload.metadata?.['person'] ?? '',
        };
      } catch {
        return null;
      }
    },
    forget: async (uploadId) => {
      await store.configstore.delete(uploadId);
    },
  };
}
