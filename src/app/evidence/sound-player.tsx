import Play from 'lucide-solid/icons/play';
import { createSignal, onCleanup, Show, type JSX } from 'solid-js';
import { t } from '#app/i18n/t.ts';
import { Button } from '#app/ui/button.tsx';
import { durationText } from './proof-text.ts';
import './sound-player.css';

/** A voice note: fetched when somebody wants to hear it, then with the browser's own controls. */
export function SoundPlayer(props: {
  /** Milliseconds, from the record: a recording in pieces does not say in its bytes how long it is. */
  readonly duration: number;
  readonly load: () => Promise<Blob | null>;
}): JSX.Element {
  const [source, setSource] = createSignal<string | null>(null);
  const [state, setState] = createSignal<'idle' | 'loading' | 'failed'>('idle');
  let gone = false;
  const start = async (): Promise<void> => {
    setState('loading');
    const sound = await props.load().catch(() => null);
    if (gone) return;
    setState(sound === null ? 'failed' : 'idle');
    if (sound !== null) setSource(URL.createObjectURL(sound));
  };
  onCleanup(() => {
    gone = true;
    const made = source();
    if (made !== null) URL.revokeObjectURL(made);
  });
  return (
    <div class="sound-player">
      <p class="strong">{t('shell.proof.sound', { time: durationText(props.duration) })}</p>
      <Show
        when={source()}
        fallback={
          <Button icon={Play} disabled={state() === 'loading'} onClick={() => void start()}>
            {t('shell.proof.play')}
          </Button>
        }
      >
        {(url) => (
          <audio src={url()} controls autoplay aria-label={t('shell.proof.sound', { time: durationText(props.duration) })} />
        )}
      </Show>
      <Show when={state() === 'failed'}>
        <p role="alert">{t('shell.proof.soundFailed')}</p>
      </Show>
    </div>
  );
}
