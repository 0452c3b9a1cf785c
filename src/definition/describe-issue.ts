import type * as z from 'zod/mini';
import { nearest } from './resolve-expression.ts';

type Issue = z.core.$ZodIssue;

/** A schema issue in words: what is wrong and what to do. */
export function describeIssue(issue: Issue): { readonly message: string; readonly advice: string } {
  const key = issue.path.at(-1);
  const where = key === undefined ? '文件' : `“${String(key)}”`;
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? { message: `缺少 ${where}`, advice: `补上 ${where}` }
        : { message: `${where} 的类型不对`, advice: `这里要 ${typeNames[issue.expected] ?? issue.expected}` };
    case 'unrecognized_keys':
      return { message: `不认识的键：${issue.keys.join('、')}`, advice: '检查拼写；可用的键见 definition.schema.json' };
    case 'invalid_value':
      return { message: `${where} 的值不对`, advice: `改为其中之一：${issue.values.map(String).join('、')}` };
    case 'invalid_union': {
      const options = 'options' in issue && Array.isArray(issue.options) ? issue.options.map(String) : [];
      if (options.length === 0) return { message: `${where} 的写法不对`, advice: '对照 definition.schema.json 改写' };
      const given = givenAt(issue.input, key);
      return {
        message: `${where} 的值不对`,
        advice: `${given === '' ? '' : `${nearest(given, options)} `}可用：${options.join('、')}`,
      };
    }
    default:
      return { message: `${where}：${issue.message}`, advice: '改成允许的值' };
  }
}

/** The refused text itself, or that key of the refused object. */
function givenAt(input: unknown, key: PropertyKey | undefined): string {
  if (typeof input === 'string') return input;
  if (typeof input !== 'object' || input === null || key === undefined) return '';
  const value: unknown = Reflect.get(input, key);
  return typeof value === 'string' ? value : '';
}

const typeNames: Readonly<Record<string, string>> = {
  string: '文字（加引号）',
  number: '数字',
  int: '整数',
  boolean: 'true 或 false',
  array: '列表（- 开头）',
  object: '键值对',
  record: '键值对',
};
