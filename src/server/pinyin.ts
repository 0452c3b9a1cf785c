/** Pinyin initials, computed on the server when a name is written: the dictionary is too large for phones. */
import { pinyin } from 'pinyin-pro';
import { searchKey } from '#domain/pinyin-key.ts';

export function initialsOf(name: string): string {
  return searchKey(pinyin(name, { pattern: 'first', toneType: 'none', type: 'array', nonZh: 'consecutive' }).join(''));
}
