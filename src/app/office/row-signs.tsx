import TriangleAlert from 'lucide-solid/icons/triangle-alert';
import { Show, type JSX } from 'solid-js';
import type { OfficeRow } from '#protocol/office-wire.ts';
import { t } from '../i18n/t.ts';
import '../ui/status-mark.css';

/** What a reviewer should look at first: conflicts, and a phone score that the server does not confirm. */
export function RowSigns(props: { readonly row: Pick<OfficeRow, 'conflicts' | 'phoneDiffers'> }): JSX.Element {
  return (
    <>
      <Show when={props.row.conflicts > 0}>
        <span class="status-mark status-mark-conflict">
          <TriangleAlert size={16} aria-hidden="true" />
          {t('office.row.conflicts', { count: props.row.conflicts })}
        </span>
      </Show>
      <Show when={props.row.phoneDiffers}>
        <span class="status-mark status-mark-conflict">
          <TriangleAlert size={16} aria-hidden="true" />
          {t('office.row.differs')}
        </span>
      </Show>
    </>
  );
}
