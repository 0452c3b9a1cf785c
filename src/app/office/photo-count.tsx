import CloudUpload from 'lucide-solid/icons/cloud-upload';
import ShieldCheck from 'lucide-solid/icons/shield-check';
import { Match, Switch, type JSX } from 'solid-js';
import type { OfficeRow } from '#protocol/office-wire.ts';
import { t } from '../i18n/t.ts';
import '../ui/status-mark.css';

/** How many pieces of evidence the server holds of those announced: icon and words, never colour alone. */
export function PhotoCount(props: { readonly photos: OfficeRow['photos'] }): JSX.Element {
  return (
    <Switch fallback={<span class="soft">{t('office.row.photosNone')}</span>}>
      <Match when={props.photos.expected > 0 && props.photos.committed >= props.photos.expected}>
        <span class="status-mark status-mark-verified">
          <ShieldCheck size={16} aria-hidden="true" />
          {t('office.row.photosDone', props.photos)}
        </span>
      </Match>
      <Match when={props.photos.expected > 0}>
        <span class="status-mark status-mark-uploading">
          <CloudUpload size={16} aria-hidden="true" />
          {t('office.row.photosOpen', props.photos)}
        </span>
      </Match>
    </Switch>
  );
}
