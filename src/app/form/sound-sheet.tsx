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
import { useForm } from './form-context.tsx';
import './sound-sheet.css';

/** Shorter than this is a slip of the finger. */
const shortestMs = 500;
const meterMs = 100;

/** Records a voice note for a question. However it is left, what was recorded is kept; only 'discard' throws it away. */
export function SoundSheet(props: { readonly question: string; readonly onClose: () => void }): JSX.Element {
  const { evidence } = useForm();
  // Opened for one question, and gone with it.
  const question = untrack(() => props.question);
  const [recorder, setRecorder] = createSignal<SoundRecorder | null>(null);
  const [problem, setProblem] = createSignal<Problem | null>(null);
  const [elapsed, setElapsed] = createSignal(0);
  const [level, setLevel] = createSignal(0);
  const [paused, setPaused] = createSignal(false);
  let left = false;

  const keep = async (): Promise<void> => {
    const open = recorder();
    if (open === null || left) return;
    left = true;
    const recorded = await open.finish();
    if (recorded !== null && recorded.duration >= shortestMs) await evidence.record(question, recorded.sound, recorded.duration);
    else evidence.close();
  };
  const done = (): void => {
    void keep();
    props.onClose();
  };
  const discard = async (): Promise<void> => {
    left = true;
    await recorder()?.finish();
    evidence.close();
    props.onClose();
  };
  const turn = (): void => {
    const open = recorder();
    if (open === null) return;
    if (open.paused()) open.resume();
    else open.pause();
    setPaused(open.paused());
  };
  const begin = async (): Promise<void> => {
    if (!(await evidence.beforePicker(question))) {
      props.onClose();
      return;
    }
    const outcome = await openRecorder(done);
    if (outcome.kind === 'refused') {
      setProblem(outcome.problem);
      evidence.close();
    } else if (left) void outcome.value.finish();
    else setRecorder(outcome.value);
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

  return (
    <Sheet open title={t('form.capture.soundTitle')} onClose={done}>
      <div class="stack sound-sheet">
        <Show when={problem()}>{(found) => <p role="alert">{problemText(found())}</p>}</Show>
        <Show when={problem() === null}>
          <p class="sound-left" role="timer">
            {t('form.capture.soundLeft', { time: durationText(evidenceLimits.soundMs - elapsed()) })}
          </p>
          <meter class="sound-level" min="0" max="1" value={level()} aria-label={t('form.capture.soundLevel')} />
          <p class="soft" role="status">
            {paused() ? t('form.capture.soundPaused') : t('form.capture.soundRunning')}
          </p>
          <div class="row">
            <Button icon={paused() ? Play : Pause} disabled={recorder() === null} onClick={turn}>
              {paused() ? t('form.capture.soundResume') : t('form.capture.soundPause')}
            </Button>
            <Button variant="primary" icon={Check} disabled={recorder() === null} onClick={done}>
              {t('form.capture.soundKeep')}
            </Button>
          </div>
          <Button variant="quiet" wide onClick={() => void discard()}>
            {t('form.capture.soundDiscard')}
          </Button>
          <p class="soft small">{t('form.capture.soundNote')}</p>
        </Show>
      </div>
    </Sheet>
  );
}
