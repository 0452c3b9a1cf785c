import { createSignal, onCleanup, onMount, type Accessor } from 'solid-js';
import { openCamera, type Camera } from '#capture/open-camera.ts';
import { openCodeReader } from '#capture/read-code.ts';
import type { Problem } from '#shared/problems.ts';
import { t } from '#app/i18n/t.ts';

/** Between two looks at the picture. */
const lookMs = 250;
/** Longest edge of a photo that is searched; finer ones only take longer. */
const searchedEdge = 2000;

export type CodeSearch = {
  readonly camera: Accessor<Camera | null>;
  /** Why there is no camera. */
  readonly problem: Accessor<Problem | null>;
  /** What is to be said about the last look, null while nothing is. */
  readonly note: Accessor<string | null>;
  /** The element that shows the camera's picture: codes are looked for in it. */
  readonly watch: (video: HTMLVideoElement) => void;
  /** A photo instead of the camera's picture. */
  readonly searchFile: (file: File | undefined) => Promise<void>;
};

type Options = {
  /** What is wrong with what was read, null: it was what was wanted. */
  readonly onRead: (text: string) => string | null;
  readonly onFound: () => void;
};

/** Opens the camera and looks for codes in its picture for as long as its owner lives. */
export function createCodeSearch({ onRead, onFound }: Options): CodeSearch {
  const [camera, setCamera] = createSignal<Camera | null>(null);
  const [problem, setProblem] = createSignal<Problem | null>(null);
  const [note, setNote] = createSignal<string | null>(null);
  const reader = openCodeReader();
  let video: HTMLVideoElement | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let closed = false;

  /** True when one of them was what was wanted. */
  const offer = (texts: readonly string[]): boolean => {
    for (const text of texts) {
      const wrong = onRead(text);
      if (wrong === null) {
        onFound();
        return true;
      }
      setNote(wrong);
    }
    return false;
  };
  const look = async (): Promise<void> => {
    if (closed) return;
    const ready = video !== undefined && video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA;
    const picture = ready && video !== undefined ? await createImageBitmap(video).catch(() => null) : null;
    const texts = picture === null ? [] : await reader.read(picture);
    if (closed) return;
    if (texts === null) setNote(t('form.capture.scanFailed'));
    else if (offer(texts)) return;
    timer = setTimeout(() => void look(), lookMs);
  };
  const searchFile = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    const picture = await createImageBitmap(file, { resizeWidth: searchedEdge, resizeQuality: 'high' }).catch(() => null);
    const texts = picture === null ? [] : await reader.read(picture);
    if (closed) return;
    if (texts === null) setNote(t('form.capture.scanFailed'));
    else if (texts.length === 0) setNote(t('form.capture.scanNone'));
    else offer(texts);
  };
  const begin = async (): Promise<void> => {
    const outcome = await openCamera();
    if (outcome.kind === 'refused') setProblem(outcome.problem);
    else if (closed) outcome.value.stop();
    else {
      setCamera(outcome.value);
      void look();
    }
  };
  onMount(() => void begin());
  onCleanup(() => {
    closed = true;
    clearTimeout(timer);
    camera()?.stop();
    reader.close();
  });
  return {
    camera,
    problem,
    note,
    watch: (element) => {
      video = element;
    },
    searchFile,
  };
}
