import Camera from 'lucide-solid/icons/camera';
import CircleAlert from 'lucide-solid/icons/circle-alert';
import ImagePlus from 'lucide-solid/icons/image-plus';
import { createMemo, createResource, createSignal, For, onCleanup, Show, type JSX } from 'solid-js';
import type { EvidenceRule } from '#definition/compiled.ts';
import type { EvidenceView } from '#store/views.ts';
import { problemText } from '#app/i18n/problem-text.ts';
import { t } from '#app/i18n/t.ts';
import { Button } from '#app/ui/button.tsx';
import { EvidenceViewer } from './evidence-viewer.tsx';
import { useForm } from './form-context.tsx';
import './evidence-strip.css';

/** Photos of a question: what is required, what is there, and how to add one. */
export function EvidenceStrip(props: { readonly question: string; readonly rule: EvidenceRule }): JSX.Element {
  const { evidence, editable } = useForm();
  const [open, setOpen] = createSignal<string | null>(null);
  const pieces = (): readonly EvidenceView[] => evidence.of(props.question);
  // Every save makes new objects of the same photos; their thumbnails stay as long as their ids do.
  const ids = createMemo(() => pieces().map((piece) => piece.evidenceId), [], { equals: sameIds });
  const pieceOf = (evidenceId: string): EvidenceView | null => pieces().find((piece) => piece.evidenceId === evidenceId) ?? null;
  const missing = (): boolean =>
    props.rule.need === 'required' && pieces().length === 0 && evidence.working(props.question) === 0;
  const opened = (): EvidenceView | null => pieceOf(open() ?? '');
  return (
    <div class="evidence" role="group" aria-label={t('form.evidence.title')}>
      <p class="evidence-need">
        <Show
          when={props.rule.need === 'required'}
          fallback={<span class="soft">{t('form.evidence.optional', { kinds: kindWords(props.rule) })}</span>}
        >
          <span class={missing() ? 'evidence-missing' : 'evidence-there'}>
            {missing() ? t('form.evidence.required') : t('form.evidence.present')}
          </span>
          <span class="soft">{kindWords(props.rule)}</span>
        </Show>
      </p>
      <Trouble question={props.question} />
      <ul class="evidence-list">
        <For each={ids()}>
          {(evidenceId, index) => (
            <Show when={pieceOf(evidenceId)}>
              {(piece) => <Thumbnail piece={piece()} number={index() + 1} onOpen={() => setOpen(evidenceId)} />}
            </Show>
          )}
        </For>
        <For each={Array.from({ length: evidence.working(props.question) })}>
          {() => (
            <li class="evidence-item evidence-working" role="status">
              {t('form.evidence.working')}
            </li>
          )}
        </For>
      </ul>
      <Show when={editable()}>
        <div class="evidence-add">
          <Button icon={Camera} onClick={() => void evidence.open(props.question)}>
            {pieces().length === 0 ? t('form.evidence.shoot') : t('form.evidence.shootMore')}
          </Button>
          <FilePick question={props.question} replaces={null} system={false} />
        </div>
      </Show>
      <EvidenceViewer piece={opened()} question={props.question} onClose={() => setOpen(null)} />
    </div>
  );
}

