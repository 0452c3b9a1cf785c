import type { Problem } from '#shared/problems.ts';

/** One line a problem, for people at a terminal: which question, what is wrong, what to do. */
export function problemSentence({ code, detail }: Problem): string {
  const where = String(detail['question'] ?? '');
  const label = detail['label'] === undefined || detail['label'] === where ? where : `${where}（${String(detail['label'])}）`;
  switch (code) {
    case 'input.unknown-question':
      return `${where}：没有这道题。请核对题名`;
    case 'input.computed-question':
      return `${label}：由工具算出，不能直接给。请给它的分子、分母或两年的数`;
    case 'input.out-of-range':
      return `${label}：${String(detail['value'] ?? '')} 超出范围 ${String(detail['min'] ?? '不限')} 到 ${String(detail['max'] ?? '不限')}${detail['unit'] === undefined ? '' : ` ${String(detail['unit'])}`}`;
    case 'input.unknown-option':
      return `${label}：没有选项“${String(detail['option'] ?? '')}”`;
    case 'input.duplicate-option':
      return `${label}：同一个选项写了两次`;
    case 'input.wrong-type':
      return `${label}：类型不对，要 ${wanted[String(detail['type'])] ?? String(detail['type'] ?? '')}`;
    case 'input.missing-required':
      return `${label}：必填，没有给`;
    case 'input.constraint':
      return `${label}：${String(detail['message'] ?? '')}`;
    case 'input.malformed':
      return where === '' ? '不是可用的 JSON' : `${where}：格式不对，要一个对象`;
    case 'score.previous-zero':
      return `${label}：前年的数是 0，变化算不出来，按没答处理`;
    case 'score.none-with-others':
      return `${label}：“以上都没有”与其他选项同时勾选，按 0 分计，请核对`;
    case 'score.total-zero':
      return `${label}：分母是 0，比例算不出来，按没答处理`;
    default:
      return where === '' ? code : `${where}：${code}`;
  }
}

const wanted: Readonly<Record<string, string>> = {
  integer: '整数',
  decimal: '数字',
  text: '文字',
  date: '日期（如 2026-01-31）',
  select_one: '一个选项名',
  select_multiple: '选项名的数组',
  geopoint: '位置文字',
  image: '文字',
  repeat: '对象的数组',
};
