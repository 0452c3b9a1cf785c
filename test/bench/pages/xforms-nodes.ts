/** Reading and writing ODK's node tree, shared by the page of the engine and the page of its web forms. */
import type { XFormsNode } from '@getodk/xforms-engine';
import type { AnswerOf, Form } from '../forms/form.ts';
import type { Shown } from './adapter.ts';

export type XForm = { readonly root: XFormsNode; readonly nodes: Map<string, XFormsNode> };

export function xformOf(root: XFormsNode): XForm {
  return { root, nodes: new Map() };
}

export function indexNodes({ root, nodes }: XForm): void {
  const walk = (node: XFormsNode): void => {
    nodes.set(node.currentState.reference, node);
    for (const child of node.currentState.children ?? []) walk(child);
  };
  walk(root);
}

export function setNode(xform: XForm, path: string, value: AnswerOf): void {
  const node = nodeAt(xform, path);
  if (node.nodeType === 'select') node.selectValue?.(String(value));
  else node.setValue?.(value);
}

export function pathOf(question: string): string {
  return `/data/${question.split('_')[0] ?? ''}/${question}`;
}

/** Positions count from 1. */
export function rowPathOf(row: number, field: string): string {
  return `/data/equip[${String(row + 1)}]/${field}`;
}

export function addRowTo(xform: XForm): void {
  const range = xform.root.currentState.children
    ?.flatMap((child) => [child, ...(child.currentState.children ?? [])])
    .find((child) => child.nodeType.startsWith('repeat-range'));
  if (range?.addInstances === undefined) throw new Error('no repeat range');
  range.addInstances();
}

export function totalOf(xform: XForm): number {
  return Number(nodeAt(xform, '/data/total').currentState.value);
}

export function shownOf(xform: XForm, form: Form): Shown {
  const text = (path: string): string => String(nodeAt(xform, path).currentState.value);
  const value = Number(text('/data/equip_value'));
  return {
    total: totalOf(xform),
    level: text('/data/level'),
    // XPath's sum over blank rows is no number.
    value: Number.isNaN(value) ? 0 : value,
    relevantCount: form.sections
      .flatMap((section) => section.questions)
      .filter((question) => nodeAt(xform, pathOf(question.id)).currentState.relevant).length,
  };
}

export function nodeAt({ nodes }: XForm, path: string): XFormsNode {
  const found = nodes.get(path);
  if (found === undefined) throw new Error(`no node ${path}`);
  return found;
}
