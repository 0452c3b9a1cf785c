/** Functions of the expression language on values. Meanings follow XPath 1.0 and ODK XForms, as `@getodk/xpath` has them. */
import type { Value } from './xpath-values.ts';
import { toText } from './xpath-values.ts';

/** `selected` */
export function hasItem(list: Value, option: string): boolean {
  const wanted = trimBlanks(option);
  return typeof list === 'object' && list !== null && wanted !== ''
    ? list.includes(wanted)
    : listItems(toText(list)).includes(wanted);
}

/** `count-selected` */
export function countItems(list: string): number {
  const text = trimBlanks(list);
  return text === '' ? 0 : listItems(text).length;
}

/** `substr`; without an end, to the end. */
export function slice(text: string, from: string, to: string | null): string {
  const start = offset(from, text.length);
  const end = to === null ? text.length : offset(to, text.length);
  return start <= end ? text.slice(start, end) : '';
}

/** Half away from zero, at `decimals` places. */
export function roundTo(value: number, decimals: number): number {
  const scale = 10 ** decimals;
  return (Math.round(Math.abs(value) * scale) / scale) * (value < 0 ? -1 : 1);
}

/** A `substr` position: counted from the end when negative; what is no number is the beginning. */
function offset(position: string, length: number): number {
  const parsed = Number.parseInt(position, 10);
  const index = Number.isNaN(parsed) ? 0 : parsed;
  return Math.min(Math.max(0, index < 0 ? length + index : index), length);
}

const blanks = /[ \t\r\n]+/;

/** The items of a space-separated list; blank text has one empty item, as the XForms oracle has it. */
function listItems(text: string): readonly string[] {
  return trimBlanks(text).split(blanks);
}

function trimBlanks(text: string): string {
  return text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '');
}
