import { createEffect, createSignal, on, Show, type JSX } from 'solid-js';
import { isPicture } from '#domain/evidence.ts';
import { beaconTime, timeBracket, type TimeBracket } from '#proof/time-bracket.ts';
import type { EvidenceTimes } from '#store/queries/read-evidence.ts';
import type { EvidenceView } from '#store/views.ts';
import { ClockNote } from '#app/evidence/clock-note.tsx';
import { MapLink } from '#app/evidence/map-link.tsx';
import { markLines } from '#app/evidence/mark-lines.ts';
import { bracketText, methodText, positionText, signatureText } from '#app/evidence/proof-text.ts';
import { WatermarkedCopy } from '#app/evidence/watermarked-copy.tsx';
import { formatBytes, formatMoment } from '#app/i18n/format.ts';
import { t } from '#app/i18n/t.ts';
import { placeWord } from './place-word.ts';
import { useForm } from './form-context.tsx';

/** What is known of a photo, what that proves and what not, and a copy with all of it drawn on. */
export function EvidenceFacts(props: { readonly piece: EvidenceView }): JSX.Element {
  const { port } = useForm().evidence;
  const [times, setTimes] = createSignal<EvidenceTimes>({ receivedAt: null, committedAt: null });
  // Asked again as the photo travels: the receipt comes while one looks.
  createEffect(
    on(
      () => props.piece.status,
      () => void port.times(props.piece.evidenceId).then(setTimes),
    ),
  );
  const record = (): EvidenceView['record'] => props.piece.record;
  const bracket = (): TimeBracket =>
    timeBracket(beaconTime(record().capture?.beacon ?? null), times().receivedAt ?? times().committedAt, record().capturedAt);
  const signed = () => (record().signature === null ? 'no' : (record().capture?.keyProtection ?? 'no'));
  const lines = (): readonly string[] =>
    markLines({ ...record(), bracket: bracket(), author: port.author(props.piece) }, port.firm());
  return (
    <>
      <p>{bracketText(record().method, bracket(), record().mime)}</p>
      <ClockNote bracket={bracket()} />
      <Show when={record().method === 'file'}>
        <p class="soft">{t('shell.proof.fileGrade')}</p>
      </Show>
      <p class="soft small">
        {t('shell.proof.markPhoneTime', { time: formatMoment(record().capturedAt) })} ·{' '}
        {methodText(record().method, record().mime)} ·{' '}
        {isPicture(record().mime) ? `${String(record().width)}×${String(record().height)} · ` : ''}
        {formatBytes(record().size)} · {placeWord(props.piece)}
      </p>
      <Show when={record().position}>
        {(position) => (
          <div>
            <p class="soft small">{positionText(position())}</p>
            <MapLink position={position()} />
          </div>
        )}
      </Show>
      <p class="soft small evidence-hash">SHA-256 {record().sha256}</p>
      <p class="soft small">{t('shell.proof.signatureIs', { state: signatureText(signed()) })}</p>
      <p class="soft small">{t('shell.proof.claim')}</p>
      <Show when={isPicture(record().mime)}>
        <WatermarkedCopy firm={port.firm()} lines={lines()} picture={() => port.bytes(props.piece.evidenceId)} />
      </Show>
    </>
  );
}
