import ImagePlus from 'lucide-solid/icons/image-plus';
import X from 'lucide-solid/icons/x';
import { onCleanup, onMount, Show, type JSX } from 'solid-js';
import { problemText } from '#app/i18n/problem-text.ts';
import { t } from '#app/i18n/t.ts';
import { Button, IconButton } from '#app/ui/button.tsx';
import { createCodeSearch } from './create-code-search.ts';
import './camera-view.css';

/** The camera until it sees a code, or a photo with one. `onRead` says what is wrong with what was read, null: it was what was wanted. */
export function CodeScanner(props: {
  readonly onRead: (text: string) => string | null;
  readonly onClose: () => void;
}): JSX.Element {
  let input: HTMLInputElement | undefined;
  const search = createCodeSearch({ onRead: (text) => props.onRead(text), onFound: () => props.onClose() });
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
          when={search.camera()}
          fallback={
            <Show when={search.problem()}>
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
                search.watch(element);
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
        <p role="status">{search.note() ?? t('form.capture.scanHint')}</p>
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
            void search.searchFile(event.currentTarget.files?.[0]);
            event.currentTarget.value = '';
          }}
        />
      </div>
    </dialog>
  );
}
