import X from 'lucide-solid/icons/x';
import { createEffect, createUniqueId, onCleanup, Show, type JSX } from 'solid-js';
import { t } from '#app/i18n/t.ts';
import { IconButton } from './button.tsx';
import './sheet.css';

/**
 * A panel from the bottom edge (centred on wide screens). The native dialog keeps the focus inside, closes on Esc and gives the
 * focus back. Its content lives only while it is open.
 */
export function Sheet(props: {
  readonly open: boolean;
  readonly title: string;
  readonly onClose: () => void;
  readonly children: JSX.Element;
}): JSX.Element {
  const titleId = createUniqueId();
  let dialog: HTMLDialogElement | undefined;
  let pressed: EventTarget | null = null;
  createEffect(() => {
    if (dialog === undefined) return;
    if (props.open && !dialog.open) dialog.showModal();
    if (!props.open && dialog.open) dialog.close();
  });
  onCleanup(() => dialog?.close());
  return (
    <dialog
      ref={(element) => {
        dialog = element;
      }}
      class="sheet no-print"
      aria-labelledby={titleId}
      onClose={() => props.onClose()}
      onPointerDown={(event) => {
        pressed = event.target;
      }}
      onClick={(event) => {
        // The backdrop is the dialog itself, and so is where a text was dragged out to that is being marked.
        if (event.target === event.currentTarget && pressed === event.currentTarget) props.onClose();
      }}
    >
      <Show when={props.open}>
        <div class="sheet-head">
          <h2 id={titleId}>{props.title}</h2>
          <IconButton icon={X} label={t('shell.action.close')} onClick={() => props.onClose()} />
        </div>
        <div class="sheet-body">{props.children}</div>
      </Show>
    </dialog>
  );
}
