import * as z from 'zod/mini';
import { definitionSchema } from './schema.ts';

/** The JSON Schema that editors check definition files with; published as `survey-definitions/definition.schema.json`. */
export function definitionJsonSchema(): string {
  const schema = z.toJSONSchema(definitionSchema, { target: 'draft-7', io: 'input' });
  return `${JSON.stringify({ title: '巡诊评估定义', ...schema }, null, 2)}\n`;
}
