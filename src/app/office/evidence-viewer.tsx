import ChevronLeft from 'lucide-solid/icons/chevron-left';
import ChevronRight from 'lucide-solid/icons/chevron-right';
import Download from 'lucide-solid/icons/download';
import Maximize from 'lucide-solid/icons/maximize';
import X from 'lucide-solid/icons/x';
import ZoomIn from 'lucide-solid/icons/zoom-in';
import ZoomOut from 'lucide-solid/icons/zoom-out';
import { createEffect, createMemo, createSignal, For, on, onCleanup, Show, type JSX } from 'solid-js';
import { isPicture, isSound } from '#domain/evidence.ts';
import type { OfficeEvidence } from '#protocol/office-wire.ts';
import { formatBytes, formatMoment } from '../i18n/format.ts';
import { t } from '../i18n/t.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { CommitMark } from './evidence-tab.tsx';
import { Fact } from './overview-tab.tsx';
import { ClockNote } from '../evidence/clock-note.tsx';
import { MapLink } from '../evidence/map-link.tsx';
import { markLines } from '../evidence/mark-lines.ts';
import { bracketText, methodText, positionText, signatureText } from '../evidence/proof-text.ts';
import { faceName, FileFace } from '../evidence/file-face.tsx';
import { SoundPlayer } from '../evidence/sound-player.tsx';
import { WatermarkedCopy } from '../evidence/watermarked-copy.tsx';
import { originalAddress, previewAddress } from './office-api.ts';
import { fitted, panBy, zoomBy, type Zoom } from './zoom-state.ts';
import './evidence-viewer.css';

/** Full size over everything: wheel and + − zoom, dragging moves, arrows go to the next piece, Esc closes. */
export function EvidenceViewer(props: {
  readonly evidence: readonly OfficeEvidence[];
  readonly firm: string;
  /** Id of the piece on screen; null is closed. */
  readonly open: string | null;
  readonly onMove: (evidenceId: string) => void;
  readonly onClose: () => void;
}): JSX.Element {
  let dialog: HTMLDialogElement | null = null;
  const index = createMemo(() => props.evidence.findIndex(({ evidenceId }) => evidenceId === props.open));
  const piece = createMemo(() => props.evidence[index()] ?? null);
  const [zoom, setZoom] = createSignal<Zoom>(fitted);
  createEffect(() => {
    if (dialog === null) return;
    if (piece() !== null && !dialog.open) dialog.showModal();
    if (piece() === null && dialog.open) dialog.close();
  });
  createEffect(on(piece, () => setZoom(fitted)));
  onCleanup(() => dialog?.close());
  const move = (by: number): void => {
    const next = props.evidence[index() + by];
    if (next !== undefined) props.onMove(next.evidenceId);
  };
  const zoomIn = (): void => void setZoom((now) => zoomBy(now, 1.5, 0, 0));
  const zoomOut = (): void => void setZoom((now) => zoomBy(now, 1 / 1.5, 0, 0));
  const fit = (): void => void setZoom(fitted);
  const keys: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => move(-1),
    ArrowRight: () => move(1),
    '+': zoomIn,
    '=': zoomIn,
    '-': zoomOut,
    '0': fit,
  };
  return (
    <dialog
      ref={(element) => {
        dialog = element;
      }}
      class="viewer no-print"
      aria-label={t('office.evidence.viewer')}
      onClose={() => props.onClose()}
      onKeyDown={(event) => keys[event.key]?.()}
    >
      <Show when={piece()}>
        {(shown) => (
          <>
            <div class="viewer-bar">
              <p class="viewer-title">
                {shown().caption ?? (isPicture(shown().mime) ? t('office.evidence.noCaption') : faceName(shown()))}{' '}
                <span class="viewer-position">
                  {t('office.evidence.position', { index: index() + 1, total: props.evidence.length })}
                </span>
              </p>
              <IconButton
                icon={ChevronLeft}
                label={t('office.evidence.previous')}
                disabled={index() <= 0}
                onClick={() => move(-1)}
              />
              <IconButton
                icon={ChevronRight}
                label={t('office.evidence.next')}
                disabled={index() >= props.evidence.length - 1}
                onClick={() => move(1)}
              />
              <IconButton icon={ZoomOut} label={t('office.evidence.zoomOut')} disabled={zoom().scale <= 1} onClick={zoomOut} />
              <IconButton icon={ZoomIn} label={t('office.evidence.zoomIn')} onClick={zoomIn} />
              <IconButton icon={Maximize} label={t('office.evidence.fit')} onClick={fit} />
              <IconButton icon={X} label={t('office.evidence.close')} onClick={() => props.onClose()} />
            </div>
            <div class="viewer-body">
              <Show when={isPicture(shown().mime)} fallback={<ViewerFile piece={shown()} />}>
                <ViewerPicture piece={shown()} zoom={zoom()} onZoom={setZoom} />
              </Show>
              <ViewerFacts piece={shown()} firm={props.firm} onMove={props.onMove} />
            </div>
          </>
        )}
      </Show>
    </dialog>
  );
}

