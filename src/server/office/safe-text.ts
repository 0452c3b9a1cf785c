/**
 * Text that a spreadsheet must not take for a formula. A firm's name is typed by strangers; `=HYPERLINK(…)` in it would run on
 * the desk of whoever opens the export.
 */

/** What Excel, WPS and LibreOffice may skip before they look for a formula. */
const skipped = String.raw`[ \u00a0\u1680\u2000-\u200d\u2028\u2029\u202f\u205f\u2060\u3000\ufeff]`;
/** ASCII and full-width starters; tab, line ends and NUL are starters of their own. */
const starters = String.raw`[=+\-@\t\r\n\u0000\uff1d\uff0b\uff0d\uff20\u2212\u207a\u208a]`;
const formulaLike = new RegExp(`^${skipped}*${starters}`, 'u');

/** True for a text that some spreadsheet program would read as a formula or a command. */
export function isFormulaLike(text: string): boolean {
  return formulaLike.test(text);
}

/**
 * The text as a CSV field's content. A leading `'` marks what a spreadsheet would otherwise change: formulas, a credit code of 18
 * digits that it would round to 15, and texts that begin with `'` themselves. Taking one leading `'` off gives the text back.
 */
export function csvText(text: string): string {
  return isFormulaLike(text) || text.startsWith("'") || /^\d{16,}$/u.test(text) ? `'${text}` : text;
}

/** Characters a cell may hold in Excel. */
const cellLimit = 32_767;

/** The text as an XLSX cell's content: without characters that XML 1.0 cannot carry, line ends as `\n`, and no longer than Excel allows. */
export function xlsxText(text: string): string {
  return text
    .slice(0, cellLimit)
    .replace(/\r\n?/gu, '\n')
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .replace(notInXml, '');
}

// oxlint-disable-next-line no-control-regex -- these are the very characters to take out
const notInXml = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/gu;
