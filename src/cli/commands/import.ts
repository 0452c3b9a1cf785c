import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { Command } from '#cli/command.ts';
import { withServer } from '#cli/open-for-command.ts';
import { importEnterprises } from '#server/import/import-enterprises.ts';
import type { LineResult } from '#server/import/import-enterprises.ts';
import { columns, readEnterprises } from '#server/import/read-enterprises.ts';
import type { EnterprisesRead, LineFault } from '#server/import/read-enterprises.ts';
import { UnreadableTable, readTable } from '#server/import/read-table.ts';

const template = columns.map(({ heading, required }) => `    ${heading}${required ? '(必填)' : ''}`).join('\n');

export const command: Command = {
  usage: `用法:npm run -s cli -- import enterprises 文件.xlsx [选项]
导入企业名录(.xlsx 第一张表,或 .csv)。第一行是表头,列的顺序随意:
${template}
地区填 6 位代码(420115)或名称(武汉市江夏区)。行业填 GB/T 4754 代码(C34)或大类名称。
已有的企业按信用代码认,只改表里填了的格;空格不会清掉原来的内容。同一个文件导两遍,第二遍什么都不变。
有错的行不导入,其余照常;改好后再导一遍即可。
  --report 文件.csv   每一行的结果写到文件
  --check            只检查,不写入
数据位置由 DATA_DIR 或 DATABASE_URL 指定,和服务同时运行没有关系。
退出码:0 全部导入;1 有行没有导入;2 文件或用法不对`,

  async run(args) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { report: { type: 'string' }, check: { type: 'boolean', default: false } },
    });
    const [what, file, ...more] = positionals;
    if (what !== 'enterprises' || file === undefined || more.length > 0) {
      process.stderr.write(`${command.usage}\n`);
      return 2;
    }
    const read = await readFileOrSay(file);
    if (read === null) return 2;
    const faults = read.lines.flatMap((line) => (line.kind === 'refused' ? [line.fault] : []));
    const firms = read.lines.flatMap((line) => (line.kind === 'firm' ? [line] : []));
    if (values.check) return report([], faults, values.report ?? null, firms.length);
    return withServer(async (server) => {
      const results = await importEnterprises(server, firms, (done) => {
        if (process.stderr.isTTY) process.stderr.write(`\r${String(done)}/${String(firms.length)}`);
      });
      if (process.stderr.isTTY) process.stderr.write('\r');
      return report(results, faults, values.report ?? null, null);
    });
  },
};

async function readFileOrSay(file: string): Promise<Extract<EnterprisesRead, { kind: 'read' }> | null> {
  try {
    const read = readEnterprises(await readTable(file));
    if (read.kind === 'read') return read;
    const found = read.found.length === 0 ? '没有表头' : `现有:${read.found.join('、')}`;
    process.stderr.write(`缺少列:${read.missing.join('、')}。${found}\n表头怎么写:npm run -s cli -- import --help\n`);
  } catch (error) {
    if (error instanceof UnreadableTable) process.stderr.write(`${file}:${error.message}\n`);
    else if (isMissing(error)) process.stderr.write(`${file}:没有这个文件\n`);
    else throw error;
  }
  return null;
}

async function report(
  results: readonly LineResult[],
  faults: readonly LineFault[],
  file: string | null,
  checked: number | null,
): Promise<number> {
  for (const { line, field, advice } of faults) process.stdout.write(`第 ${String(line)} 行 ${field}:${advice}\n`);
  const count = (result: LineResult['result']): string => String(results.filter((line) => line.result === result).length);
  const refused = `未导入 ${String(faults.length)}`;
  const sum =
    checked === null
      ? `新增 ${count('new')},更新 ${count('updated')},未变 ${count('unchanged')},${refused}`
      : `检查完,没有写入:可导入 ${String(checked)},${refused}`;
  process.stdout.write(`${sum}\n`);
  if (file !== null) {
    const words = { new: '新增', updated: '更新', unchanged: '未变' } as const;
    const lines = [
      ...results.map(({ line, code, result }) => ({ line, text: `${String(line)},${words[result]},${code},,` })),
      ...faults.map(({ line, field, advice }) => ({ line, text: `${String(line)},未导入,,${quote(field)},${quote(advice)}` })),
    ].sort((a, b) => a.line - b.line);
    await writeFile(file, `\ufeff行,结果,统一社会信用代码,列,怎么办\r\n${lines.map(({ text }) => `${text}\r\n`).join('')}`);
    process.stdout.write(`每一行的结果:${file}\n`);
  }
  return faults.length > 0 ? 1 : 0;
}

/** Quoted, and never read as a formula. */
function quote(text: string): string {
  const safe = /^[=+\-@\t\r]/u.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}

function isMissing(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && (error.code === 'ENOENT' || error.code === 'EISDIR');
}
