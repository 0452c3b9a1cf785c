import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A small sound definition to start from, with one worked example. Never overwrites. */
export async function create(folder: string, id: string, edition: string): Promise<number> {
  if (!/^[a-z][a-z0-9-]*$/.test(id)) {
    process.stderr.write(`“${id}”不能作编号。只用小写字母、数字、连字符，以字母开头\n`);
    return 2;
  }
  if (!/^[0-9a-z][0-9a-z.-]*$/.test(edition)) {
    process.stderr.write(`“${edition}”不能作版本。只用小写字母、数字、点、连字符，以字母或数字开头，例如 2026\n`);
    return 2;
  }
  const path = join(folder, id, `${edition}.yaml`);
  await mkdir(join(folder, id), { recursive: true });
  try {
    await writeFile(path, template(id, edition), { flag: 'wx' });
  } catch (fault) {
    if (!(fault instanceof Error) || !('code' in fault) || fault.code !== 'EEXIST') throw fault;
    process.stderr.write(`${path} 已经有了，没有动它\n`);
    return 2;
  }
  await writeFile(join(folder, id, `${edition}.examples.json`), examples(id));
  process.stdout.write(
    `已建 ${path}\n边写边看：npm run dev，打开 http://localhost:5173/preview\n改好后：npm run -s cli -- definitions check\n`,
  );
  return 0;
}

function template(id: string, edition: string): string {
  return `# yaml-language-server: $schema=../definition.schema.json
definition: ${id}
edition: '${edition}'
title: 写标题
purpose: 写用途：看清什么，算出什么
audience: 写谁来答
minutes: 30
status: draft
method:
  - 写怎么算，一段一条。
caution: 写必须和分数放在一起的那句话
sources:
  R:
    title: 写来源
    fidelity: recalled
choices:
  yes_no:
    - {name: 'yes', label: 是}
    - {name: 'no', label: 否}

survey:
  - type: group
    name: first
    label: 第一节
    children:
      - type: select_one
        name: q1
        label: 写问题，一题只问一件事
        choices: yes_no
        basis: [R]

scoring:
  provenance: {fidelity: tool-default, note: 本工具参考口径}
  weights: {sum: 100, cases: [{}]}
  measures:
    - {id: M, name: 总分, kind: weighted-mean, min_answered: 0.6}
  items:
    - {name: q1, measure: M, group: 第一组, weight: 100, kind: options, scores: {'yes': 100, 'no': 0}}
  level:
    kind: thresholds
    measure: M
    levels:
      - {id: none, name: 未达标}
      - {id: reached, name: 达标, score: 60}
`;
}

function examples(id: string): string {
  const example = {
    definition: id,
    answers: { q1: 'yes' },
    expected: { measures: { M: { score: 100 } }, level: 'reached' },
  };
  return `${JSON.stringify([example], null, 2)}\n`;
}