function ViewerPicture(props: {
  readonly piece: OfficeEvidence;
  readonly zoom: Zoom;
  readonly onZoom: (change: (zoom: Zoom) => Zoom) => void;
}): JSX.Element {
  const [failed, setFailed] = createSignal(false);
  createEffect(
    on(
      () => props.piece.evidenceId,
      () => setFailed(false),
    ),
  );
  let dragging = false;
  const onWheel = (event: WheelEvent & { readonly currentTarget: HTMLElement }): void => {
    event.preventDefault();
    const box = event.currentTarget.getBoundingClientRect();
    const px = event.clientX - box.left - box.width / 2;
    const py = event.clientY - box.top - box.height / 2;
    props.onZoom((now) => zoomBy(now, Math.exp(-event.deltaY / 400), px, py));
  };
  return (
    <div
      class="viewer-picture"
      classList={{ 'viewer-zoomed': props.zoom.scale > 1 }}
      onWheel={onWheel}
      onPointerDown={(event) => {
        dragging = true;
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => {
        if (dragging) props.onZoom((now) => panBy(now, event.movementX, event.movementY));
      }}
      onPointerUp={() => {
        dragging = false;
      }}
      onPointerCancel={() => {
        dragging = false;
      }}
      onDblClick={() => props.onZoom((now) => (now.scale > 1 ? fitted : zoomBy(now, 3, 0, 0)))}
    >
      <Show
        when={props.piece.committedAt !== null && !failed()}
        fallback={
          <p class="viewer-none">{t(props.piece.committedAt === null ? 'office.evidence.waiting' : 'office.evidence.failed')}</p>
        }
      >
        <img
          src={previewAddress(props.piece.evidenceId, 'view')}
          alt={props.piece.caption ?? t('office.evidence.noCaption')}
          draggable={false}
          style={{
            transform: `translate(${String(props.zoom.x)}px, ${String(props.zoom.y)}px) scale(${String(props.zoom.scale)})`,
          }}
          onError={() => setFailed(true)}
        />
      </Show>
    </div>
  );
}

/** A sound is heard here; a document is named and leaves as a download. */
function ViewerFile(props: { readonly piece: OfficeEvidence }): JSX.Element {
  return (
    <div class="viewer-picture viewer-file">
      <Show
        when={props.piece.committedAt !== null && isSound(props.piece.mime) && props.piece}
        keyed
        fallback={
          <>
            <div class="viewer-face">
              <FileFace piece={props.piece} />
            </div>
            <p class="viewer-none">
              {t(props.piece.committedAt === null ? 'office.evidence.waiting' : 'shell.proof.documentNote')}
            </p>
          </>
        }
      >
        {(piece) => <SoundPlayer duration={piece.duration ?? 0} load={() => fetchPreview(piece)} />}
      </Show>
    </div>
  );
}

function ViewerFacts(props: {
  readonly piece: OfficeEvidence;
  readonly firm: string;
  readonly onMove: (evidenceId: string) => void;
}): JSX.Element {
  const moment = (at: string | null): string => (at === null ? t('office.list.none') : formatMoment(at));
  const place = (): string => (props.piece.position === null ? t('office.evidence.noPlace') : positionText(props.piece.position));
  const size = (of: { readonly width: number; readonly height: number; readonly size: number }): string =>
    of.width === 0
      ? formatBytes(of.size)
      : t('office.evidence.sizeValue', { width: of.width, height: of.height, size: formatBytes(of.size) });
  return (
    <section class="viewer-facts" aria-label={t('office.evidence.facts')} tabIndex={0}>
      <CommitMark piece={props.piece} />
      <dl class="fact-list">
        <Fact name={t('office.evidence.questions')}>
          <For each={props.piece.questions} fallback={t('office.list.none')}>
            {(question) => <p>{question.label}</p>}
          </For>
        </Fact>
        <Fact name={t('shell.proof.when')}>
          <p>{bracketText(props.piece.method, props.piece.bracket, props.piece.mime)}</p>
          <ClockNote bracket={props.piece.bracket} />
        </Fact>
        <Fact name={t('shell.proof.signature')}>{signatureText(props.piece.signed)}</Fact>
        <Fact name={t('office.evidence.capturedAt')}>{moment(props.piece.capturedAt)}</Fact>
        <Fact name={t('office.evidence.announcedAt')}>{moment(props.piece.announcedAt)}</Fact>
        <Fact name={t('office.evidence.committedAt')}>{moment(props.piece.committedAt)}</Fact>
        <Fact name={t('office.evidence.method')}>
          <p>{methodText(props.piece.method, props.piece.mime)}</p>
          <Show when={props.piece.takenOver}>
            <p>{t('shell.proof.takenOver')}</p>
          </Show>
          <Show when={props.piece.method === 'derived' && props.piece.derivedFrom}>
            {(source) => <Button onClick={() => props.onMove(source())}>{t('shell.proof.drawnFrom')}</Button>}
          </Show>
        </Fact>
        <Show when={props.piece.signs}>
          {(signs) => (
            <Fact name={t('shell.proof.signatures')}>
              {t(signs().side === 'firm' ? 'shell.proof.signedFirm' : 'shell.proof.signedStaff')} · {signs().name} ·{' '}
              {t(signs().holds ? 'shell.proof.signatureHolds' : 'shell.proof.signatureVoid')}
            </Fact>
          )}
        </Show>
        <Fact name={t('office.evidence.place')}>
          <p>{place()}</p>
          <Show when={props.piece.position}>{(position) => <MapLink position={position()} />}</Show>
        </Fact>
        <Fact name={t('office.evidence.author')}>{props.piece.author === '' ? t('office.list.none') : props.piece.author}</Fact>
        <Fact name={t('office.evidence.size')}>{size(props.piece)}</Fact>
        <Fact name={t('office.evidence.hash')}>
          <code class="viewer-hash">{props.piece.sha256}</code>
        </Fact>
        <Fact name={t('office.evidence.original')}>
          <p>{size(props.piece.original)}</p>
          <p>
            <code class="viewer-hash">{props.piece.original.sha256}</code>
          </p>
        </Fact>
        <Show when={props.piece.original.takenAt}>{(at) => <Fact name={t('office.evidence.originalTaken')}>{at()}</Fact>}</Show>
        <Show when={props.piece.original.device}>
          {(device) => <Fact name={t('office.evidence.originalDevice')}>{device()}</Fact>}
        </Show>
      </dl>
      <Show when={props.piece.committedAt}>
        <OriginalButton evidenceId={props.piece.evidenceId} />
        <Show when={isPicture(props.piece.mime)}>
          <WatermarkedCopy
            firm={props.firm}
            lines={markLines(props.piece, props.firm)}
            picture={() => fetchPreview(props.piece)}
          />
        </Show>
      </Show>
      <p class="soft small">{t('shell.proof.claim')}</p>
    </section>
  );
}

async function fetchPreview({ evidenceId }: OfficeEvidence): Promise<Blob | null> {
  const reply = await fetch(previewAddress(evidenceId, 'view'), { credentials: 'same-origin', redirect: 'error' });
  return reply.ok ? reply.blob() : null;
}

/** The original is never shown in a page: it leaves as a download, and that is written down. */
function OriginalButton(props: { readonly evidenceId: string }): JSX.Element {
  const [failed, setFailed] = createSignal(false);
  const take = async (): Promise<void> => {
    setFailed(false);
    try {
      location.assign(await originalAddress(props.evidenceId));
    } catch {
      setFailed(true);
    }
  };
  return (
    <div class="stack-tight">
      <Button icon={Download} onClick={() => void take()}>
        {t('office.evidence.download')}
      </Button>
      <Show when={failed()}>
        <p role="alert">{t('office.evidence.downloadFailed')}</p>
      </Show>
    </div>
  );
}
