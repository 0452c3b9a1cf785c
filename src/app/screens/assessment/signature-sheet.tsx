import Eraser from 'lucide-solid/icons/eraser';
import Check from 'lucide-solid/icons/check';
import SignaturePad from 'signature_pad';
import { createSignal, onCleanup, onMount, Show, untrack, type JSX } from 'solid-js';
import { createWrite } from '#app/create-write.ts';
import { keepTexts } from '#app/drafts/create-draft.ts';
import { createKeptText } from '#app/drafts/create-kept-text.ts';
import { useField } from '#app/field-context.tsx';
import { problemText } from '#app/i18n/problem-text.ts';
import { t } from '#app/i18n/t.ts';
import { Button } from '#app/ui/button.tsx';
import { Field } from '#app/ui/field.tsx';
import type { Side, Signing } from './create-signing.ts';
import './signature-sheet.css';

/** Name and handwriting of one side. What is signed is said above the box. */
export function SignatureForm(props: { readonly signing: Signing; readonly side: Side }): JSX.Element {
  const { store } = useField();
  const about = untrack(() => `signature/${props.signing.assessmentId}/${props.side}`);
  const { text: name, type, sent } = createKeptText(keepTexts(store)(about));
  const [note, setNote] = createSignal<string | null>(null);
  // What was written stays on the screen until it is saved.
  const { busy, problem, run } = createWrite();
  let canvas: HTMLCanvasElement | undefined;
  let pad: SignaturePad | undefined;
  onMount(() => {
    if (canvas === undefined) return;
    const area = canvas;
    const open = new SignaturePad(area, { backgroundColor: '#fff', penColor: '#0b1f3a', minWidth: 1, maxWidth: 3 });
    pad = open;
    // Turning the phone changes the box: what was written is drawn again, at the size it had.
    const fit = new ResizeObserver(() => fitTo(area, open));
    fit.observe(area);
    onCleanup(() => {
      fit.disconnect();
      open.off();
    });
  });
  const save = async (): Promise<void> => {
    if (name().trim() === '') setNote(t('form.capture.signNameMissing'));
    else if (pad === undefined || pad.isEmpty() || canvas === undefined) setNote(t('form.capture.signEmpty'));
    else {
      setNote(null);
      const [{ signing }, area, who] = [props, canvas, name().trim()];
      if (await run(() => signing.save(who, area))) sent();
    }
  };
  return (
    <div class="stack">
      <p class="soft small">{t('form.capture.signWhat')}</p>
      <Field label={t('form.capture.signName')} value={name()} maxLength={40} onType={type} />
      <canvas
        class="signature-pad"
        ref={(element) => {
          canvas = element;
        }}
        role="img"
        aria-label={t('form.capture.signHere')}
      />
      <Show when={note()}>{(words) => <p role="alert">{words()}</p>}</Show>
      <Show when={problem()}>
        {(found) => (
          <p role="alert">
            {t('form.capture.signFailed')}
            {problemText(found())}
          </p>
        )}
      </Show>
      <div class="row">
        <Button icon={Eraser} onClick={() => pad?.clear()}>
          {t('form.capture.signClear')}
        </Button>
        <Button variant="primary" icon={Check} disabled={busy()} onClick={() => void save()}>
          {t('form.capture.signSave')}
        </Button>
      </div>
    </div>
  );
}

/** As sharp as the screen, at most twice: a signature of 3000 pixels proves no more than one of 800. */
function fitTo(canvas: HTMLCanvasElement, pad: SignaturePad): void {
  const ratio = Math.min(2, Math.max(1, window.devicePixelRatio));
  const width = Math.round(canvas.clientWidth * ratio);
  const height = Math.round(canvas.clientHeight * ratio);
  if (width === 0 || (canvas.width === width && canvas.height === height)) return;
  const written = pad.toData();
  canvas.width = width;
  canvas.height = height;
  canvas.getContext('2d')?.scale(ratio, ratio);
  pad.clear();
  pad.fromData(written, { clear: false });
}
