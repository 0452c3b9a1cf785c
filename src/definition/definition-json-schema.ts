import * as z from 'zod/mini';
import { factsSchema } from './facts.ts';
import { definitionSchema } from './schema.ts';

/** The JSON Schema that editors check definition files with; published as `survey-definitions/definition.schema.json`. */
export function definitionJsonSchema(): string {
  return printed('巡诊评估定义', definitionSchema);
}

/** Of `facts.yaml`; published as `survey-definitions/facts.schema.json`. */
export function factsJsonSchema(): string {
  return printed('巡诊企业数据字典', factsSchema);
}

function printed(title: string, schema: z.core.$ZodType): string {
  return `${JSON.stringify({ title, ...z.toJSONSchema(schema, { target: 'draft-7', io: 'input' }) }, null, 2)}\n`;
}
