import type { OfficeAnswer, OfficeDetail } from '#protocol/office-wire.ts';
import type { CellValue, ExportTable } from './export-table.ts';
import { exportTexts, type ExportLanguage, type ExportTexts } from './export-texts.ts';

type Details = AsyncIterable<OfficeDetail> | Iterable<OfficeDetail>;

/**
 * Answers in long form: one row a question that the firm was asked. Hidden questions are left out; a question in conflict has no
 * value, its candidates stand in the answer column.
 */
export function answersTable(details: Details, language: ExportLanguage): ExportTable {
  const words = exportTexts(language);
  const { answers } = words;
  const text = (heading: string, width: number) => ({ heading, width, format: null });
  return {
    name: words.answersSheet,
    columns: [
      text(answers.assessment, 28),
      text(answers.firm, 36),
      text(answers.code, 22),
      text(answers.definition, 22),
      text(answers.edition, 10),
      text(answers.section, 18),
      text(answers.question, 14),
      text(answers.label, 60),
      text(answers.row, 6),
      text(answers.text, 40),
      text(answers.value, 16),
      text(answers.unit, 8),
      { heading: answers.score, width: 8, format: '0.0' },
      text(answers.state, 10),
      text(answers.conflict, 14),
      text(answers.evidence, 8),
      text(answers.standing, 16),
      text(answers.found, 40),
      text(answers.reason, 40),
    ],
    rows: answerRows(details, words),
  };
}

async function* answerRows(details: Details, words: ExportTexts): AsyncGenerator<readonly CellValue[]> {
  for await (const detail of details) {
    const verified = verifiedCells(detail, words);
    for (const section of detail.sections) {
      let row: number | null = null;
      for (const part of section.parts) {
        if (part.kind === 'row') row = part.index;
        else if (part.kind === 'group') row = null;
        else if (part.answer.relevant) {
          const inRow = part.answer.path.includes('/') ? row : null;
          yield [...answerRow(detail, section.label, part.answer, inRow, words), ...verified(part.answer.path)];
        }
      }
    }
  }
}

function answerRow(
  detail: OfficeDetail,
  section: string,
  answer: OfficeAnswer,
  row: number | null,
  words: ExportTexts,
): readonly CellValue[] {
  const item = answer.items[0] ?? null;
  const disputed = answer.conflict.length > 0;
  return [
    detail.assessmentId,
    detail.enterpriseName,
    detail.enterpriseCode,
    detail.definitionTitle,
    detail.edition,
    section,
    answer.question,
    answer.label,
    row,
    disputed ? answer.conflict.map((head) => `${head.text ?? '–'} (${head.author})`).join(' | ') : answer.text,
    disputed ? null : rawCell(answer.value),
    answer.unit,
    item?.score ?? null,
    item === null ? null : words.itemStates[item.state],
    disputed ? words.conflict : null,
    answer.evidence.length,
  ];
}

/** How far a question was verified, and what was found where that is something else. */
function verifiedCells({ verification }: OfficeDetail, words: ExportTexts): (path: string) => readonly CellValue[] {
  const clauses = verification?.coverage.flatMap((section) => section.clauses) ?? [];
  const standings = new Map(clauses.map(({ path, standing }) => [path, standing]));
  const ledger = new Map(verification?.ledger.map((entry) => [entry.path, entry]) ?? []);
  return (path) => {
    const standing = standings.get(path);
    const entry = ledger.get(path);
    const found = entry === undefined ? null : (entry.found ?? words.standings.blank);
    return [standing === undefined ? null : words.standings[standing], found, entry?.reason ?? null];
  };
}

/** Numbers stay numbers; several choices are joined with a space, as XLSForm stores them. */
function rawCell(value: OfficeAnswer['value']): CellValue {
  if (value === null || typeof value === 'number' || typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(String).join(' ');
  return JSON.stringify(value);
}
