import MapPin from 'lucide-solid/icons/map-pin';
import { createEffect, createSignal, Show, type JSX } from 'solid-js';
import type { Position } from '#domain/evidence.ts';
import { t } from '#app/i18n/t.ts';
import { mapAddress } from './map-address.ts';
import './evidence.css';

/** Leads out of the app, and only when it is tapped. */
export function MapLink(props: { readonly position: Pick<Position, 'latitude' | 'longitude'> }): JSX.Element {
  const [address, setAddress] = createSignal<string | null>(null);
  createEffect(() => {
    void mapAddress(props.position).then(setAddress);
  });
  return (
    <Show when={address()}>
      {(href) => (
        <a class="map-link" href={href()} target="_blank" rel="noopener noreferrer">
          <MapPin size={16} aria-hidden="true" />
          {t('shell.proof.map')}
        </a>
      )}
    </Show>
  );
}
