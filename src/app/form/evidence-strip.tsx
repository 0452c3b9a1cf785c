import Camera from 'lucide-solid/icons/camera';
import CircleAlert from 'lucide-solid/icons/circle-alert';
import Mic from 'lucide-solid/icons/mic';
import { createMemo, createSignal, For, lazy, Show, Suspense, type JSX } from 'solid-js';
import type { EvidenceRule } from '#definition/compiled.ts';
import type { EvidenceView } from '#store/views.ts';
import { problemText } from '#app/i18n/problem-text.ts';
import { t } from '#app/i18n/t.ts';
import { Button, IconButton } from '#app/ui/button.tsx';
import { isPicture } from '#domain/evidence.ts';
import { faceName, FileFace } from '#app/evidence/file-face.tsx';
import { CutOffRecordings } from './cut-off-recordings.tsx';
import { createBlobUrl } from './create-blob-url.ts';
import { EvidenceViewer } from './evidence-viewer.tsx';
import { facedOf } from './file-piece.tsx';
import { FilePick } from './file-pick.tsx';
import { useForm } from './form-context.tsx';
import { InSight } from './in-sight.tsx';
import { ReuseButton } from './reuse-evidence.tsx';
import { placeWord } from './place-word.ts';
import './evidence-strip.css';

const SoundSheet = lazy(async () => ({ default: (await import('./sound-sheet.tsx')).SoundSheet }));

/** Thumbnails shown before one asks for all: 300 photos must not hold up the question they hang on. */
const firstPhotos = 9;

/** What a question without a rule of its own takes. */
export const anyPhoto: EvidenceRule = { need: 'optional', kinds: ['photo'] };

/** Photos of a question: what is required, what is there, and how to add one. */
export function EvidenceStrip(props: {
  readonly question: string;
  readonly rule: EvidenceRule;
  /** Which question it belongs to, where a card has several strips. */
  readonly words: string | null;
}): JSX.Element {
  const { evidence, editable } = useForm();
  const [open, setOpen] = createSignal<string | null>(null);
  const [all, setAll] = createSignal(false);
  const [recording, setRecording] = createSignal(false);
  const shown = (): readonly string[] => (all() ? ids() : ids().slice(0, firstPhotos));
  const pieces = (): readonly EvidenceView[] => evidence.of(props.question);
  // Every save makes new objects of the same photos; their thumbnails stay as long as their ids do.
  const ids = createMemo(() => pieces().map((piece) => piece.evidenceId), [], { equals: sameIds });
  const byId = createMemo(() => new Map(pieces().map((piece) => [piece.evidenceId, piece])));
  const pieceOf = (evidenceId: string): EvidenceView | null => byId().get(evidenceId) ?? null;
  const missing = (): boolean =>
    props.rule.need === 'required' && pieces().length === 0 && evidence.working(props.question) === 0;
  /** Nothing there yet: one line is enough. */
  const plain = (): boolean => !evidence.isUsed(props.question);
  const opened = (): EvidenceView | null => pieceOf(open() ?? '');
  return (
    <div class={`evidence${plain() ? ' evidence-plain' : ''}`} role="group" aria-label={t('form.evidence.title')}>
      <Show when={props.words}>{(words) => <p class="small strong">{words()}</p>}</Show>
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
      <CutOffRecordings question={props.question} />
      <ul class="evidence-list">
        <For each={shown()}>
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
      <Show when={shown().length < ids().length}>
        <Button variant="quiet" onClick={() => setAll(true)}>
          {t('form.evidence.all', { count: ids().length })}
        </Button>
      </Show>
      <Show when={editable()}>
        <div class="evidence-add">
          <Button icon={Camera} onClick={() => void evidence.open(props.question)}>
            {pieces().length === 0 ? t('form.evidence.shoot') : t('form.evidence.shootMore')}
          </Button>
          <FilePick question={props.question} replaces={null} system={false} />
          <IconButton icon={Mic} label={t('form.capture.record')} onClick={() => setRecording(true)} />
          <ReuseButton question={props.question} />
        </div>
      </Show>
      <Show when={recording()}>
        <Suspense>
          <SoundSheet question={props.question} onClose={() => setRecording(false)} />
        </Suspense>
      </Show>
      <EvidenceViewer piece={opened()} question={props.question} onClose={() => setOpen(null)} />
    </div>
  );
}

export function Thumbnail(props: {
  readonly piece: EvidenceView;
  readonly number: number;
  readonly onOpen: () => void;
}): JSX.Element {
  return (
    <li class="evidence-item">
      <button type="button" class="evidence-open" onClick={() => props.onOpen()}>
        <Show
          when={isPicture(props.piece.record.mime)}
          fallback={
            <span class="evidence-file">
              <FileFace piece={facedOf(props.piece)} />
            </span>
          }
        >
          <InSight>{() => <SmallPicture piece={props.piece} />}</InSight>
        </Show>
        <span class="visually-hidden">{props.piece.caption ?? nameOf(props.piece, props.number)}</span>
        <span class={`evidence-place evidence-place-${props.piece.status}`}>{placeWord(props.piece)}</span>
        <span class="visually-hidden">{t('form.evidence.open')}</span>
      </button>
    </li>
  );
}

function SmallPicture(props: { readonly piece: EvidenceView }): JSX.Element {
  const { evidence } = useForm();
  const source = createBlobUrl(() => evidence.port.thumbnail(props.piece.evidenceId));
  return (
    <>
      <Show when={source()}>{(url) => <img src={url()} alt="" />}</Show>
      <Show when={!props.piece.here}>
        <span class="evidence-blank">{t('form.evidence.elsewhere')}</span>
      </Show>
    </>
  );
}

function nameOf(piece: EvidenceView, number: number): string {
  return isPicture(piece.record.mime) ? t('form.evidence.photo', { number }) : faceName(facedOf(piece));
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

function sameIds(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((id, index) => id === b[index]);
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