/** A picture chosen from the phone, or taken by its own camera app (`system`). */
export function FilePick(props: {
  readonly question: string;
  readonly replaces: string | null;
  readonly system: boolean;
  readonly onPicked?: () => void;
}): JSX.Element {
  const { evidence } = useForm();
  let input: HTMLInputElement | undefined;
  const choose = async (): Promise<void> => {
    if (await evidence.beforePicker(props.question)) input?.click();
  };
  const picked = (files: FileList | null): void => {
    const chosen = Array.from(files ?? []);
    for (const [index, file] of chosen.entries()) {
      void evidence.take(props.question, file, 'file', index === 0 ? props.replaces : null);
    }
    // After the photos are on their way: closing the camera before would withdraw the note of a capture.
    props.onPicked?.();
  };
  return (
    <>
      <Button variant="quiet" icon={props.system ? Camera : ImagePlus} onClick={() => void choose()}>
        {props.system ? t('form.camera.system') : t('form.evidence.choose')}
      </Button>
      <input
        ref={(element) => {
          input = element;
          // Closing the picker without a choice loses nothing: the note of a capture on its way is withdrawn.
          element.addEventListener('cancel', () => void evidence.port.clearPending());
        }}
        class="visually-hidden"
        type="file"
        accept="image/*"
        capture={props.system ? 'environment' : undefined}
        multiple={!props.system && props.replaces === null}
        tabIndex={-1}
        aria-label={t('form.evidence.file')}
        onChange={(event) => {
          picked(event.currentTarget.files);
          event.currentTarget.value = '';
        }}
      />
    </>
  );
}

function Thumbnail(props: { readonly piece: EvidenceView; readonly number: number; readonly onOpen: () => void }): JSX.Element {
  const { evidence } = useForm();
  const source = createBlobUrl(() => evidence.port.thumbnail(props.piece.evidenceId));
  return (
    <li class="evidence-item">
      <button type="button" class="evidence-open" onClick={() => props.onOpen()}>
        <Show when={source()}>{(url) => <img src={url()} alt="" />}</Show>
        <Show when={!props.piece.here}>
          <span class="evidence-blank">{t('form.evidence.elsewhere')}</span>
        </Show>
        <span class="visually-hidden">{props.piece.caption ?? t('form.evidence.photo', { number: props.number })}</span>
        <span class={`evidence-place evidence-place-${props.piece.status}`}>{placeWord(props.piece)}</span>
        <span class="visually-hidden">{t('form.evidence.open')}</span>
      </button>
    </li>
  );
}

function Trouble(props: { readonly question: string }): JSX.Element {
  const { evidence } = useForm();
  return (
    <div aria-live="assertive">
      <Show when={evidence.trouble(props.question)}>
        {(trouble) => {
          const found = trouble();
          return (
            <div class="evidence-trouble">
              <CircleAlert size={18} aria-hidden="true" />
              <p>{found.kind === 'lost' ? t('form.evidence.lost') : problemText(found.problem)}</p>
              <Show when={found.kind === 'problem' ? found.retry : null}>
                {(retry) => (
                  <Button variant="quiet" onClick={() => retry()()}>
                    {t('form.save.retry')}
                  </Button>
                )}
              </Show>
              <Button variant="quiet" onClick={() => evidence.dismissTrouble(props.question)}>
                {t('form.evidence.understood')}
              </Button>
            </div>
          );
        }}
      </Show>
    </div>
  );
}

/** An object URL that lives as long as its component; null while loading or when the bytes are elsewhere. */
export function createBlobUrl(load: () => Promise<Blob | null>): () => string | null {
  const [url] = createResource(async () => {
    const blob = await load();
    return blob === null ? null : URL.createObjectURL(blob);
  });
  onCleanup(() => {
    const made = url.latest;
    if (typeof made === 'string') URL.revokeObjectURL(made);
  });
  return () => url.latest ?? null;
}

function sameIds(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((id, index) => id === b[index]);
}

export function placeWord(piece: EvidenceView): string {
  switch (piece.status) {
    case 'phone':
      return t('form.place.phone');
    case 'uploading':
      return t('form.place.uploading', { percent: Math.floor(piece.progress * 100) });
    case 'verified':
      return t('form.place.verified');
  }
}

function kindWords(rule: EvidenceRule): string {
  const words = rule.kinds.map((kind) => {
    switch (kind) {
      case 'photo':
        return t('form.evidence.kindPhoto');
      case 'screen':
        return t('form.evidence.kindScreen');
      case 'document':
        return t('form.evidence.kindDocument');
      case 'statistics':
        return t('form.evidence.kindStatistics');
    }
  });
  return words.join(t('form.list.or'));
}
