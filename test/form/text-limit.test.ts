import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { textLimit } from '#app/form/text-limit.ts';
import { compileDefinition } from '#definition/compile.ts';
import { indexDefinition } from '#definition/index-definition.ts';

test('[U46] a plan text knows the most characters its constraint allows; other constraints are no limit', () => {
  const file = 'survey-definitions/promotion-centre-miit/2025.yaml';
  const outcome = compileDefinition(readFileSync(file, 'utf8'), file);
  if (outcome.kind === 'invalid') throw new Error(JSON.stringify(outcome.problems));
  const limits = [...indexDefinition(outcome.compiled).questions.values()].flatMap(({ question }) => textLimit(question) ?? []);
  expect(new Set(limits)).toEqual(new Set([500, 1000, 2500]));
});
