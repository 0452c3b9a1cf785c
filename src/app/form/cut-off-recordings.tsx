import { createSignal, For, Show, type JSX } from 'solid-js';
import { SoundPlayer } from '#app/evidence/sound-player.tsx';
import { t } from '#app/i18n/t.ts';
import { Button } from '#app/ui/button.tsx';
import { Notice } from '#app/ui/notice.tsx';
import type { Recording } from '#store/views.ts';
import { useForm } from './form-context.tsx';

/** Voice notes that a page left behind when it died, or could not save: to be heard, and then kept or thrown away. */
export function CutOffRecordings(props: { readonly question: string }): JSX.Element {
  const { evidence } = useForm();
  return <For each={evidence.cutOff(props.question)}>{(recording) => <CutOff recording={recording} />}</For>;
}

function CutOff(props: { readonly recording: Recording }): JSX.Element {
  const { evidence, editable } = useForm();
  const [asked, setAsked] = createSignal(false);
  // One that is being saved is saved once.
  const busy = (): boolean => asked() || evidence.working(props.recording.question) > 0;
  const keep = async (): Promise<void> => {
    setAsked(true);
    await evidence.keepCutOff(props.recording);
    setAsked(false);
  };
  return (
    <Notice
      tone="amber"
      title={t('form.capture.cutOff')}
      actions={
        <>
          <Show when={editable()}>
            <Button variant="primary" disabled={busy()} onClick={() => void keep()}>
              {t('form.capture.cutOffKeep')}
            </Button>
          </Show>
          <Button
            variant="quiet"
            disabled={busy()}
            onClick={() => void evidence.port.recordings?.drop(props.recording.recordingId)}
          >
            {t('form.capture.soundDiscard')}
          </Button>
        </>
      }
    >
      <SoundPlayer
        duration={props.recording.elapsed}
        load={() => evidence.port.recordings?.read(props.recording) ?? Promise.resolve(null)}
      />
    </Notice>
  );
}
