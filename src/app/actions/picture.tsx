import { createSignal, For, Show, type JSX } from 'solid-js';
import { readEvidenceBytes, readThumbnail } from '#store/queries/read-evidence.ts';
import { useField } from '#app/field-context.tsx';
import { createBlobUrl } from '#app/form/create-blob-url.ts';
import { fetchEvidence } from '#app/form/fetch-evidence.ts';
import { t } from '#app/i18n/t.ts';
import { Sheet } from '#app/ui/sheet.tsx';
import './actions.css';

/** Pictures by id, from this phone or the server; each opens large. */
export function Pictures(props: { readonly ids: readonly string[]; readonly label: string; readonly none: string }): JSX.Element {
  const [open, setOpen] = createSignal<string | null>(null);
  return (
    <Show when={props.ids.length > 0} fallback={<p class="soft small">{props.none}</p>}>
      <ul class="picture-row" aria-label={props.label}>
        <For each={props.ids}>
          {(id, at) => (
            <li>
              <Picture id={id} label={`${props.label} ${String(at() + 1)}`} onOpen={() => setOpen(id)} />
            </li>
          )}
        </For>
      </ul>
      <Sheet open={open() !== null} title={props.label} onClose={() => setOpen(null)}>
        <Show when={open()} keyed>
          {(id) => <Large id={id} label={props.label} />}
        </Show>
      </Sheet>
    </Show>
  );
}

export function Picture(props: { readonly id: string; readonly label: string; readonly onOpen: () => void }): JSX.Element {
  const { store } = useField();
  const [tried, setTried] = createSignal(false);
  const source = createBlobUrl(async () => {
    const found = (await readThumbnail(store, props.id)) ?? (await fetchEvidence(props.id, 'thumb'));
    setTried(true);
    return found;
  });
  return (
    <button type="button" class="picture" aria-label={props.label} onClick={() => props.onOpen()}>
      <Show when={source()} fallback={<span>{tried() ? t('actions.detail.elsewhere') : ''}</span>}>
        {(url) => <img src={url()} alt="" />}
      </Show>
    </button>
  );
}

function Large(props: { readonly id: string; readonly label: string }): JSX.Element {
  const { store } = useField();
  const source = createBlobUrl(async () => (await readEvidenceBytes(store, props.id)) ?? fetchEvidence(props.id, 'view'));
  return (
    <Show when={source()} fallback={<p class="soft">{t('actions.detail.elsewhere')}</p>}>
      {(url) => <img class="picture-large" src={url()} alt={props.label} />}
    </Show>
  );
}
