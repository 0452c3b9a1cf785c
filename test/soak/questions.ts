import { indexDefinition } from '#definition/index-definition.ts';
import { definition } from '../bench/server/make-pushes.ts';

const outside = [...indexDefinition(definition.compiled).questions].filter(([, { repeat }]) => repeat === null);

/** Questions of the definition that is served, outside its repeat. */
export const textQuestions = outside.filter(([, { question }]) => question.type === 'text').map(([name]) => name);
export const integerQuestions = outside.filter(([, { question }]) => question.type === 'integer').map(([name]) => name);
