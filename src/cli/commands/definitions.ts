import { existsSync } from 'node:fs';
import { definitionJsonSchema, factsJsonSchema } from '#definition/definition-json-schema.ts';
import { definitionsFolder } from '#server/definitions/definitions-folder.ts';
import type { Command } from '#cli/command.ts';
import { check, lock } from '#cli/definitions/check.ts';
import { create } from '#cli/definitions/create.ts';
import { compare, describe, list, writeDocs } from '#cli/definitions/read.ts';

export const command: Command = {
  usage: `用法：npm run -s cli -- definitions <动作>
  check                                检查全部定义：写法、引用、权重、来源、算例、企业数据、已发布的版本没有变
  list [--json]                        列出全部定义：版本、哈希、来源可靠程度
  describe 评估 [--edition 版本] [--json]  一份评估的全部内容：题、选项、范围、出现条件、分值、权重、等级规则、来源
  compare 评估 旧版本 新版本 [--json]      两个版本差在哪些题
  new 评估 [--edition 版本]             新建一份定义和一个算例，能直接通过检查
  docs                                 重写 docs/instruments.md
  schema [--facts]                     打印给编辑器用的 JSON Schema（定义文件的，或 facts.yaml 的）
  lock [评估/版本 …]                    锁定新发布的版本，不写就是全部；已锁定的不动
都可以加 --folder 文件夹`,

  async run(args) {
    const [action, ...rest] = args;
    const folder = optionOf(rest, '--folder') ?? definitionsFolder();
    if (action !== 'new' && !existsSync(folder)) {
      process.stderr.write(`没有文件夹 ${folder}。请核对路径\n`);
      return 2;
    }
    const asJson = rest.includes('--json');
    const edition = optionOf(rest, '--edition');
    const [first, second, third] = wordsOf(rest);
    switch (action) {
      case 'check':
        return check(folder);
      case 'list':
        return list(folder, asJson);
      case 'describe':
        return first === undefined ? misused() : describe(folder, first, edition ?? null, asJson);
      case 'compare':
        if (first === undefined || second === undefined || third === undefined) return misused();
        return compare(folder, first, [second, third], asJson);
      case 'new':
        return first === undefined ? misused() : create(folder, first, edition ?? '1');
      case 'docs':
        return writeDocs(folder);
      case 'schema':
        process.stdout.write(rest.includes('--facts') ? factsJsonSchema() : definitionJsonSchema());
        return 0;
      case 'lock':
        return lock(folder, wordsOf(rest));
      default:
        return misused();
    }
  },
};

function misused(): number {
  process.stderr.write(`${command.usage}\n`);
  return 2;
}

const valued = ['--folder', '--edition'];

function optionOf(args: readonly string[], name: string): string | undefined {
  const at = args.indexOf(name);
  return at < 0 ? undefined : args[at + 1];
}

/** What is neither an option nor its value. */
function wordsOf(args: readonly string[]): readonly string[] {
  return args.filter((arg, index) => !arg.startsWith('--') && !valued.includes(args[index - 1] ?? ''));
}
