import Check from 'lucide-solid/icons/check';
import Pause from 'lucide-solid/icons/pause';
import Play from 'lucide-solid/icons/play';
import { createSignal, onCleanup, onMount, Show, untrack, type JSX } from 'solid-js';
import { openRecorder, type SoundRecorder } from '#capture/record-sound.ts';
import { evidenceLimits } from '#domain/evidence.ts';
import type { Problem } from '#shared/problems.ts';
import { beforeLock } from '#app/before-lock.ts';
import { durationText } from '#app/evidence/proof-text.ts';
import { problemText } from '#app/i18n/problem-text.ts';
import { t } from '#app/i18n/t.ts';
import { Button } from '#app/ui/button.tsx';
import { Sheet } from '#app/ui/sheet.tsx';
import type { KeptRecording } from './evidence-port.ts';
import { useForm } from './form-context.tsx';
import './sound-sheet.css';

/** Shorter than this is a slip of the finger. */
const shortestMs = 500;
const meterMs = 100;

/** Records a voice note for a question. However it is left, what was recorded is kept; only 'discard' throws it away. */
function createSoundNote(question: string, onClose: () => void) {
  const { evidence } = useForm();
  const [recorder, setRecorder] = createSignal<SoundRecorder | null>(null);
  const [problem, setProblem] = createSignal<Problem | null>(null);
  const [elapsed, setElapsed] = createSignal(0);
  const [level, setLevel] = createSignal(0);
  const [paused, setPaused] = createSignal(false);
  let left = false;
  let kept: KeptRecording | null = null;

  const drop = async (): Promise<void> => {
    evidence.close();
    await kept?.settled();
    if (kept !== null) await evidence.port.recordings?.drop(kept.recordingId);
  };
  const keep = async (): Promise<void> => {
    const open = recorder();
    if (open === null || left) return;
    left = true;
    const recorded = await open.finish();
    if (recorded === null || recorded.duration < shortestMs) return drop();
    await kept?.settled();
    const recording = kept === null ? null : { recordingId: kept.recordingId, cutOff: null };
    await evidence.record(question, recorded.sound, recorded.duration, recording);
  };
  const done = (): void => {
    void keep();
    onClose();
  };
  const discard = async (): Promise<void> => {
    left = true;
    await recorder()?.finish();
    await drop();
    onClose();
  };
  const turn = (): void => {
    const open = recorder();
    if (open === null) return;
    if (open.paused()) open.resume();
    else open.pause();
    setPaused(open.paused());
  };
  const begin = async (): Promise<void> => {
    if (!(await evidence.beforePicker(question, 'sound'))) {
      onClose();
      return;
    }
    const outcome = await openRecorder(done);
    if (outcome.kind === 'refused') {
      setProblem(outcome.problem);
      evidence.close();
    } else if (left) void outcome.value.finish();
    else {
      kept = evidence.port.recordings?.begin(question, outcome.value.type) ?? null;
      outcome.value.follow((piece, recorded) => kept?.add(piece, recorded));
      setRecorder(outcome.value);
    }
  };
  const meter = setInterval(() => {
    setElapsed(recorder()?.elapsed() ?? 0);
    setLevel(recorder()?.paused() === false ? (recorder()?.level() ?? 0) : 0);
  }, meterMs);
  onMount(() => void begin());
  // oxlint-disable-next-line solid/reactivity -- Called once, when the app is about to lock.
  const unlock = beforeLock(() => keep().then(() => true));
  onCleanup(unlock);
  onCleanup(() => {
    clearInterval(meter);
    if (recorder() === null) left = true;
    else void keep();
  });

  return { ready: () => recorder() !== null, problem, elapsed, level, paused, turn, done, discard };
}

export function SoundSheet(props: { readonly question: string; readonly onClose: () => void }): JSX.Element {
  // Opened for one question, and gone with it.
  const note = untrack(() => createSoundNote(props.question, props.onClose));
  return (
    <Sheet open title={t('form.capture.soundTitle')} onClose={note.done}>
      <div class="stack sound-sheet">
        <Show when={note.problem()}>{(found) => <p role="alert">{problemText(found())}</p>}</Show>
        <Show when={note.problem() === null}>
          <p class="sound-left" role="timer">
            {t('form.capture.soundLeft', { time: durationText(evidenceLimits.soundMs - note.elapsed()) })}
          </p>
          <meter class="sound-level" min="0" max="1" value={note.level()} aria-label={t('form.capture.soundLevel')} />
          <p class="soft" role="status">
            {note.paused() ? t('form.capture.soundPaused') : t('form.capture.soundRunning')}
          </p>
          <div class="row">
            <Button icon={note.paused() ? Play : Pause} disabled={!note.ready()} onClick={note.turn}>
              {note.paused() ? t('form.capture.soundResume') : t('form.capture.soundPause')}
            </Button>
            <Button variant="primary" icon={Check} disabled={!note.ready()} onClick={note.done}>
              {t('form.capture.soundKeep')}
            </Button>
          </div>
          <Button variant="quiet" wide onClick={() => void note.discard()}>
            {t('form.capture.soundDiscard')}
          </Button>
          <p class="soft small">{t('form.capture.soundNote')}</p>
        </Show>
      </div>
    </Sheet>
  );
}
