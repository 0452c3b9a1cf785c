import Undo from 'lucide-solid/icons/undo-2';
import X from 'lucide-solid/icons/x';
import { createSignal, onCleanup, onMount, Show, untrack, type JSX } from 'solid-js';
import { wholePicture, type Corners, type Drawing, type Spot } from '#capture/picture/drawing.ts';
import { isConvex } from '#capture/picture/warp.ts';
import type { EvidenceView } from '#store/views.ts';
import { t } from '#app/i18n/t.ts';
import { IconButton } from '#app/ui/button.tsx';
import { createDraft } from '#app/drafts/create-draft.ts';
import { useField } from '#app/field-context.tsx';
import { createBlobUrl } from './create-blob-url.ts';
import { DrawingLayer } from './drawing-layer.tsx';
import type { Tool } from './drawing-tool.ts';
import { EditorFoot } from './editor-foot.tsx';
import { useForm } from './form-context.tsx';
import './picture-editor.css';

/** Less than this, as a share of the picture, is a tap and no line. */
const shortest = 0.012;

/** A photo over the whole screen, to draw on. What is saved is a copy; the photo stays. */
export function PictureEditor(props: { readonly piece: EvidenceView; readonly onClose: () => void }): JSX.Element {
  const { evidence } = useForm();
  const source = createBlobUrl(() => evidence.port.bytes(props.piece.evidenceId));
  const { tool, setTool, words, setWords, note, setNote, steps, setSteps, drawing, change, draft } = createDrawing(
    untrack(() => props.piece.evidenceId),
  );
  const place = (from: Spot, to: Spot): void => {
    const kind = tool();
    const isTap = Math.hypot(to.x - from.x, to.y - from.y) < shortest;
    if (kind === 'text') {
      const text = words().trim();
      if (text !== '') change({ marks: [...drawing().marks, { kind, at: to, text }] });
    } else if (kind !== 'crop' && !isTap) change({ marks: [...drawing().marks, { kind, from, to }] });
  };
  const save = (): void => {
    const { corners } = drawing();
    if (isBlank(drawing())) setNote(t('form.capture.editEmpty'));
    else if (corners !== null && !isConvex(corners)) setNote(t('form.capture.editBent'));
    else {
      // It goes on without the editor, also when it is tried again.
      void evidence.draw(props.piece, drawing(), draft.sent);
      props.onClose();
    }
  };
  return (
    <dialog
      ref={(dialog) => {
        onMount(() => dialog.showModal());
        onCleanup(() => dialog.close());
      }}
      class="editor"
      aria-label={t('form.capture.editTitle')}
      onCancel={(event) => {
        event.preventDefault();
        props.onClose();
      }}
    >
      <div class="editor-head">
        <IconButton icon={X} label={t('form.capture.editCancel')} onClick={() => props.onClose()} />
        <p>{t('form.capture.editNote')}</p>
        <IconButton
          icon={Undo}
          label={t('form.capture.undo')}
          disabled={steps().length === 0}
          onClick={() => setSteps((before) => before.slice(0, -1))}
        />
      </div>
      <div class="editor-stage">
        <Show when={source()} fallback={<p role="status">{t('form.evidence.loading')}</p>}>
          {(url) => (
            <DrawingLayer
              url={url()}
              width={props.piece.record.width}
              height={props.piece.record.height}
              tool={tool()}
              drawing={drawing()}
              corners={drawing().corners ?? wholePicture}
              onDrawn={place}
              onCorners={(corners: Corners) => change({ corners })}
            />
          )}
        </Show>
      </div>
      <EditorFoot
        tool={tool()}
        note={note()}
        words={words()}
        onTool={(next) => {
          setNote(null);
          setTool(next);
        }}
        onWords={setWords}
        onSave={save}
      />
    </dialog>
  );
}

/** What is drawn on a piece and not saved yet, step by step: it and the words for it are kept until the copy is on the disk. */
function createDrawing(evidenceId: string) {
  const { store } = useField();
  const [tool, setTool] = createSignal<Tool>('arrow');
  const [steps, setSteps] = createSignal<readonly Drawing[]>([]);
  const [words, setWords] = createSignal('');
  const [note, setNote] = createSignal<string | null>(null);
  const drawing = (): Drawing => steps().at(-1) ?? { marks: [], corners: null };
  const draft = createDraft(
    store,
    `drawing/${evidenceId}`,
    () => ({ words: words(), drawing: drawing() }),
    (kept) => {
      setWords(kept.words);
      if (kept.words !== '') setTool('text');
      if (!isBlank(kept.drawing)) setSteps([kept.drawing]);
      setNote(t('shell.draft.restored'));
    },
  );
  const change = (next: Partial<Drawing>): void => {
    setNote(null);
    setSteps((before) => [...before, { ...drawing(), ...next }]);
  };
  return { tool, setTool, words, setWords, note, setNote, steps, setSteps, drawing, change, draft };
}

function isBlank({ marks, corners }: Drawing): boolean {
  return marks.length === 0 && corners === null;
}
