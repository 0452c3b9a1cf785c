import { describe, expect, test } from 'vitest';
import { calendarOf, type CalendarEntry } from '#app/visits/visit-calendar.ts';

const entry: CalendarEntry = {
  id: 'v1',
  date: '2026-11-23',
  time: '09:30',
  title: '湖北省某某高新技术产业开发区智能装备制造有限责任公司 · 现场核实',
  description: '评估：两化融合\n联系人：李主任, 13900001111; 门卫\\登记',
  location: '江夏区藏龙岛某路九号',
  cancelled: false,
};

/** Long lines are folded by the standard; here they are whole again. */
const unfolded = async (...entries: readonly CalendarEntry[]): Promise<readonly string[]> =>
  (await calendarOf(entries)).replaceAll('\r\n\t', '').replaceAll('\r\n ', '').split('\r\n');

describe('[V46] a calendar file', () => {
  test('says the hour in UTC, as the phone’s zone has it', async () => {
    const expected = new Date('2026-11-23T09:30:00').toISOString().replace(/[-:]|\.000/gu, '');
    expect(await unfolded(entry)).toContain(`DTSTART:${expected}`);
  });

  test('gives a visit without a time its whole day, to the end of the month too', async () => {
    const lines = await unfolded({ ...entry, date: '2026-11-30', time: null });
    expect(lines).toContain('DTSTART;VALUE=DATE:20261130');
    expect(lines).toContain('DTEND;VALUE=DATE:20261201');
  });

  test('escapes what has a meaning of its own', async () => {
    const lines = await unfolded(entry);
    expect(lines).toContain(`SUMMARY:${entry.title}`);
    expect(lines.find((line) => line.startsWith('DESCRIPTION'))).toBe(
      'DESCRIPTION:评估：两化融合\\n联系人：李主任\\, 13900001111\\; 门卫\\\\登记',
    );
  });

  test('holds every visit once, under its own name; one that was called off says so', async () => {
    const lines = await unfolded(entry, { ...entry, id: 'v2', cancelled: true });
    expect(lines.filter((line) => line.startsWith('UID:'))).toEqual(['UID:v1@xunzhen', 'UID:v2@xunzhen']);
    expect(lines.filter((line) => line.startsWith('STATUS:'))).toEqual(['STATUS:CONFIRMED', 'STATUS:CANCELLED']);
  });

  test('is not made of what is no day', async () => {
    await expect(calendarOf([{ ...entry, date: 'morgen' }])).rejects.toThrow();
  });
});
