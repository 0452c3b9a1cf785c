import type { EventAttributes } from 'ics';

/** What a calendar is told of a visit. */
export type CalendarEntry = {
  readonly id: string;
  /** `2026-11-21`. */
  readonly date: string;
  /** `09:30` in the phone's zone; null: all that day. */
  readonly time: string | null;
  readonly title: string;
  readonly description: string;
  readonly location: string | null;
  readonly cancelled: boolean;
};

/** How long a visit stands in a calendar: nobody plans when they leave. */
const hours = 3;

/** Text of an iCalendar file (RFC 5545). Times are written in UTC, so that every calendar shows the same hour. Throws on what is no day. */
export async function calendarOf(entries: readonly CalendarEntry[]): Promise<string> {
  const { createEvents } = await import('ics');
  const { error, value } = createEvents(entries.map(eventOf), { productId: 'xunzhen', method: 'PUBLISH' });
  if (typeof value !== 'string') throw error ?? new Error('calendarOf: nothing was written');
  return value;
}

function eventOf({ id, date, time, title, description, location, cancelled }: CalendarEntry): EventAttributes {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  const [hour = 0, minute = 0] = (time ?? '').split(':').map(Number);
  return {
    uid: `${id}@xunzhen`,
    title,
    description,
    ...(location === null ? {} : { location }),
    status: cancelled ? 'CANCELLED' : 'CONFIRMED',
    ...(time === null
      ? { start: [year, month, day], end: dayAfter(year, month, day) }
      : {
          start: [year, month, day, hour, minute],
          startInputType: 'local',
          startOutputType: 'utc',
          duration: { hours },
        }),
  };
}

/** The library writes a duration of whole days in a way that the standard does not know. */
function dayAfter(year: number, month: number, day: number): [number, number, number] {
  const next = new Date(Date.UTC(year, month - 1, day + 1));
  return [next.getUTCFullYear(), next.getUTCMonth() + 1, next.getUTCDate()];
}
