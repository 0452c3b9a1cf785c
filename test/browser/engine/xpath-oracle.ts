/** `@getodk/xpath` over an XML document made of our answers. Its published types lean on a package that is not there: ours are small. */
import * as xpath from '@getodk/xpath';
import type { AnswerValue } from '../../../src/engine/answers.ts';

type Evaluator = { evaluateString(expression: string): string };
type EvaluatorConstructor = new (options: {
  domAdapter: unknown;
  rootNode: XMLDocument;
  itextTranslationsByLanguage: ReadonlyMap<string, unknown>;
  secondaryInstancesById: ReadonlyMap<string, unknown>;
}) => Evaluator;

export type OracleForm = {
  readonly values: Readonly<Record<string, AnswerValue>>;
  /** One repeat `rows` with these rows. */
  readonly rows: readonly Readonly<Record<string, AnswerValue>>[];
};

/** Evaluates an expression of ours, read as XPath, to the string that XPath makes of its result. */
export function openOracle(form: OracleForm): (expression: string) => string {
  const page = document.implementation.createDocument(null, 'data');
  const root = page.documentElement;
  const append = (parent: Element, name: string, value: AnswerValue): void => {
    const element = page.createElement(name);
    element.textContent = value === null ? '' : typeof value === 'object' ? value.join(' ') : String(value);
    parent.append(element);
  };
  for (const [name, value] of Object.entries(form.values)) append(root, name, value);
  for (const row of form.rows) {
    const element = page.createElement('rows');
    for (const [name, value] of Object.entries(row)) append(element, name, value);
    root.append(element);
  }
  const columns = new Set(form.rows.flatMap((row) => Object.keys(row)));
  const Constructor = xpath.XFormsXPathEvaluator as unknown as EvaluatorConstructor;
  const evaluator = new Constructor({
    domAdapter: xpath.DEFAULT_DOM_ADAPTER,
    rootNode: page,
    itextTranslationsByLanguage: new Map(),
    secondaryInstancesById: new Map(),
  });
  return (expression) =>
    evaluator.evaluateString(
      expression.replaceAll(/\$\{(\w+)\}/g, (_, name: string) => (columns.has(name) ? `/data/rows/${name}` : `/data/${name}`)),
    );
}
