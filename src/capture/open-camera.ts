import { ok, refused, type Outcome } from '#shared/outcome.ts';
import { problem } from '#shared/problems.ts';

/** The page's own camera: no other app comes to the front, so Android has no reason to kill the page. */
export type Camera = {
  readonly stream: MediaStream;
  /** A still as the camera makes it, or the current frame where the browser has no stills. */
  readonly takePhoto: () => Promise<Outcome<Blob>>;
  /** Null where the lamp cannot be switched. */
  readonly torch: ((on: boolean) => Promise<void>) | null;
  readonly stop: () => void;
};

/** Longest edge asked of a still; far above what is stored and below what exhausts a small phone. */
const stillEdge = 4096;
/** Some phones never answer `takePhoto`; after this the frame on screen is taken. */
const stillTimeoutMs = 4_000;

/** Whether the page can try at all; a file input is what remains without it. */
export function hasCamera(): boolean {
  return typeof navigator.mediaDevices?.getUserMedia === 'function';
}

/** Rear camera. Refusals: `camera.refused` (the person or the system said no), `camera.unavailable` (none, or another app holds it). */
export async function openCamera(): Promise<Outcome<Camera>> {
  if (!hasCamera()) return refused(problem('camera.unavailable'));
  let stream: MediaStream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({
      audio: false,
      video: { facingMode: { ideal: 'environment' }, width: { ideal: 1920 }, height: { ideal: 1440 } },
    });
  } catch (error) {
    const name = error instanceof DOMException ? error.name : '';
    return refused(problem(name === 'NotAllowedError' || name === 'SecurityError' ? 'camera.refused' : 'camera.unavailable'));
  }
  const track = stream.getVideoTracks()[0];
  if (track === undefined) return refused(problem('camera.unavailable'));
  return ok({
    stream,
    takePhoto: () => takePhoto(stream, track),
    torch: torchOf(track),
    stop: () => {
      for (const each of stream.getTracks()) each.stop();
    },
  });
}

async function takePhoto(stream: MediaStream, track: MediaStreamTrack): Promise<Outcome<Blob>> {
  const still = await takeStill(track);
  if (still !== null) return ok(still);
  const frame = await grabFrame(stream);
  return frame === null ? refused(problem('camera.unavailable')) : ok(frame);
}

async function takeStill(track: MediaStreamTrack): Promise<Blob | null> {
  if (typeof ImageCapture === 'undefined' || track.readyState !== 'live') return null;
  try {
    const capture = new ImageCapture(track);
    const { imageWidth } = await capture.getPhotoCapabilities();
    const widest = imageWidth?.max ?? 0;
    const taken = capture.takePhoto(widest > stillEdge ? { imageWidth: stillEdge } : {});
    const late = new Promise<null>((resolve) => {
      setTimeout(resolve, stillTimeoutMs, null);
    });
    return await Promise.race([taken, late]);
  } catch {
    // Drivers refuse stills in many ways and say so in prose only; the frame on screen is as good a proof.
    return null;
  }
}

async function grabFrame(stream: MediaStream): Promise<Blob | null> {
  const video = document.createElement('video');
  video.muted = true;
  video.playsInline = true;
  video.srcObject = stream;
  await video.play();
  if (video.videoWidth === 0) return null;
  const canvas = document.createElement('canvas');
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  canvas.getContext('2d')?.drawImage(video, 0, 0);
  video.srcObject = null;
  return new Promise((resolve) => {
    canvas.toBlob(resolve, 'image/jpeg', 0.95);
  });
}

function torchOf(track: MediaStreamTrack): Camera['torch'] {
  // `torch` is in the Image Capture draft and in Chrome, not in the DOM types.
  const capabilities = (typeof track.getCapabilities === 'function' ? track.getCapabilities() : {}) as {
    readonly torch?: boolean;
  };
  if (capabilities.torch !== true) return null;
  return (on) => track.applyConstraints({ advanced: [{ torch: on } as MediaTrackConstraintSet] });
}
