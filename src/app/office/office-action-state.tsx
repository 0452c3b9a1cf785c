import type { JSX } from 'solid-js';
import type { OfficeAction } from '#protocol/actions-wire.ts';
import { t } from '../i18n/t.ts';
import '../actions/actions.css';

/** A word, coloured by what it asks of the reader. */
export function OfficeActionState(props: { readonly row: OfficeAction }): JSX.Element {
  const isUnproven = (): boolean => props.row.state === 'closed' && !props.row.proven;
  const tone = (): string => {
    if (props.row.overdue) return 'late';
    if (props.row.state === 'closed' && props.row.proven) return 'done';
    return props.row.state === 'dropped' ? 'quiet' : 'open';
  };
  return (
    <span class={`action-state action-state-${tone()}`}>
      {isUnproven() ? t('actions.office.unproven') : t(`actions.state.${props.row.state}`)}
    </span>
  );
}
