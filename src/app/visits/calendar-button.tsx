import CalendarPlus from 'lucide-solid/icons/calendar-plus';
import { createSignal, Show, untrack, type JSX } from 'solid-js';
import type { VisitOf } from '#oplog/project-visit.ts';
import type { EnterpriseView } from '#store/views.ts';
import { dayKey, formatList } from '../i18n/format.ts';
import { t } from '../i18n/t.ts';
import { saveFile } from '../save-file.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { ShareFileButton } from '../ui/share-file-button.tsx';
import { calendarOf, type CalendarEntry } from './visit-calendar.ts';

/** Makes a calendar file of visits: to the downloads, and to the share sheet where there is one. */
export function CalendarButton(props: {
  readonly visits: readonly VisitOf[];
  readonly firmOf: (code: string) => EnterpriseView | null;
  readonly titleOf: (instrument: string) => string;
  readonly label: string;
  readonly fileName: string;
}): JSX.Element {
  const [state, setState] = createSignal<'idle' | 'failed' | File>('idle');
  const file = (): File | null => {
    const made = state();
    return made instanceof File ? made : null;
  };
  const make = async (): Promise<void> => {
    try {
      const entries = untrack(() => props.visits.map((visit) => entryOf(visit, props.firmOf, props.titleOf)));
      const made = new File([await calendarOf(entries)], props.fileName, { type: 'text/calendar' });
      saveFile(made.name, made);
      setState(made);
    } catch {
      setState('failed');
    }
  };
  return (
    <div class="stack-tight">
      <Button icon={CalendarPlus} disabled={props.visits.length === 0} onClick={() => void make()}>
        {props.label}
      </Button>
      <Show when={state() === 'failed'}>
        <Notice tone="red">{t('visits.calendarFailed')}</Notice>
      </Show>
      <Show when={file()}>
        {(made) => (
          <Notice tone="green" actions={<ShareFileButton file={made()} />}>
            {t('visits.calendarReady')}
          </Notice>
        )}
      </Show>
    </div>
  );
}

export function calendarFileName(visit: VisitOf): string {
  return t('visits.calendarName', { date: visit.record.date });
}

export function calendarFileNameOfAll(now: number): string {
  return t('visits.calendarNames', { date: dayKey(now) });
}

function entryOf(
  { visitId, record, state }: VisitOf,
  firmOf: (code: string) => EnterpriseView | null,
  titleOf: (instrument: string) => string,
): CalendarEntry {
  const firm = firmOf(record.enterprise);
  const contact = [firm?.contact ?? '', firm?.phone ?? ''].filter((part) => part !== '').join(' ');
  const lines = [
    ...(record.instruments.length === 0
      ? []
      : [t('visits.calendarInstruments', { instruments: formatList(record.instruments.map(titleOf)) })]),
    ...(contact === '' ? [] : [t('visits.calendarContact', { contact })]),
    ...(record.note === null ? [] : [record.note]),
  ];
  return {
    id: visitId,
    date: record.date,
    time: record.time,
    title: t('visits.calendarTitle', { firm: record.enterpriseName, purpose: t(`visits.purpose.${record.purpose}`) }),
    description: lines.join('\n'),
    location: firm?.address ?? null,
    cancelled: state === 'cancelled',
  };
}
