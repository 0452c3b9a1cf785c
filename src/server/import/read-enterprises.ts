/** Lines of a registry file as firms, each fault named with its line, column and what to do. Pure. */
import { checkCreditCode } from '#domain/credit-code.ts';
import type { EnterpriseRecord } from '#domain/enterprise.ts';
import { industries, isIndustryCode } from '#domain/industry.ts';
import { regionByText } from '#domain/regions.ts';
import type { TableRow } from './read-table.ts';

/** The columns of the template, with the other headings that registries use for them. */
export const columns = [
  { field: 'code', heading: '统一社会信用代码', also: ['信用代码', '社会信用代码', '统一信用代码'], required: true },
  { field: 'name', heading: '企业名称', also: ['名称', '单位名称', '公司名称'], required: true },
  {
    field: 'region',
    heading: '地区',
    also: ['所属地区', '区县', '行政区划', '行政区划代码', '地区代码', '所在区县'],
    required: true,
  },
  { field: 'industry', heading: '行业', also: ['行业代码', '国民经济行业', '所属行业', '行业类别'], required: false },
  { field: 'headcount', heading: '从业人数', also: ['从业人员', '职工人数', '员工人数', '从业人员数'], required: false },
  { field: 'revenue', heading: '营业收入(万元)', also: ['营业收入', '上年营业收入', '年营业收入'], required: false },
  { field: 'address', heading: '地址', also: ['企业地址', '注册地址', '经营地址', '详细地址'], required: false },
  { field: 'contact', heading: '联系人', also: ['企业联系人'], required: false },
  { field: 'phone', heading: '联系电话', also: ['电话', '手机', '手机号', '联系方式'], required: false },
] as const;

type Field = (typeof columns)[number]['field'];

export type LineFault = { readonly line: number; readonly field: string; readonly advice: string };
export type LineRead =
  | { readonly kind: 'firm'; readonly line: number; readonly record: EnterpriseRecord; readonly present: readonly Field[] }
  | { readonly kind: 'refused'; readonly fault: LineFault };

export type EnterprisesRead =
  | { readonly kind: 'read'; readonly lines: readonly LineRead[] }
  /** No line can be read without these columns. */
  | { readonly kind: 'no-columns'; readonly missing: readonly string[]; readonly found: readonly string[] };

export function readEnterprises(rows: readonly TableRow[]): EnterprisesRead {
  const [head, ...body] = rows;
  const found = head?.cells ?? [];
  const places = new Map<Field, number>();
  for (const column of columns) {
    const names = [column.heading, ...column.also].map(plainHeading);
    const at = found.findIndex((cell) => names.includes(plainHeading(cell)));
    if (at >= 0) places.set(column.field, at);
  }
  const missing = columns.filter(({ field, required }) => required && !places.has(field)).map(({ heading }) => heading);
  if (missing.length > 0) return { kind: 'no-columns', missing, found: found.filter((cell) => cell !== '') };
  const seen = new Map<string, number>();
  return { kind: 'read', lines: body.map((row) => readLine(row, places, seen)) };
}

function readLine({ line, cells }: TableRow, places: ReadonlyMap<Field, number>, seen: Map<string, number>): LineRead {
  const text = (field: Field): string => cells[places.get(field) ?? -1] ?? '';
  const refuse = (field: Field, advice: string): LineRead => {
    const heading = columns.find((column) => column.field === field)?.heading ?? field;
    return { kind: 'refused', fault: { line, field: heading, advice } };
  };
  const code = checkCreditCode(text('code'));
  if (code.kind === 'refused') return refuse('code', codeAdvice(text('code'), code.problem.code, code.problem.detail));
  const before = seen.get(code.value);
  if (before !== undefined) return refuse('code', `${code.value} 在第 ${String(before)} 行已经有了。保留一行,删掉另一行`);
  const name = text('name');
  if (name === '') return refuse('name', '没有填。填营业执照上的全称');
  if (name.length > 200) return refuse('name', '超过 200 个字。填营业执照上的全称');
  const region = regionByText(text('region'));
  if (region === null) {
    return refuse('region', `“${text('region')}”找不到。填 6 位代码如 420115,或写全如 武汉市江夏区`);
  }
  const industry = readIndustry(text('industry'));
  if (industry === undefined) return refuse('industry', `“${text('industry')}”不是 GB/T 4754 的行业。填代码如 C34,或留空`);
  const headcount = readAmount(text('headcount'));
  if (headcount === undefined || (headcount !== null && !Number.isInteger(headcount))) {
    return refuse('headcount', `“${text('headcount')}”不是人数。填不小于 0 的整数,或留空`);
  }
  const revenue = readAmount(text('revenue'));
  if (revenue === undefined) return refuse('revenue', `“${text('revenue')}”不是金额。填以万元为单位的数,或留空`);
  seen.set(code.value, line);
  const optional = (field: Field): string | null =>
    text(field) === '' ? null : text(field).slice(0, field === 'phone' ? 50 : 500);
  return {
    kind: 'firm',
    line,
    present: [...places.keys()],
    record: {
      code: code.value,
      name,
      region: region.code,
      industry,
      headcount,
      revenue,
      address: optional('address'),
      contact: optional('contact'),
      phone: optional('phone'),
      demo: false,
    },
  };
}

function codeAdvice(text: string, code: string, detail: Readonly<Record<string, string | number>>): string {
  switch (code) {
    case 'enterprise.code-length':
      return text === ''
        ? '没有填。填营业执照上的 18 位代码'
        : `“${text}”是 ${String(detail['length'])} 位,应为 18 位。对照营业执照改`;
    case 'enterprise.code-character':
      return `“${text}”第 ${String(detail['position'])} 位是“${String(detail['character'])}”,代码里没有这个字符(不用 I、O、S、V、Z)。对照营业执照改`;
    default:
      return `“${text}”末位校验不对,有一位写错了。对照营业执照改`;
  }
}

/** `C34`, bare `34` or `3411` (a manufacturer's), or the name of a division; undefined when it is none. */
function readIndustry(text: string): string | null | undefined {
  const plain = text.normalize('NFKC').toUpperCase().replace(/\s/gu, '');
  if (plain === '') return null;
  const code = /^[A-Z]?\d{2,4}/u.exec(plain)?.[0];
  if (code !== undefined) {
    const candidates = /^\d/u.test(code) ? ['C', 'B', 'D'].map((letter) => letter + code) : [code];
    return candidates.find(isIndustryCode);
  }
  return industries.find(({ name }) => name === plain)?.code;
}

/** `1,234.5` and `1234.5`; undefined when it is no amount. */
function readAmount(text: string): number | null | undefined {
  const plain = text.normalize('NFKC').replace(/[,\s]/gu, '');
  if (plain === '') return null;
  return /^\d{1,12}(\.\d+)?$/u.test(plain) ? Number(plain) : undefined;
}

function plainHeading(text: string): string {
  return text.normalize('NFKC').replace(/[\s*:()（）]/gu, '');
}
