/** `docs/instruments.md` from the data: every instrument as people may read about it. */
import type { CompiledDefinition, Fidelity, FormNode } from './compiled.ts';
import { levelFormula } from './describe-formula.ts';
import type { FactDictionary } from './fact-dictionary.ts';
import { countFidelity } from './fidelity.ts';
import { indexDefinition } from './index-definition.ts';
import type { LevelRule } from './scoring.ts';

export type Documented = { readonly compiled: CompiledDefinition; readonly hash: string };

export const fidelityWords: Readonly<Record<Fidelity, string>> = {
  official: '官方原文',
  secondary: '二手资料',
  recalled: '凭记忆，未核对',
  'tool-default': '本工具自定',
};

export function instrumentsDoc(definitions: readonly Documented[], facts: FactDictionary): string {
  const rows = definitions.map(
    ({ compiled }) =>
      `| [${compiled.title}](#${anchor(compiled)}) | \`${compiled.id}\` | ${compiled.edition} | ${String(answerable(compiled))} | ${String(compiled.minutes)} |`,
  );
  return `${[
    '# 评估清单',
    '',
    '由 `npm run -s cli -- definitions docs` 从 `survey-definitions/` 生成，不要手改。',
    '',
    '| 评估 | 编号 | 版本 | 要答的题 | 约需分钟 |',
    '|---|---|---|---|---|',
    ...rows,
    '',
    ...definitions.flatMap(instrumentLines),
    ...factLines(facts),
  ].join('\n')}\n`;
}

/** One instrument, from its second-level heading on. */
export function instrumentLines({ compiled, hash }: Documented): readonly string[] {
  const { validity, scoring } = compiled;
  const valid =
    validity.from === null && validity.until === null
      ? '未写明'
      : `${validity.from ?? '不限'} 至 ${validity.until ?? '另行通知'}`;
  return [
    `## ${compiled.title} ${compiled.edition}`,
    '',
    `\`${compiled.id}/${compiled.edition}\`，哈希 \`${hash.slice(0, 12)}\``,
    '',
    `> ${compiled.caution}`,
    '',
    `- 用途：${compiled.purpose}`,
    `- 谁来答：${compiled.audience}`,
    `- 约需：${String(compiled.minutes)} 分钟`,
    `- 适用时间：${valid}`,
    '',
    '### 结构',
    '',
    '| 分节 | 要答的题 |',
    '|---|---|',
    ...compiled.sections.map((section) => `| ${cell(section.label)} | ${String(count(section.children))} |`),
    '',
    '### 怎么算',
    '',
    ...compiled.method.map((paragraph) => `- ${paragraph}`),
    '',
    ...(scoring.level === null ? [] : levelLines(scoring.level)),
    ...checklistLines(compiled),
    '### 可靠程度',
    '',
    '| 内容 | 官方原文 | 二手资料 | 凭记忆，未核对 | 本工具自定 |',
    '|---|---|---|---|---|',
    ...fidelityLines(compiled),
    '',
    ...(compiled.notes.length === 0
      ? []
      : ['### 没有收录、没有找到、说法不一', '', ...compiled.notes.map((note) => `- ${note}`), '']),
    '### 来源',
    '',
    ...compiled.sources.map(
      ({ title, issuer, year, fidelity, note }) =>
        `- ${title}${issuer === null ? '' : `，${issuer}`}${year === null ? '' : `，${year}`}（${fidelityWords[fidelity]}）${note === null ? '' : `：${note}`}`,
    ),
    '',
  ];
}

function levelLines(rule: LevelRule): readonly string[] {
  const gateText = (id: string): string => {
    const level = rule.levels.find((each) => each.id === id);
    const gates = (level?.gates ?? []).map(({ measure, min }) => `${measure} ≥ ${String(min)}`);
    const scenes = rule.kind === 'score-and-scenes' ? rule.sceneGates.filter((gate) => gate.level === id) : [];
    const counted = scenes.map(
      ({ grade, count: least, constraining }) =>
        `${String(grade)} 级及以上的场景 ≥ ${String(least)} 个，其中约束性 ≥ ${String(constraining)} 个`,
    );
    return [...gates, ...counted].join('；') || '无';
  };
  return [
    `等级：${levelFormula(rule)}。依据：${fidelityWords[rule.provenance.fidelity]}${rule.provenance.note === null ? '' : `，${rule.provenance.note}`}。`,
    '',
    ...(rule.kind === 'checklist'
      ? [rule.levels.map(({ name }) => name).join(' → '), '']
      : ['| 等级 | 门槛 |', '|---|---|', ...rule.levels.map(({ id, name }) => `| ${name} | ${gateText(id)} |`), '']),
  ];
}

function checklistLines({ scoring }: CompiledDefinition): readonly string[] {
  const { checklist, level } = scoring;
  if (checklist === null) return [];
  const levelName = (id: string | null): string => level?.levels.find((each) => each.id === id)?.name ?? '';
  const rows = checklist.parts.flatMap((part) =>
    checklist.conditions
      .filter((condition) => condition.part === part.id)
      .map(({ label, needs, level: of, test, prerequisite, provenance }) => {
        const how = prerequisite ? '前提' : test.kind === 'judged' ? '判断' : '可算';
        return `| ${cell(part.name)} | ${cell(label)} | ${cell(needs ?? '')} | ${levelName(of)} | ${how} | ${fidelityWords[provenance.fidelity]} |`;
      }),
  );
  return ['| 部分 | 条件 | 要求 | 等级 | 怎么定 | 依据 |', '|---|---|---|---|---|---|', ...rows, ''];
}

function fidelityLines(compiled: CompiledDefinition): readonly string[] {
  const { questions, scoring } = countFidelity(compiled);
  const row = (name: string, counts: Readonly<Record<Fidelity, number>>): string =>
    `| ${name} | ${String(counts.official)} | ${String(counts.secondary)} | ${String(counts.recalled)} | ${String(counts['tool-default'])} |`;
  return [row('题面和选项', questions), row('权重、分值、门槛、条件', scoring)];
}

function factLines(facts: FactDictionary): readonly string[] {
  return [
    '## 共用的企业数据',
    '',
    '几份评估问同一个数，只问一次。年度的数认年份，其余认到访那天；过了保鲜期要重新问。',
    '',
    '| 编号 | 名称 | 单位 | 口径 | 时间 | 保鲜（月） |',
    '|---|---|---|---|---|---|',
    ...Object.values(facts).map(
      ({ id, title, unit, formula, period, shelfLifeMonths }) =>
        `| \`${id}\` | ${cell(title)} | ${cell(unit ?? '')} | ${cell(formula)} | ${period === 'year' ? '年度' : '当天'} | ${String(shelfLifeMonths)} |`,
    ),
  ];
}

function anchor({ title, edition }: CompiledDefinition): string {
  return `${title} ${edition}`
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} -]/gu, '')
    .replaceAll(' ', '-');
}

function answerable(compiled: CompiledDefinition): number {
  return [...indexDefinition(compiled).questions.values()].filter(({ question }) => isAnswered(question.type)).length;
}

function count(nodes: readonly FormNode[]): number {
  return nodes.reduce(
    (sum, node) => sum + (node.kind === 'question' ? (isAnswered(node.question.type) ? 1 : 0) : count(node.children)),
    0,
  );
}

function isAnswered(type: string): boolean {
  return type !== 'note' && type !== 'calculate';
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
