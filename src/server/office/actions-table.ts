import type { OfficeAction } from '#protocol/actions-wire.ts';
import type { ExportTable } from './export-table.ts';
import type { ExportLanguage } from './export-texts.ts';
import { chinaTime } from './list-table.ts';

/** Actions as a table: one row each. The server has no dictionary of the screens; these words are the file's own. */
export function actionsTable(rows: AsyncIterable<OfficeAction>, language: ExportLanguage): ExportTable {
  const words = texts[language];
  const widths = [28, 36, 22, 22, 40, 10, 14, 12, 10, 16, 10, 24, 12, 20, 10];
  return {
    name: words.sheet,
    columns: words.headings.map((heading, at) => ({ heading, width: widths[at] ?? 12, format: null })),
    rows: mapped(rows, (row) => [
      row.actionId,
      row.enterpriseName,
      row.enterpriseCode,
      row.regionName,
      row.title,
      words.severities[row.severity],
      row.ownerName,
      row.due,
      row.gain,
      row.state === 'closed' && !row.proven ? words.unproven : words.states[row.state],
      row.overdue ? words.yes : words.no,
      row.definitionTitle,
      row.author,
      chinaTime(row.updatedAt),
      row.demo ? words.yes : words.no,
    ]),
  };
}

export function actionsFileName(language: ExportLanguage): string {
  return texts[language].sheet;
}

async function* mapped<A, B>(rows: AsyncIterable<A>, map: (row: A) => B): AsyncGenerator<B> {
  for await (const row of rows) yield map(row);
}

const texts = {
  'zh-CN': {
    sheet: '整改清单',
    headings: [
      '编号',
      '企业',
      '统一社会信用代码',
      '所在地区',
      '整改事项',
      '程度',
      '企业责任人',
      '期限',
      '预计提分',
      '状态',
      '超期',
      '评估',
      '提出人',
      '更新时间',
      '演示数据',
    ],
    severities: { minor: '轻微', major: '较重', critical: '严重' },
    states: { open: '待整改', reported: '企业已报完成', closed: '已销项', dropped: '已取消' },
    unproven: '已销项，照片未到',
    yes: '是',
    no: '否',
  },
  en: {
    sheet: 'Actions',
    headings: [
      'Id',
      'Firm',
      'Credit code',
      'Region',
      'Action',
      'Severity',
      'Owner at the firm',
      'Due',
      'Expected gain',
      'State',
      'Overdue',
      'Instrument',
      'Raised by',
      'Updated',
      'Demo data',
    ],
    severities: { minor: 'minor', major: 'major', critical: 'critical' },
    states: { open: 'open', reported: 'reported done', closed: 'closed', dropped: 'dropped' },
    unproven: 'closed, photos not here',
    yes: 'yes',
    no: 'no',
  },
} as const;
