import { createContext, createSignal, Show, useContext, type JSX } from 'solid-js';
import { readEvidenceBytes } from '#store/queries/read-evidence.ts';
import { useField } from '#app/field-context.tsx';
import { createBlobUrl } from '#app/form/create-blob-url.ts';
import { fetchEvidence } from '#app/form/fetch-evidence.ts';
import { t } from '#app/i18n/t.ts';
import './camera-ghost.css';

/** The picture from before that a new one at this place is to be framed like; null where there is none. */
export const GhostContext = createContext<(place: string) => string | null>(() => null);

/** Over the camera's picture, half seen through, so that the new photo has the same framing. */
export function CameraGhost(props: { readonly place: string }): JSX.Element {
  const before = useContext(GhostContext);
  return (
    <Show when={before(props.place)} keyed>
      {(id) => <Ghost id={id} />}
    </Show>
  );
}

/** Fixed for one picture. */
function Ghost(props: { readonly id: string }): JSX.Element {
  const { store } = useField();
  const [on, setOn] = createSignal(true);
  const source = createBlobUrl(async () => (await readEvidenceBytes(store, props.id)) ?? fetchEvidence(props.id, 'view'));
  return (
    <Show when={source()}>
      {(url) => (
        <>
          <Show when={on()}>
            <img class="camera-ghost" src={url()} alt="" />
          </Show>
          <button type="button" class="camera-ghost-switch" aria-pressed={on()} onClick={() => setOn(!on())}>
            {on() ? t('actions.followUp.ghostOff') : t('actions.followUp.ghostOn')}
          </button>
        </>
      )}
    </Show>
  );
}
