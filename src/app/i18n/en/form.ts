import type { TextsLike } from '../t.ts';
import type { form as source } from '../zh-CN/form.ts';

export const form: TextsLike<typeof source> = {};
