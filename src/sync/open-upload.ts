/** One tus upload as an object with callbacks; the watchdog around it is ours, tus-js-client has none. */
export type UploadEvents = {
  readonly onUrl: (url: string) => void;
  readonly onProgress: (sent: number) => void;
  readonly onDone: (url: string) => void;
  /** `status` of the server's answer, null when there was none. */
  readonly onFailed: (status: number | null) => void;
};

export type UploadRequest = {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly evidenceId: string;
  readonly sha256: string;
  /** Where an earlier try stopped, null for a new upload. */
  readonly uploadUrl: string | null;
};

/** Returns what stops it; a stopped upload can be opened again at its url. */
export type OpenUpload = (request: UploadRequest, events: UploadEvents) => Promise<() => void>;

export const uploadEndpoint = '/api/files';
const chunkSize = 256 * 1024;

export const openTusUpload: OpenUpload = async ({ bytes, evidenceId, sha256, uploadUrl }, events) => {
  const { DetailedError, Upload } = await import('tus-js-client');
  const upload = new Upload(new Blob([bytes], { type: 'image/jpeg' }), {
    endpoint: uploadEndpoint,
    uploadUrl,
    chunkSize,
    // Retries are the loop's: it knows the network, the sign-in and the other photos.
    retryDelays: null,
    storeFingerprintForResuming: false,
    metadata: { evidenceId, sha256 },
    onUploadUrlAvailable: () => {
      if (upload.url !== null) events.onUrl(upload.url);
    },
    onProgress: (sent) => events.onProgress(sent),
    onSuccess: () => events.onDone(upload.url ?? ''),
    onError: (error) => events.onFailed(error instanceof DetailedError ? (error.originalResponse?.getStatus() ?? null) : null),
  });
  upload.start();
  return () => void upload.abort();
};
