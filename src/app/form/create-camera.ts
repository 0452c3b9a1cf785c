import { createSignal, onCleanup, onMount, type Accessor } from 'solid-js';
import { openCamera, type Camera } from '#capture/open-camera.ts';
import type { Problem } from '#shared/problems.ts';

export type Shot = { readonly picture: Blob; readonly url: string };

export type CameraWork = {
  readonly camera: Accessor<Camera | null>;
  readonly problem: Accessor<Problem | null>;
  /** The one picture that waits for a yes. */
  readonly shot: Accessor<Shot | null>;
  readonly shutting: Accessor<boolean>;
  readonly shoot: () => Promise<void>;
  readonly dropShot: () => void;
  /** A picture that needs no yes. */
  readonly snap: () => Promise<Blob | null>;
  readonly zoom: Accessor<number>;
  /** Held within what the lens can do. */
  readonly setZoom: (value: number) => void;
};

/** Opens the camera for as long as its owner lives. */
export function createCamera(): CameraWork {
  const [camera, setCamera] = createSignal<Camera | null>(null);
  const [problem, setProblem] = createSignal<Problem | null>(null);
  const [shot, setShot] = createSignal<Shot | null>(null);
  const [shutting, setShutting] = createSignal(false);
  const [zoom, setShownZoom] = createSignal(1);
  let closed = false;

  const start = async (): Promise<void> => {
    const outcome = await openCamera();
    if (outcome.kind === 'refused') setProblem(outcome.problem);
    else if (closed) outcome.value.stop();
    else {
      setShownZoom(outcome.value.zoom?.min ?? 1);
      setCamera(outcome.value);
    }
  };
  const dropShot = (): void => {
    const made = shot();
    if (made !== null) URL.revokeObjectURL(made.url);
    setShot(null);
  };
  const snap = async (): Promise<Blob | null> => {
    const open = camera();
    if (open === null || shutting()) return null;
    setShutting(true);
    const outcome = await open.takePhoto();
    setShutting(false);
    if (outcome.kind === 'ok') return outcome.value;
    setProblem(outcome.problem);
    return null;
  };

  onMount(() => void start());
  onCleanup(() => {
    closed = true;
    camera()?.stop();
    dropShot();
  });
  return {
    camera,
    problem,
    shot,
    shutting,
    dropShot,
    snap,
    shoot: async () => {
      const picture = await snap();
      if (picture !== null) setShot({ picture, url: URL.createObjectURL(picture) });
    },
    zoom,
    setZoom: (value) => {
      const lens = camera()?.zoom;
      if (lens == null) return;
      const held = Math.min(lens.max, Math.max(lens.min, value));
      setShownZoom(held);
      // A lens that is busy keeps its last setting; the slider says what was asked, the picture what is.
      void lens.set(held).catch(() => undefined);
    },
  };
}
