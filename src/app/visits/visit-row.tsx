import MapPin from 'lucide-solid/icons/map-pin';
import Users from 'lucide-solid/icons/users';
import { Show, type JSX } from 'solid-js';
import type { VisitOf } from '#oplog/project-visit.ts';
import type { EnterpriseView } from '#store/views.ts';
import { formatDay, formatList, formatTime } from '../i18n/format.ts';
import { t } from '../i18n/t.ts';
import { LinkRow, Tag } from '../ui/card.tsx';
import { dayOf, distanceText } from './visit-text.ts';
import './visits.css';

/** One visit in a list: when, whom, what for, who is asked for there, and how far it is. */
export function VisitRow(props: {
  readonly visit: VisitOf;
  readonly firm: EnterpriseView | null;
  /** Titles of instruments, or their ids where none is known. */
  readonly instruments: readonly string[];
  readonly people: readonly string[];
  readonly metres: number | null;
  /** Where the list does not say the day. */
  readonly withDay?: boolean | undefined;
  readonly late?: boolean | undefined;
}): JSX.Element {
  const record = (): VisitOf['record'] => props.visit.record;
  const contact = (): string => {
    const { contact: name = null, phone = null } = props.firm ?? {};
    return [name, phone].filter((part) => part !== null && part !== '').join(' ');
  };
  return (
    <LinkRow
      href={`/visits/${props.visit.visitId}`}
      class={`visit-row${props.visit.state === 'cancelled' ? ' visit-row-cancelled' : ''}`}
    >
      <span class="visit-row-time" classList={{ soft: record().time === null }}>
        {props.withDay === true ? formatDay(dayOf(props.visit)) : (record().time ?? t('visits.allDay'))}
      </span>
      <span class="visit-row-name">{record().enterpriseName}</span>
      <span class="soft small">{[t(`visits.purpose.${record().purpose}`), ...props.instruments].join(' · ')}</span>
      <Show when={props.firm?.address ?? contact()}>
        <span class="soft small visit-row-where">
          {[props.firm?.address ?? '', contact()].filter((part) => part !== '').join(' · ')}
        </span>
      </Show>
      <span class="row small">
        <VisitTag visit={props.visit} late={props.late === true} />
        <Show when={props.visit.state === 'under-way' && props.visit.checkIn}>
          {(moment) => <span class="soft">{t('visits.check.arrived', { time: formatTime(moment().at) })}</span>}
        </Show>
        <Show when={record().assignedBy}>{(by) => <span class="soft">{t('visits.assignedBy', { name: by().name })}</span>}</Show>
        <Show when={record().demo}>
          <Tag>{t('shell.app.demo')}</Tag>
        </Show>
        <Show when={props.metres !== null}>
          <span class="visit-row-mark">
            <MapPin size={14} aria-hidden="true" />
            {distanceText(props.metres ?? 0)}
          </span>
        </Show>
        <Show when={props.people.length > 1}>
          <span class="visit-row-mark soft">
            <Users size={14} aria-hidden="true" />
            {formatList(props.people)}
          </span>
        </Show>
      </span>
    </LinkRow>
  );
}

/** What has become of a visit, as a word. */
export function VisitTag(props: { readonly visit: Pick<VisitOf, 'state'>; readonly late: boolean }): JSX.Element {
  return (
    <span class={`tag visit-tag-${props.late ? 'late' : props.visit.state}`}>
      {props.late ? t('visits.late') : t(`visits.state.${props.visit.state}`)}
    </span>
  );
}
