import ImagePlus from 'lucide-solid/icons/image-plus';
import X from 'lucide-solid/icons/x';
import { createSignal, onCleanup, onMount, Show, type JSX } from 'solid-js';
import { openCamera, type Camera } from '#capture/open-camera.ts';
import { openCodeReader } from '#capture/read-code.ts';
import type { Problem } from '#shared/problems.ts';
import { problemText } from '#app/i18n/problem-text.ts';
import { t } from '#app/i18n/t.ts';
import { Button, IconButton } from '#app/ui/button.tsx';
import './camera-view.css';

/** Between two looks at the picture. */
const lookMs = 250;
/** Longest edge of a photo that is searched; finer ones only take longer. */
const searchedEdge = 2000;

/** The camera until it sees a code, or a photo with one. `onRead` says what is wrong with what was read, null: it was what was wanted. */
export function CodeScanner(props: {
  readonly onRead: (text: string) => string | null;
  readonly onClose: () => void;
}): JSX.Element {
  const [camera, setCamera] = createSignal<Camera | null>(null);
  const [problem, setProblem] = createSignal<Problem | null>(null);
  const [note, setNote] = createSignal<string | null>(null);
  const reader = openCodeReader();
  let video: HTMLVideoElement | undefined;
  let input: HTMLInputElement | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let closed = false;

  /** True when one of them was what was wanted. */
  const offer = (texts: readonly string[]): boolean => {
    for (const text of texts) {
      const wrong = props.onRead(text);
      if (wrong === null) {
        props.onClose();
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
  const search = async (file: File | undefined): Promise<void> => {
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
  return (
    <dialog
      ref={(dialog) => {
        onMount(() => dialog.showModal());
        onCleanup(() => dialog.close());
      }}
      class="camera"
      aria-label={t('form.capture.scanTitle')}
      onCancel={(event) => {
        event.preventDefault();
        props.onClose();
      }}
    >
      <div class="camera-head">
        <IconButton icon={X} label={t('form.camera.close')} onClick={() => props.onClose()} />
        <p>{t('form.capture.scanTitle')}</p>
      </div>
      <div class="camera-stage">
        <Show
          when={camera()}
          fallback={
            <Show when={problem()}>
              {(found) => (
                <p class="camera-problem" role="alert">
                  {problemText(found())}
                </p>
              )}
            </Show>
          }
        >
          {(open) => (
            <video
              ref={(element) => {
                video = element;
                element.srcObject = open().stream;
              }}
              autoplay
              muted
              playsinline
            />
          )}
        </Show>
      </div>
      <div class="camera-foot camera-scan">
        <p role="status">{note() ?? t('form.capture.scanHint')}</p>
        <Button icon={ImagePlus} onClick={() => input?.click()}>
          {t('form.capture.scanFile')}
        </Button>
        <input
          ref={(element) => {
            input = element;
          }}
          class="visually-hidden"
          type="file"
          accept="image/*"
          tabIndex={-1}
          aria-label={t('form.capture.scanFile')}
          onChange={(event) => {
            void search(event.currentTarget.files?.[0]);
            event.currentTarget.value = '';
          }}
        />
      </div>
    </dialog>
  );
}
