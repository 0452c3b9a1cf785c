import type { TextsLike } from '../t.ts';
import type { office as source } from '../zh-CN/office.ts';

export const office: TextsLike<typeof source> = {};
