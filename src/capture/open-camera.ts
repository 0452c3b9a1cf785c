import { ok, refused, type Outcome } from '#shared/outcome.ts';
import { problem } from '#shared/problems.ts';

/** The page's own camera: no other app comes to the front, so Android has no reason to kill the page. */
export type Camera = {
  readonly stream: MediaStream;
  /** A still as the camera makes it, or the current frame where the browser has no stills. */
  readonly takePhoto: () => Promise<Outcome<Blob>>;
  /** Null where the lamp cannot be switched. */
  readonly torch: ((on: boolean) => Promise<void>) | null;
  /** Null where the lens cannot be zoomed. */
  readonly zoom: Zoom | null;
  readonly stop: () => void;
};

/** In the camera's own units; `min` is what it starts with. */
export type Zoom = {
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly set: (value: number) => Promise<void>;
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
      // `zoom` asks for leave to use it where a browser wants that; others ignore it.
      video: {
        facingMode: { ideal: 'environment' },
        width: { ideal: 1920 },
        height: { ideal: 1440 },
        zoom: true,
      } as MediaTrackConstraints,
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
    zoom: zoomOf(track),
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

/** `torch` and `zoom` are in the Image Capture draft and in Chrome, not in the DOM types. */
type Capabilities = {
  readonly torch?: boolean;
  readonly zoom?: { readonly min: number; readonly max: number; readonly step?: number };
};

function capabilitiesOf(track: MediaStreamTrack): Capabilities {
  return typeof track.getCapabilities === 'function' ? (track.getCapabilities() as Capabilities) : {};
}

function torchOf(track: MediaStreamTrack): Camera['torch'] {
  if (capabilitiesOf(track).torch !== true) return null;
  return (on) => track.applyConstraints({ advanced: [{ torch: on } as MediaTrackConstraintSet] });
}

function zoomOf(track: MediaStreamTrack): Camera['zoom'] {
  const { zoom } = capabilitiesOf(track);
  if (zoom === undefined || !(zoom.max > zoom.min)) return null;
  const { min, max } = zoom;
  const step = zoom.step !== undefined && zoom.step > 0 ? zoom.step : (max - min) / 100;
  return { min, max, step, set: (value) => track.applyConstraints({ advanced: [{ zoom: value } as MediaTrackConstraintSet] }) };
}
